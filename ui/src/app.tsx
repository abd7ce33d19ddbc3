import { render } from 'preact';
import * as api from './api';
import { Keyboard } from './keys';
import { attend } from './live/presence';
import { follow, go } from './route';
import { boot, inbox, info, named, onView, saved } from './store/app';
import { base } from './base';
import { dress, prefs } from './store/prefs';
import { fetchAll } from './later/files';
import './later/first';
import { direction } from './i18n/t';
import { Shell } from './views/Shell';

/** start shows the page: first what the server put into it, then what it fetches. */
function start(): void {
  const atHand = boot();
  info.value = atHand.info;
  saved.value = atHand.views ?? [];
  // The bare address shows what this browser wants to see first.
  const { home } = prefs.peek();
  if (location.pathname === base && !location.search && saved.value.some(({ name }) => name === home)) go({ saved: home }, true);
  if (!atHand.info) void api.info().then((known) => (info.value = known), () => undefined);
  let first = atHand.rows;
  onView((view) => {
    const whole = !view.q && !view.account && !view.mailbox && !view.sort;
    void inbox.open(view, whole ? first : undefined);
    first = undefined;
  });
  document.documentElement.dir = direction;
  dress(() => named.value?.density ?? 0);
  follow();
  attend();
  const keyboard = new Keyboard();
  document.addEventListener('keydown', (event) => keyboard.press(event) && event.preventDefault());
  render(<Shell />, document.getElementById('app')!);
  setTimeout(() => void fetchAll(), 1000);
}

start();
