import { effect, untracked } from '@preact/signals';
import { open, tell } from '../actions';
import { at } from '../base';
import type { View } from '../api';
import { t } from '../i18n/t';
import { mineQuery, spoken } from '../query';
import { inbox, saved, view } from '../store/app';
import { prefs } from '../store/prefs';
import type { Frame, Row, SavedView } from '../wire';
import { lazily } from './badge';
import { Feed } from './feed';

// Who asked for it is told of arrivals in some views, also while another page is looked at.

/** Names in the preferences of what has no name of its own. */
export const ALL = '*';
export const MINE = '@';

/** Each view is told of at most this often, in milliseconds. */
const GAP = 5000;

/** Each view that is told of needs a connection; more than this many are not. */
const MOST = 5;

/** Watched is a view that is told of. */
export interface Watched extends View {
  key: string;
  title: string;
}

/** told tells whether this browser is told of a view: as it has chosen, else as the view says. */
export function told({ name, notify: itself }: SavedView, notify: string[]): boolean {
  return notify.includes(name) || Boolean(itself && !notify.includes(`-${name}`));
}

/** watched returns the views to tell of; with all mail no other is needed. */
export function watched(notify: string[], views: SavedView[], mine: string[]): Watched[] {
  if (notify.includes(ALL)) return [{ key: ALL, title: t('view.all'), q: '', account: '', mailbox: '' }];
  const out: Watched[] = [];
  if (notify.includes(MINE) && mine.length) out.push({ key: MINE, title: t('view.mine'), q: mineQuery(mine), account: '', mailbox: '' });
  for (const one of views) if (told(one, notify)) out.push({ key: one.name, title: one.name, q: spoken(one.q, mine), account: one.account, mailbox: one.mailbox });
  return out.slice(0, MOST);
}

/** allowed tells whether the browser shows notifications of this page: it needs https or localhost, and the user's leave. */
export function allowed(): boolean {
  return typeof Notification !== 'undefined' && isSecureContext && Notification.permission === 'granted';
}

/** Watch follows one view and tells of what comes. */
class Watch {
  private gathered: Row[] = [];
  private readonly later = lazily(GAP);
  private readonly feed = new Feed({ frame: (frame) => this.hear(frame), link: () => {} });

  constructor(private readonly of: Watched) {
    this.feed.subscribe(of, inbox.rows.asof);
  }

  close(): void {
    this.feed.close();
    this.later(() => {});
  }

  private hear(frame: Frame): void {
    if (frame.type !== 'batch' || !frame.rows?.length) return;
    this.gathered.push(...frame.rows);
    this.later(() => this.say());
  }

  private say(): void {
    const rows = this.gathered;
    this.gathered = [];
    const newest = rows[rows.length - 1];
    if (newest) say(this.of, newest, rows.length);
  }
}

/** say tells of arrivals: outside of the page when nobody looks at it, and in it when another view is shown. */
function say(of: Watched, newest: Row, n: number): void {
  const title = t('notify.title', { n, view: of.title });
  const body = t('notify.body', { subject: newest.subj || t('row.noSubject'), rcpt: newest.rcpt[0] ?? '' });
  if (document.hasFocus() && !document.hidden) {
    const { q, account, mailbox } = view.peek();
    if (of.q !== q || of.account !== account || of.mailbox !== mailbox) tell(`${title}: ${body}`);
    return;
  }
  if (!allowed()) return;
  // The same tag from several windows of the page is one notification.
  const shown = new Notification(title, { body, tag: `mailsink ${of.key}`, icon: at('favicon.svg') });
  shown.onclick = () => {
    window.focus();
    shown.close();
    open(newest.id);
  };
}

/** notify follows the views that the user wants to be told of. */
export function notify(): void {
  const watches = new Map<string, Watch>();
  effect(() => {
    const wanted = new Map(watched(prefs.value.notify, saved.value, prefs.value.mine).map((one) => [JSON.stringify(one), one]));
    untracked(() => {
      for (const [key, watch] of watches) if (!wanted.has(key)) (watch.close(), watches.delete(key));
      for (const [key, one] of wanted) if (!watches.has(key)) watches.set(key, new Watch(one));
    });
  });
}
