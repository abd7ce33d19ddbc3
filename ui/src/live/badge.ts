import { effect } from '@preact/signals';
import { t } from '../i18n/t';
import { at } from '../base';
import { inbox } from '../store/app';
import { title } from '../title';

// How many messages are unread, where it is seen while another page is looked at.

/** The title of a window costs the browser more than all rows of the list: it changes at most this often, in milliseconds. */
const REST = 1000;

/** The picture of the page with a dot, for when something is unread. */
const DOTTED = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#1b4fd1"/><path d="M3.5 5h9v6.5h-9z" fill="none" stroke="#fff" stroke-width="1.3" stroke-linejoin="round"/><path d="m3.7 5.2 4.3 3.6 4.3-3.6" fill="none" stroke="#fff" stroke-width="1.3" stroke-linejoin="round"/><circle cx="12.5" cy="3.5" r="3" fill="#d92d20" stroke="#fff"/></svg>',
)}`;

/** lazily returns a function that does what it is told to last, at once and then at most every gap milliseconds. */
export function lazily(gap: number): (run: () => void) => void {
  let last = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (run) => {
    clearTimeout(timer);
    const act = () => {
      last = performance.now();
      run();
    };
    const wait = last + gap - performance.now();
    if (wait <= 0) act();
    else timer = setTimeout(act, wait);
  };
}

/** counted puts the number of unread messages before a title. */
export function counted(unread: number, text: string): string {
  return unread ? `(${unread}) ${text}` : text;
}

/** wearBadge keeps the title and the picture of the page right. */
export function wearBadge(): void {
  const later = lazily(REST);
  let shown = '';
  effect(() => {
    const place = title();
    const unread = inbox.unread.value;
    const wear = () => {
      document.title = counted(unread, t('app.title', { view: place }));
      dot(unread > 0);
    };
    // Another place is named at once; only the count can wait.
    if (place !== shown) wear();
    else later(wear);
    shown = place;
  });
}

function dot(on: boolean): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  const wanted = on ? DOTTED : at('favicon.svg');
  if (link && link.getAttribute('href') !== wanted) link.setAttribute('href', wanted);
}
