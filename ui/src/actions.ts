import * as api from './api';
import { go, mailRoute, permalink, route, SCHEMES, TABS, visit, type Tab } from './route';
import { active, asked, following, inbox, info, layer, messages, notice, question, remote, saved, selection, stage, undo, view } from './store/app';
import { mineQuery } from './query';
import { earlier } from './views/compare/earlier';
import { prefs } from './store/prefs';
import type { Op, Row, Target } from './wire';
import { count } from './format';
import { t } from './i18n/t';

// What the user can do. Keys, buttons and menus all end here.

/** More messages than this are not deleted without asking. */
const ASK = 100;

export function tell(text: string, bad = false): void {
  notice.value = { text, bad };
}

/** failed tells why something did not work. */
export function failed(cause: unknown): void {
  tell(cause instanceof Error ? cause.message : String(cause), true);
}

function activeIndex(): number {
  return active.value ? inbox.rows.indexOf(active.value) : -1;
}

/** moveTo makes the row at index the active one and brings it into view. */
export function moveTo(index: number): void {
  const last = inbox.rows.total - 1;
  if (last < 0) return;
  const place = Math.max(0, Math.min(last, index));
  stage.reveal(place);
  const row = inbox.rows.at(place);
  if (row) active.value = row.id;
}

/** move makes a neighbour of the active row active; an open message changes with it. */
export function move(by: number): void {
  following.value = false;
  const index = activeIndex();
  moveTo(index < 0 ? 0 : index + by);
  if (route.value.id && wide()) open(active.value, true);
}

/** wide tells whether list and message stand side by side. */
export function wide(): boolean {
  return prefs.value.pane !== 'off' && matchMedia('(min-width: 720px)').matches;
}

/** open shows a message beside its list. */
export function open(id: string, replace = Boolean(route.value.id)): void {
  if (!id) return;
  active.value = id;
  const { width, scheme } = prefs.value;
  go(route.value.id ? { id, line: 0 } : { id, tab: '', width, scheme, form: 'raw', line: 0 }, replace);
}

/** opened marks the message that has just been shown as read, and gets the next one ready. */
export function opened(id: string): void {
  const index = inbox.rows.indexOf(id);
  const row = inbox.rows.at(index);
  if (row?.flags?.includes('unread')) void act('read', { ids: [id] });
  const next = inbox.rows.at(index + 1);
  if (index >= 0 && next) void messages.prefetch(next.id);
}

/** step opens the message that came after (-1) or before (1) the open one. */
export function step(by: number): void {
  const index = inbox.rows.indexOf(route.value.id || active.value);
  const row = inbox.rows.at(index + by);
  if (!row || index + by < 0) return;
  stage.reveal(index + by);
  open(row.id, true);
}

/** back leaves what is on top: a layer, the message, the selection, the search. */
export function back(): void {
  if (layer.value) layer.value = '';
  else if (route.value.screen !== 'mail') return leaveScreen();
  else if (route.value.id) go({ id: '', tab: '', width: 0, scheme: 'light', form: 'raw', line: 0 });
  else if (selection.size.value) selection.clear();
  else if (view.value.q) refine({ q: '' });
  stage.focus();
}

/** leaveScreen goes from a detail to its screen, and from a screen to the mail as it was left. */
function leaveScreen(): void {
  const { screen, name } = route.value;
  if (name && screen !== 'compare' && screen !== 'settings') go({ name: '', other: '' });
  else {
    stage.focusNext();
    visit(mailRoute());
  }
}

/** search lists what a query finds. */
export function search(q: string, replace = false): void {
  go({ ...NOWHERE, q }, replace);
}

/** refine changes a part of what is listed: the account stays when another query is asked, and a view gives up its name. */
export function refine(change: Partial<api.View>, replace = false): void {
  go({ ...NOWHERE, ...view.value, ...change }, replace);
}

/** No other screen, no message, and no view with a name. */
const NOWHERE = { screen: 'mail', name: '', other: '', address: '', saved: '', account: '', mailbox: '', sort: '', id: '', tab: '' } as const;

export function toggle(id = active.value): void {
  if (id) selection.toggle(id);
}

/** extend picks the rows between the last one picked and the active row, after moving it. */
export function extend(by: number): void {
  const { rows } = inbox;
  if (!selection.size.value && active.value) selection.toggle(active.value);
  moveTo(Math.max(0, activeIndex() + by));
  selection.extend(active.value, inMemory(rows.total).map((row) => row.id));
}

/** extendTo picks everything up to a row. */
export function extendTo(id: string): void {
  selection.extend(id, inMemory(inbox.rows.total).map((row) => row.id));
}

function inMemory(total: number): Row[] {
  const out: Row[] = [];
  for (let index = 0; index < total; index++) {
    const row = inbox.rows.at(index);
    if (row) out.push(row);
    else if (out.length > 5000) break;
  }
  return out;
}

/** pickAll picks everything in the view, also what is not in memory. */
export function pickAll(): void {
  selection.everything(asked.value, inbox.rows.asof, inbox.rows.total);
}

