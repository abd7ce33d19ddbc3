import { signal } from '@preact/signals';
import { at, base } from './base';
import { prefs } from './store/prefs';
import type { View } from './api';

/** Tabs of a message, in their order. */
export const TABS = ['html', 'text', 'source', 'headers', 'delivery', 'parts', 'checks'] as const;
export type Tab = (typeof TABS)[number];

/** Screens beside the mail, by the first part of their address. */
export const SCREENS = ['sessions', 'run', 'rules', 'stats', 'settings', 'compare'] as const;
export type Screen = 'mail' | (typeof SCREENS)[number];

/** How the preview looks: as authored for light or dark, or turned dark by force. */
export const SCHEMES = ['light', 'dark', 'forced'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** Forms of the source of a message: as it came, or its HTML or text decoded. */
export const FORMS = ['raw', 'html', 'text'] as const;
export type Form = (typeof FORMS)[number];

/** Route is what the address bar says: a view, the message open in it and how it is shown, or another screen. */
export interface Route extends View {
  screen: Screen;
  /** What the screen is about: a session, a run, a section; two messages to compare. */
  name: string;
  other: string;
  /** The order of the list, where it is not that of the view. */
  sort: string;
  /** The address to test on the rules. */
  address: string;
  /** A saved view, which says q, account and mailbox. */
  saved: string;
  /** The open message, empty when none is. */
  id: string;
  /** The tab asked for, empty for the best one. */
  tab: Tab | '';
  /** Width of the preview in pixels, 0 to fill the pane. */
  width: number;
  scheme: Scheme;
  /** The form of the source, and the line that is pointed at, from 1; 0 for none. */
  form: Form;
  line: number;
}

export const HOME: Route = {
  screen: 'mail', name: '', other: '', address: '', saved: '', q: '', account: '', mailbox: '', sort: '', id: '', tab: '', width: 0, scheme: 'light', form: 'raw', line: 0,
};

/** What the address of a view can say beside its path. */
const PARAMS = { q: 'q', account: 'account', mailbox: 'mailbox', sort: 'sort', address: 'a' } as const;

/** What a saved view says itself. */
const SAID = ['q', 'account', 'mailbox'];

/** SORTS are the orders of a list; in all but the first, what arrives waits. */
export const SORTS = ['newest', 'oldest', 'largest', 'sender', 'recipient', 'subject'] as const;

/** parse reads an address. What it does not know leads to the list of all mail. */
export function parse(url: URL, root = base): Route {
  const params = url.searchParams;
  const path = url.pathname.slice(root.length).split('/').map(decode);
  const [tab, ...options] = url.hash.slice(1).split(',');
  const out = { ...HOME, screen: screenOf(path[0] ?? '') };
  for (const [field, name] of Object.entries(PARAMS)) out[field as keyof typeof PARAMS] = params.get(name) ?? '';
  const shown = {
    tab: TABS.find((name) => name === ((path[0] === 'm' && path[2]) || tab)) ?? ('' as const),
    width: numbered(options, 'w='),
    scheme: SCHEMES.find((name) => options.includes(name)) ?? 'light',
    form: FORMS.find((name) => options.includes(name)) ?? 'raw',
    line: numbered(options, 'l='),
  };
  if (out.screen === 'compare') return { ...out, ...shown, name: path[1] ?? '', other: path[2] ?? '' };
  if (out.screen !== 'mail') return { ...out, name: path[1] ?? '', other: path[2] ?? '' };
  out.saved = path[0] === 'v' ? (path[1] ?? '') : (params.get('v') ?? '');
  out.id = path[0] === 'm' ? (path[1] ?? '') : '';
  return { ...out, ...shown };
}

/** numbered returns the number behind a name, 0 without. */
function numbered(options: string[], name: string): number {
  return Number(options.find((option) => option.startsWith(name))?.slice(name.length)) || 0;
}

function screenOf(first: string): Screen {
  return SCREENS.find((name) => name === (first === 'runs' ? 'run' : first)) ?? 'mail';
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** format writes the address of a route; parse reads the same route from it. */
export function format(route: Route, root = base): string {
  const params = new URLSearchParams();
  for (const [field, name] of Object.entries(PARAMS)) {
    const value = route[field as keyof typeof PARAMS];
    if (value && !(route.saved && SAID.includes(field))) params.set(name, value);
  }
  if (route.saved && route.id) params.set('v', route.saved);
  const query = params.size ? '?' + params : '';
  return root + path(route, query) + query + hash(route);
}

function path(route: Route, query: string): string {
  const join = (...parts: string[]) => parts.filter(Boolean).map(encodeURIComponent).join('/');
  if (route.screen !== 'mail') return join(route.screen === 'run' && !route.name ? 'runs' : route.screen, route.name, route.other);
  if (route.id) return join('m', route.id);
  if (route.saved) return join('v', route.saved);
  return query || (route.screen === 'mail' && prefs.peek().home) ? 'q' : '';
}

function hash(route: Route): string {
  if (!route.id && route.screen !== 'compare') return '';
  const options = [route.width ? `w=${route.width}` : '', route.scheme === 'light' ? '' : route.scheme, route.form === 'raw' ? '' : route.form, route.line ? `l=${route.line}` : ''].filter(Boolean);
  if (!route.tab && options.length === 0) return '';
  return '#' + [route.tab || 'html', ...options].join(',');
}

/** route is the address now shown. */
export const route = signal<Route>(typeof location === 'undefined' ? HOME : parse(new URL(location.href)));

let mail: Route = HOME;

/** mailRoute is where the mail was left for another screen. */
export function mailRoute(): Route {
  return mail;
}

/** go changes parts of the address. With replace, Back does not return to the old one. */
export function go(change: Partial<Route>, replace = false): void {
  const next = { ...route.value, ...change };
  if (route.value.screen === 'mail' && next.screen !== 'mail') mail = route.value;
  const url = format(next);
  if (url === location.pathname + location.search + location.hash) {
    route.value = next;
    return;
  }
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  route.value = next;
}

/** visit goes to another place, of which nothing of this one is kept. */
export function visit(change: Partial<Route>): void {
  go({ ...HOME, ...change });
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
