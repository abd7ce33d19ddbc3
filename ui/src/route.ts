import { signal } from '@preact/signals';
import { at, base } from './base';
import type { View } from './api';

/** Tabs of a message, in their order. */
export const TABS = ['html', 'text', 'source', 'headers', 'delivery', 'parts'] as const;
export type Tab = (typeof TABS)[number];

/** Route is what the address bar says: a view, the message open in it, and how the message is shown. */
export interface Route extends View {
  /** The open message, empty when none is. */
  id: string;
  /** The tab asked for, empty for the best one. */
  tab: Tab | '';
  /** Width of the preview in pixels, 0 to fill the pane. */
  width: number;
  dark: boolean;
}

const HOME: Route = { q: '', account: '', mailbox: '', id: '', tab: '', width: 0, dark: false };

/** parse reads an address. What it does not know leads to the list of all mail. */
export function parse(url: URL, root = base): Route {
  const params = url.searchParams;
  const path = url.pathname.slice(root.length).split('/');
  const [tab, ...options] = url.hash.slice(1).split(',');
  return {
    q: params.get('q') ?? '',
    account: params.get('account') ?? '',
    mailbox: params.get('mailbox') ?? '',
    id: path[0] === 'm' ? decodeURIComponent(path[1] ?? '') : '',
    tab: TABS.find((name) => name === (path[2] || tab)) ?? '',
    width: Number(options.find((option) => option.startsWith('w='))?.slice(2)) || 0,
    dark: options.includes('dark'),
  };
}

/** format writes the address of a route; parse reads the same route from it. */
export function format(route: Route, root = base): string {
  const params = new URLSearchParams();
  for (const name of ['q', 'account', 'mailbox'] as const) if (route[name]) params.set(name, route[name]);
  const query = params.size ? '?' + params : '';
  const path = route.id ? `m/${encodeURIComponent(route.id)}` : query ? 'q' : '';
  return root + path + query + hash(route);
}

function hash(route: Route): string {
  if (!route.id) return '';
  const options = [route.width ? `w=${route.width}` : '', route.dark ? 'dark' : ''].filter(Boolean);
  if (!route.tab && options.length === 0) return '';
  return '#' + [route.tab || 'html', ...options].join(',');
}

/** route is the address now shown. */
export const route = signal<Route>(typeof location === 'undefined' ? HOME : parse(new URL(location.href)));

/** go changes parts of the address. With replace, Back does not return to the old one. */
export function go(change: Partial<Route>, replace = false): void {
  const next = { ...route.value, ...change };
  const url = format(next);
  if (url === location.pathname + location.search + location.hash) return;
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  route.value = next;
}

/** href returns the address that a change leads to, for links. */
export function href(change: Partial<Route>): string {
  return format({ ...HOME, ...change });
}

/** follow makes Back and Forward work. */
export function follow(): void {
  addEventListener('popstate', () => (route.value = parse(new URL(location.href))));
}

/** permalink is the whole address of a message. */
export function permalink(id: string): string {
  return new URL(at(`m/${encodeURIComponent(id)}`), location.href).href;
}
