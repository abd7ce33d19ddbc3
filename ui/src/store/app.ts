import { computed, effect, signal, untracked } from '@preact/signals';
import type { View } from '../api';
import type { Boot, Info, SavedView } from '../wire';
import { mineQuery, spoken } from '../query';
import { route } from '../route';
import { prefs } from './prefs';
import { Facets } from './facets';
import { Inbox } from './inbox';
import { Messages } from './messages';
import { Selection } from './selection';
import { ListStage } from './stage';

// The state of the page. Views read it; actions.ts changes it.

export const inbox = new Inbox();
export const messages = new Messages();
export const facets = new Facets(() => ({ views: saved.peek().length > 0, mine: mineQuery(prefs.peek().mine) }));
export const selection = new Selection();

/** The row that keys act on. */
export const active = signal('');
export const stage = new ListStage(inbox, () => active.peek());
/** Follow opens every arrival. */
export const following = signal(false);
/** The message for which it was chosen whether its pictures from elsewhere are shown. */
export const remote = signal({ id: '', on: false });
/** The row under the pointer. */
export const hovered = signal('');
/** Keys go to the mail in the preview. */
export const caged = signal(false);
export const info = signal<Info | undefined>(undefined);
/** Views that somebody gave a name. */
export const saved = signal<SavedView[]>([]);
/** The layer on top of the page, if any. */
export const layer = signal<'' | 'keys' | 'nav' | 'more' | 'confirm' | 'palette' | 'inject' | 'tags' | 'save' | 'links' | 'mine'>('');
/** What to ask before a large action. */
export const question = signal<{ text: string; yes: string; then: () => void } | undefined>(undefined);
/** What to tell the user for a moment. */
export const notice = signal<Notice | undefined>(undefined);
/** Undone is called to take the last change back, for as long as the server can. */
export const undo = signal<(() => void) | undefined>(undefined);
/** What screen readers are told of arrivals. */
export const announced = signal('');
/** The time now, to the minute, for "2 minutes ago". */
export const now = signal(Date.now());

/** Notice is something told for a moment. */
export interface Notice {
  text: string;
  bad: boolean;
  /** The last change can be taken back. */
  undo?: boolean;
}

/** The saved view that is open, if one is. */
export const named = computed(() => (route.value.saved ? saved.value.find((one) => one.name === route.value.saved) : undefined));

let listed = '["","","",""]';

/** which is the view as text; other screens leave the list as it was. */
const which = computed(() => {
  if (route.value.screen !== 'mail') return listed;
  const { q, account, mailbox, sort } = named.value ?? route.value;
  const order = route.value.sort || sort || '';
  return (listed = JSON.stringify([q, account, mailbox, order === 'newest' ? '' : order]));
});

/** The messages that are listed. It changes only when they do. */
export const view = computed<View>(() => {
  const [q, account, mailbox, sort] = JSON.parse(which.value) as [string, string, string, string];
  return { q, account, mailbox, sort };
});

const said = computed(() => spoken(view.value.q, prefs.value.mine));

/** The view as the server understands it. */
export const asked = computed<View>(() => ({ ...view.value, q: said.value }));

/** boot reads what the server put into the page. */
export function boot(): Boot {
  try {
    return JSON.parse(document.getElementById('boot')?.textContent || '{}') as Boot;
  } catch {
    return {};
  }
}

/** sought is the recipient that the query asks for, in lower case and without quotes and stars. */
export const sought = computed(() => /(?:^|\s)rcpt:"?([^\s"*]+)/i.exec(view.value.q)?.[1]?.toLowerCase() ?? '');

/** cut tells that the server has not been reached for a while: what needs it cannot be done. */
export const cut = signal(false);

/** blank tells whether there is no mail at all. */
export const blank = computed(() => {
  inbox.version.value;
  return inbox.status.value === 'ready' && inbox.rows.total === 0 && !filtered.value && !inbox.waiting.value;
});

/** pointed is the active row as long as it is in memory, so that it can be referred to. */
export const pointed = computed(() => {
  inbox.version.value;
  return active.value && inbox.rows.find(active.value) ? active.value : '';
});

/** filtered tells whether the list shows only a part of the mail. */
export const filtered = computed(() => Boolean(view.value.q || view.value.account || view.value.mailbox));

/** onView runs react now and whenever the view changes. */
export function onView(react: (view: View) => void): void {
  effect(() => {
    const next = asked.value;
    untracked(() => react(next));
  });
}