/** Place is where the user is: the row that keys act on, and the open message. */
interface Place {
  active: string;
  id: string;
}

const place = (): Place => ({ active: active.value, id: route.value.id });

/** act asks the server, then shows what changed. */
export async function act(op: Op, target: Target, more: { tag?: string; before?: Place } = {}): Promise<boolean> {
  const before = more.before ?? place();
  try {
    const { count: n, undo: token } = await api.act(op, target, more.tag);
    if ('ids' in target && op !== 'tag' && op !== 'untag') settle(op, target.ids);
    else await inbox.reload();
    if (op === 'delete') offer(t('done.deleted', { n }), token && (() => restore(token, before)));
    return true;
  } catch (cause) {
    failed(cause);
    return false;
  }
}

/** A change can be taken back for this long, in milliseconds. */
const REGRET = 10_000;

let regret = 0;
let underway: Promise<unknown> = Promise.resolve();

/** offer tells what was done and, where it can be taken back, how. */
function offer(text: string, back: (() => Promise<void>) | '' | undefined): void {
  clearTimeout(regret);
  undo.value = back ? () => void back() : undefined;
  notice.value = { text, bad: false, undo: Boolean(back) };
  if (back) regret = window.setTimeout(() => (undo.value = undefined), REGRET);
}

/** takeBack undoes the last change, if that is still possible. */
export async function takeBack(): Promise<void> {
  // Who is quick asks before the server has said how.
  await underway;
  const back = undo.value;
  if (!back) return tell(t('undo.none'));
  undo.value = undefined;
  back();
}

/** restore brings deleted messages back, and the user back to where they were. */
async function restore(token: string, before: Place): Promise<void> {
  try {
    const { count: n } = await api.undo(token);
    inbox.remember();
    await inbox.reload();
    if (before.id && route.value.screen === 'mail') {
      go({ id: before.id }, true);
      void messages.open(before.id);
    }
    if (before.active) active.value = before.active;
    const index = inbox.rows.indexOf(active.value);
    if (index >= 0) stage.reveal(index);
    stage.focus();
    tell(t('done.restored', { n }));
  } catch (cause) {
    failed(cause);
  }
}

function settle(op: Op, ids: string[]): void {
  messages.forget(ids);
  if (op === 'delete') {
    selection.forget(ids);
    inbox.remove(ids);
    return;
  }
  const rows = ids.map((id) => inbox.rows.find(id)).filter((row) => row !== undefined);
  inbox.update(rows.map((row) => ({ ...row, flags: flagged(row.flags ?? [], op) })));
}

/** flagged returns the flags of a row after an action. */
export function flagged(flags: NonNullable<Row['flags']>, op: Op): NonNullable<Row['flags']> {
  const name = op === 'pin' || op === 'unpin' ? 'pinned' : 'unread';
  const rest = flags.filter((flag) => flag !== name);
  return op === 'pin' || op === 'unread' ? [...rest, name] : rest;
}

/** mark does a bulk action to the selection, else to the open or active message. */
export function mark(op: Exclude<Op, 'delete'>): void {
  const target = selection.target(route.value.id || active.value);
  if (target) void act(op, target);
}

/** pin keeps a message, or lets it go. */
export function pin(): void {
  const row = inbox.rows.find(route.value.id || active.value);
  mark(row?.flags?.includes('pinned') ? 'unpin' : 'pin');
}

/** readOn marks the message as read and goes on to the next. */
export function readOn(): void {
  mark('read');
  if (route.value.id) step(1);
  else move(1);
}

/** remove deletes the selection, else the open or active message, and goes on to the next one. */
export function remove(): void {
  const target = selection.target(route.value.id || active.value);
  if (!target) return;
  const n = selection.size.value || 1;
  if (n <= ASK) return void removeNow(target);
  question.value = { text: t('ask.delete', { n: count(n) }), yes: t('act.delete'), then: () => void removeNow(target) };
  layer.value = 'confirm';
}

/** removeNow goes on to the next message first, so that deleting feels like nothing. */
async function removeNow(target: Target): Promise<void> {
  const before = place();
  if ('ids' in target) leave(new Set(target.ids));
  else {
    active.value = '';
    if (route.value.id) go({ id: '', tab: '' }, true);
  }
  const done = act('delete', target, { before });
  underway = done;
  if (await done) selection.clear();
}

/** leave moves what is open and what is active off the messages that go. */
function leave(ids: ReadonlySet<string>): void {
  const next = neighbour((row) => !ids.has(row.id))?.id ?? '';
  if (ids.has(active.value)) active.value = next;
  if (ids.has(route.value.id)) go({ id: wide() ? next : '', tab: route.value.tab }, true);
}

/** neighbour returns the row nearest to the active one, later in the list first, that passes. */
function neighbour(pass: (row: Row) => boolean): Row | undefined {
  const index = inbox.rows.indexOf(route.value.id || active.value);
  for (const step of [1, -1]) {
    for (let at = index + step; at >= 0 && at < inbox.rows.total; at += step) {
      const row = inbox.rows.at(at);
      if (!row) break;
      if (pass(row)) return row;
    }
  }
  return undefined;
}

