import { describe, expect, it } from 'vitest';
import { diff } from '../../src/diff';
import { lines, shorten } from '../../src/views/rules/Versions';
import { alike } from '../../src/views/runs/Waits';
import type { WaitOver } from '../../src/wire';

describe('versions', () => {
  it('parts a text into lines that join to it', () => {
    for (const text of ['', 'a', 'a\n', 'a\n\nb\r\nc', '\n']) expect(lines(text).join('')).toBe(text);
  });

  it('leaves out what is far from a change', () => {
    const before = Array.from({ length: 20 }, (_, n) => `line ${n}\n`);
    const after = before.map((line, n) => (n === 10 ? 'new\n' : line));
    expect(shorten(diff(before, after)).map(({ side, text }) => `${side}${text}`)).toEqual(['0…\nline 8\nline 9\n', '-1line 10\n', '1new\n', '0line 11\nline 12\n…\n']);
    expect(shorten(diff(['a\n'], ['a\n']))).toEqual([{ side: 0, text: 'a\n' }]);
  });
});

describe('alike', () => {
  const over = (q: string, found: string[]): WaitOver => ({ q, count: 1, began: '', until: '', took: 0, outcome: found.length ? 'found' : 'timeout', found });
  it('finds the message of the wait that shares most terms', () => {
    const one = over('rcpt:a subject:x tag:t', []);
    expect(alike(one, [one, over('rcpt:a', ['m1']), over('rcpt:a tag:t', ['m2']), over('other', ['m3'])])).toBe('m2');
    expect(alike(one, [one, over('other', ['m3'])])).toBe('');
  });
});
