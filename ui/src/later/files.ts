import { signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import type { Message } from '../wire';

type Part = FunctionComponent<{ onClose: () => void }> | FunctionComponent<{ message: Message }> | FunctionComponent;
type File = Record<string, Part>;

// What is not needed to show the mail comes in files of its own, when it is first asked for.
const FILES: Record<string, () => Promise<File>> = {
  tabs: () => import('./tabs'),
  layers: () => import('./layers'),
  inject: () => import('./inject'),
  rules: () => import('./rules'),
  sessions: () => import('./sessions'),
  run: () => import('./run'),
  stats: () => import('./stats'),
  settings: () => import('./settings'),
  compare: () => import('./compare'),
};

// The tabs of a message that share a file; what is named nowhere here is a layer.
const TABS = ['headers', 'delivery', 'parts', 'checks'];

function fileOf(name: string): string {
  if (name in FILES) return name;
  return TABS.includes(name) ? 'tabs' : 'layers';
}

/** parts are the components that are there by now, by their names; those that did not come are 'failed'. */
const parts = signal<Record<string, Part | 'failed'>>({});
const asked = new Map<string, Promise<void>>();
let styled: Promise<void> | undefined;

/** part returns what is shown under a name once it is there, and sends for it otherwise. */
export function part(name: string): Part | 'failed' | undefined {
  const there = parts.value[name];
  if (there === undefined) void fetchPart(name);
  return there;
}

/** fetchPart sends for the file that has a part: once, or again after it failed. */
export function fetchPart(name: string): Promise<void> {
  const file = fileOf(name);
  let fetched = asked.get(file);
  if (!fetched) {
    fetched = fetchFile(file, name);
    asked.set(file, fetched);
  }
  return fetched;
}

/** fetchAll sends for everything, one file after the other: what is opened by a key should be there when it is pressed. */
export async function fetchAll(): Promise<void> {
  for (const name of Object.keys(FILES)) await fetchPart(name);
}

async function fetchFile(file: string, name: string): Promise<void> {
  const { [name]: before, ...others } = parts.peek();
  if (before === 'failed') parts.value = others;
  try {
    const [there] = await Promise.all([FILES[file]!(), style()]);
    parts.value = { ...parts.peek(), ...there };
  } catch {
    asked.delete(file);
    parts.value = { ...parts.peek(), [name]: 'failed' };
  }
}

/** style sends for the style sheet of what comes later, which nothing of it is shown without. */
function style(): Promise<void> {
  return (styled ??= new Promise((done, failed) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = new URL('./later.css', import.meta.url).href;
    link.onload = () => done();
    link.onerror = () => {
      link.remove();
      styled = undefined;
      failed(new Error('later.css'));
    };
    document.head.append(link);
  }));
}
