import { effect, signal } from '@preact/signals';
import type { Scheme } from '../route';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Lines of a row. */
export const DENSITIES = [3, 2, 1] as const;
/** Where an open message is read: beside the list, below it, or in its place. */
export const PANES = ['right', 'bottom', 'off'] as const;
export const LANGUAGES = ['en', 'qps'] as const;
export const CLOCKS = [24, 12] as const;
/** What happens to what mail loads from elsewhere: nothing, or this server gets it. A browser never does. */
export const REMOTES = ['blocked', 'proxy'] as const;

/** Prefs are the choices of this browser, kept between visits. */
export interface Prefs {
  theme: Theme;
  /** Single keys act; without, only arrows, Enter, Escape and combinations do. */
  keys: boolean;
  /** The stack whose snippet is shown first. */
  stack: string;
  /** Width of the list in pixels. */
  list: number;
  /** Patterns of the addresses that are one's own. */
  mine: string[];
  density: (typeof DENSITIES)[number];
  pane: (typeof PANES)[number];
  clock: (typeof CLOCKS)[number];
  /** The time zone of what is shown, empty for that of the browser. */
  zone: string;
  /** Whose way to write numbers and dates, as "de-CH"; empty for that of the browser. */
  locale: string;
  /** The language of the page: English, or English made strange to find what is not translated. */
  language: (typeof LANGUAGES)[number];
  /** Screen readers are told of arrivals. */
  announce: boolean;
  /** How a preview begins. */
  width: number;
  scheme: Scheme;
  remote: (typeof REMOTES)[number];
  /** The mail programs whose compatibility is asked for, by name or family; empty for all. */
  programs: string[];
  /** Other keys, by the first key that a binding has of itself; empty for none. */
  remap: Record<string, string>;
  /** Views whose arrivals are told of, by name; "*" is all mail and "@" one's own. One that tells of itself is silenced by a "-" before its name. */
  notify: string[];
  /** The saved view that is shown first; empty for all mail. */
  home: string;
}

const NAME = 'mailsink';
const DEFAULTS: Prefs = { theme: 'auto', keys: true, stack: 'curl', list: 440, mine: [], density: 3, pane: 'right', clock: 24, zone: '', locale: '', language: 'en', announce: true, width: 0, scheme: 'light', remote: 'blocked', programs: [], remap: {}, notify: [], home: '' };

function stored(): Partial<Prefs> {
  try {
    return JSON.parse(localStorage.getItem(NAME) ?? '{}') as Partial<Prefs>;
  } catch {
    return {};
  }
}

export const prefs = signal<Prefs>({ ...DEFAULTS, ...stored() });

/** prefer changes some choices and keeps them. */
export function prefer(change: Partial<Prefs>): void {
  prefs.value = { ...prefs.value, ...change };
  try {
    localStorage.setItem(NAME, JSON.stringify(prefs.value));
  } catch {
    // A browser that keeps nothing still shows the choice until it is closed.
  }
}

/** remapped returns the key that now does what one did of itself; empty when none does. */
export function remapped(key: string): string {
  return prefs.value.remap[key] ?? key;
}

/** reset forgets all choices, save for one's own addresses. */
export function reset(): void {
  prefer({ ...DEFAULTS, mine: prefs.value.mine });
}

/** dress keeps the page in the theme, the density and the layout chosen; a view may have a density of its own. */
export function dress(own: () => number): void {
  effect(() => {
    const { theme, density, pane } = prefs.value;
    Object.assign(document.documentElement.dataset, { density: own() || density, pane });
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  });
}
