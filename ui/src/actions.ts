import * as api from './api';
import { go, permalink, route, TABS, type Tab } from './route';
import { active, following, inbox, layer, messages, notice, question, selection, stage, view } from './store/app';
import type { Op, Row, Target } from './wire';
import { count } from './format';
import { t } from './i18n/t';

// What the user can do. Keys, buttons and menus all end here.

/** More messages than this are not deleted without asking. */
const ASK = 100;

export function tell(text: string, bad = false): void {
  notice.value = { text, bad };
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
  return matchMedia('(min-width: 720px)').matches;
}

/** open shows a message beside its list. */
export function open(id: string, replace = Boolean(route.value.id)): void {
  if (!id) return;
  active.value = id;
  go({ id, tab: route.value.id ? route.value.tab : '' }, replace);
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
  else if (route.value.id) go({ id: '', tab: '', width: 0, dark: false });
  else if (selection.size.value) selection.clear();
  else if (view.value.q) search('');
  stage.focus();
}

/** search lists what a query finds. */
export function search(q: string, replace = false): void {
  go({ q, account: '', mailbox: '', id: '', tab: '' }, replace);
}

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
  const { q, account } = view.value;
  const scope = account ? `in:"${account}" ${q && `(${q})`}`.trim() : q;
  selection.everything(scope, inbox.rows.asof, inbox.rows.total);
}

/** act asks the server, then shows what changed. */
export async function act(op: Op, target: Target): Promise<boolean> {
  try {
    const { count: n } = await api.act(op, target);
    if ('ids' in target) settle(op, target.ids);
    else await inbox.reload();
    if (op === 'delete') tell(t('done.deleted', { n }));
    return true;
  } catch (cause) {
    tell(cause instanceof Error ? cause.message : String(cause), true);
    return false;
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
  if ('ids' in target) leave(new Set(target.ids));
  else {
    active.value = '';
    if (route.value.id) go({ id: '', tab: '' }, true);
  }
  if (await act('delete', target)) selection.clear();
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
export const WIDTHS = [360, 768, 0];

export function nextWidth(): void {
  const at = WIDTHS.indexOf(route.value.width);
  go({ width: WIDTHS[(at + 1) % WIDTHS.length] }, true);
}

export function darken(): void {
  go({ dark: !route.value.dark }, true);
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
