import { effect, signal } from '@preact/signals';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

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
}

const NAME = 'mailsink';
const DEFAULTS: Prefs = { theme: 'auto', keys: true, stack: 'curl', list: 440, mine: [] };

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

/** dress keeps the page in the theme chosen. */
export function dress(): void {
  effect(() => {
    const { theme } = prefs.value;
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  });
}
