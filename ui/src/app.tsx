import { render } from 'preact';
import * as api from './api';
import { Keyboard } from './keys';
import { attend } from './live/presence';
import { follow } from './route';
import { boot, inbox, info, onView, saved } from './store/app';
import { dress } from './store/prefs';
import { fetchAll } from './later/files';
import './later/first';
import { direction } from './i18n/t';
import { Shell } from './views/Shell';

/** start shows the page: first what the server put into it, then what it fetches. */
function start(): void {
  const atHand = boot();
  info.value = atHand.info;
  saved.value = atHand.views ?? [];
  if (!atHand.info) void api.info().then((known) => (info.value = known), () => undefined);
  let first = atHand.rows;
  onView((view) => {
    const whole = !view.q && !view.account && !view.mailbox;
    void inbox.open(view, whole ? first : undefined);
    first = undefined;
  });
  document.documentElement.dir = direction;
  dress();
  follow();
  attend();
  const keyboard = new Keyboard();
  document.addEventListener('keydown', (event) => keyboard.press(event) && event.preventDefault());
  render(<Shell />, document.getElementById('app')!);
  setTimeout(() => void fetchAll(), 1000);
}

start();
