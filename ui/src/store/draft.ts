import { signal } from '@preact/signals';

/** Draft is a table as it is being written. It outlives the screen, not the page. */
export interface Draft {
  /** ID of the file. */
  id: string;
  text: string;
  /** As it was read, and the tag that stands for that. */
  read: string;
  tag: string;
}

export const draft = signal<Draft | undefined>(undefined);

/** changed tells whether the draft differs from what was read. */
export function changed(one: Draft | undefined): one is Draft {
  return one !== undefined && one.text !== one.read;
}

/** hitsOf returns how many messages the rule of each line of a table led; values are named "table:line". */
export function hitsOf(values: { value: string; total: number }[], table: string): Map<number, number> {
  const out = new Map<number, number>();
  for (const { value, total } of values) {
    const line = value.startsWith(`${table}:`) ? Number(value.slice(table.length + 1)) : NaN;
    if (line > 0) out.set(line, total);
  }
  return out;
}

/** marks returns the lines of one file that warnings such as file:12: text speak of. */
export function marks(warnings: string[], file: string): Map<number, string> {
  const out = new Map<number, string>();
  for (const warning of warnings) {
    const match = /^(.*?):(\d+):\s*(.*)$/.exec(warning);
    if (match && file && match[1]!.endsWith(file)) out.set(Number(match[2]), match[3]!);
  }
  return out;
}
