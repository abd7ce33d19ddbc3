import { computed, effect, untracked } from '@preact/signals';
import { open, opened } from '../actions';
import { t } from '../i18n/t';
import { active, announced, caged, cut, facets, following, inbox, messages, now, selection, stage, view } from '../store/app';
import { route } from '../route';
import { prefs } from '../store/prefs';
import { wearBadge } from './badge';
import { notify } from './notify';
import type { Row } from '../wire';

// What happens by itself: the page follows arrivals, speaks of them, and keeps its title and focus right.

/** Screen readers are told of arrivals at most this often, in milliseconds. */
const SPEAK = 10_000;

/** speaker gathers arrivals and tells of them now and then. */
function speaker(): (newest: Row, n: number) => void {
  let gathered = 0;
  let timer = 0;
  let last = -Infinity;
  return (newest, n) => {
    gathered += n;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (prefs.peek().announce) announced.value = t('live.announce', { n: gathered, subject: newest.subj, rcpt: newest.rcpt[0] ?? '' });
      gathered = 0;
      last = performance.now();
    }, Math.max(0, last + SPEAK - performance.now()));
  };
}

/** attend starts all of it. */
export function attend(): void {
  const speak = speaker();
  inbox.arrived = (newest, n) => {
    speak(newest, n);
    if (following.value) open(newest.id, true);
  };
  inbox.gone = (ids) => {
    messages.lose(ids, Date.now());
    selection.forget([...ids]);
    if (ids.has(route.peek().id)) void messages.open(route.peek().id);
  };
  // Width, colours and tab are parts of the route, too: only another message is one to open.
  const chosen = computed(() => route.value.id);
  effect(() => {
    const id = chosen.value;
    untracked(() => void messages.open(id));
  });
  effect(() => {
    const { id, message } = messages.shown.value;
    if (message && id === route.peek().id) untracked(() => opened(id));
  });
  effect(() => {
    if (inbox.link.value === 'live') untracked(() => messages.again());
  });
  effect(() => {
    inbox.version.value;
    inbox.waiting.value;
    untracked(() => facets.refresh());
  });
  effect(() => {
    view.value;
    active.value = untracked(() => route.value.id);
  });
  document.addEventListener('visibilitychange', () => document.hidden || inbox.paused.peek() || stage.held() || inbox.release());
  setInterval(() => (now.value = Date.now()), 30_000);
  noticeCuts();
  wearBadge();
  notify();
  returnKeys();
}

/** A connection may be lost for this long, in milliseconds, before the page speaks of it. */
const SILENT = 3000;

/** noticeCuts lets short losses of the connection pass unseen. */
function noticeCuts(): void {
  let timer = 0;
  effect(() => {
    if (inbox.link.value === 'live') {
      clearTimeout(timer);
      timer = 0;
      cut.value = false;
    } else timer ||= window.setTimeout(() => (cut.value = true), SILENT);
  });
}

/** returnKeys takes the focus back from the preview once the pointer has left it: a frame without scripts cannot hand keys on. */
function returnKeys(): void {
  addEventListener('blur', () => (caged.value = document.activeElement instanceof HTMLIFrameElement));
  document.addEventListener('focusin', (event) => (caged.value = event.target instanceof HTMLIFrameElement));
  document.addEventListener('pointermove', (event) => {
    if (event.buttons || !(document.activeElement instanceof HTMLIFrameElement)) return;
    caged.value = false;
    stage.focus();
  });
}