export function setTab(tab: Tab): void {
  if (route.value.id) go({ tab }, true);
}

export function nthTab(n: number): void {
  const tab = TABS[n - 1];
  if (tab) setTab(tab);
}

/** WIDTHS of the preview in pixels; 0 fills the pane. */
export const WIDTHS = [360, 390, 768, 0];

export function nextWidth(): void {
  const at = WIDTHS.indexOf(route.value.width);
  go({ width: WIDTHS[(at + 1) % WIDTHS.length] }, true);
}

export function darken(): void {
  go({ scheme: SCHEMES[(SCHEMES.indexOf(route.value.scheme) + 1) % SCHEMES.length] }, true);
}

/** loadRemote shows the pictures of the open message that come from elsewhere, where the server lets it, or hides them again. */
export function loadRemote(on = true): void {
  if (info.value?.remote && messages.shown.value.message?.remote) remote.value = { id: route.value.id, on };
}

/** remotely tells whether what a message loads from elsewhere is shown: by the choice for it, else by that of this browser. */
export function remotely(id: string): boolean {
  const chosen = remote.value.id === id ? remote.value.on : prefs.value.remote === 'proxy';
  return chosen && Boolean(info.value?.remote);
}

/** tagIt asks for the tags of the selection, else of the open or active message. */
export function tagIt(): void {
  if (selection.size.value || route.value.id || active.value) layer.value = 'tags';
}

/** showMine lists the mail to one's own addresses, once they are known. */
export function showMine(): void {
  const { mine } = prefs.value;
  if (mine.length) search(mineQuery(mine));
  else layer.value = 'mine';
}

/** onlyMine switches between one's own mail and all of it. */
export function onlyMine(): void {
  const own = mineQuery(prefs.value.mine);
  if (own && view.value.q === own) search('');
  else showMine();
}

/** nthView opens a saved view by its place. */
export function nthView(n: number): void {
  const there = saved.value[n - 1];
  if (there) visit({ saved: there.name });
}

/** page scrolls the open message; past its end, the next unread message is opened. */
export function page(by: number): void {
  const pane = document.querySelector('.msg');
  if (!pane || !route.value.id) return moveTo(activeIndex() + by * stage.page());
  const before = pane.scrollTop;
  pane.scrollBy({ top: by * pane.clientHeight * 0.9 });
  if (by > 0 && pane.scrollTop === before) nextUnread();
}

function nextUnread(): void {
  const next = neighbour((row) => row.flags?.includes('unread') ?? false);
  if (next) open(next.id, true);
}

/** compare sets two messages side by side: those selected, or the open one and the one of its kind before it. */
export async function compare(): Promise<void> {
  const picked = [...selection.ids.value];
  if (picked.length === 2) return visit({ screen: 'compare', name: picked[0], other: picked[1] });
  const row = inbox.rows.find(route.value.id || active.value);
  if (!row) return;
  try {
    const like = await earlier({ id: row.id, seq: row.seq, from: row.from.a, subject: row.subj, rule: row.rule ?? '' }, true);
    if (like) visit({ screen: 'compare', name: like.id, other: row.id });
    else tell(t('compare.none'));
  } catch (cause) {
    failed(cause);
  }
}

/** tagOne asks for the tags of one message. */
export function tagOne(id: string): void {
  selection.clear();
  selection.toggle(id);
  layer.value = 'tags';
}

/** removeOne deletes one message, whatever is selected. */
export function removeOne(id: string): void {
  void removeNow({ ids: [id] });
}

/** copyCodeOf copies the code that a message holds, which need not be open. */
export async function copyCodeOf(id: string): Promise<void> {
  try {
    const [code] = (await api.message(id)).codes ?? [];
    if (code) await copy(code, code);
    else tell(t('done.noCode'));
  } catch (cause) {
    failed(cause);
  }
}

/** tagged puts a tag on the selection, else on the open or active message, or takes it off. */
export function tagged(tag: string, on: boolean): void {
  const target = selection.target(route.value.id || active.value);
  if (target) void act(on ? 'tag' : 'untag', target, { tag });
}

/** copy puts text on the clipboard and says so. */
export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell(t('done.copied', { what }));
  } catch {
    tell(t('fail.copy'), true);
  }
}

export function copyCode(): void {
  const code = messages.shown.value.message?.codes?.[0];
  if (code) void copy(code, code);
}

export function copyLink(id = route.value.id || active.value): void {
  if (id) void copy(permalink(id), t('what.link'));
}

export function pause(): void {
  inbox.paused.value = !inbox.paused.value;
  if (!inbox.paused.value && !stage.held()) inbox.release();
}

export function toggleFollow(): void {
  following.value = !following.value;
  if (following.value) {
    stage.home();
    const newest = inbox.rows.at(0);
    if (newest) open(newest.id);
  }
}

export function focusSearch(): void {
  const box = document.getElementById('search');
  if (box instanceof HTMLInputElement) {
    box.focus();
    box.select();
  }
}

/** logout ends the login of this browser. */
export function logout(): void {
  api.logout().catch(failed);
}
