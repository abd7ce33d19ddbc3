import { expect, test } from 'vitest';
import { compared, diff, words } from '../../src/diff';

const shown = (a: string, b: string) => diff(words(a), words(b)).map(({ side, text }) => (side > 0 ? `[+${text}]` : side < 0 ? `[-${text}]` : text)).join('');

test.each([
  ['', '', ''],
  ['the same', 'the same', 'the same'],
  ['', 'new', '[+new]'],
  ['old', '', '[-old]'],
  ['Hi Anna, order 1001 left.', 'Hi Anna, order 1002 left.', 'Hi Anna, order [-1001][+1002] left.'],
  ['one two three', 'zero one three four', '[+zero ]one [-two ]three[+ four]'],
  ['a\nb\nc', 'a\nc', 'a\n[-b\n]c'],
])('%j and %j differ as %s', (a, b, want) => {
  expect(shown(a, b)).toBe(want);
});

test('what is left out and what is put in make the other text', () => {
  const letters = 'ab cd.\n';
  let seed = 7;
  const next = (n: number) => (seed = (seed * 48_271) % 0x7fffffff) % n;
  for (let round = 0; round < 300; round++) {
    const [a, b] = [0, 1].map(() => Array.from({ length: next(40) }, () => letters[next(letters.length)]).join('')) as [string, string];
    const changes = diff(words(a), words(b));
    expect(changes.filter(({ side }) => side <= 0).map(({ text }) => text).join('')).toBe(a);
    expect(changes.filter(({ side }) => side >= 0).map(({ text }) => text).join('')).toBe(b);
  }
});

test('texts that have nothing in common are told soon', () => {
  const a = Array.from({ length: 20_000 }, (_, n) => `a${n}`);
  const b = Array.from({ length: 20_000 }, (_, n) => `b${n}`);
  expect(diff(a, b)).toHaveLength(2);
});

test('numbers, tokens and space can make no difference, and are shown as the second text has them', () => {
  const both = { numbers: true, space: true };
  const shownBy = (a: string, b: string, ignored = {}) => compared(a, b, ignored).map(({ side, text }) => (side > 0 ? `[+${text}]` : side < 0 ? `[-${text}]` : text)).join('');
  expect(shownBy('Order 1001\r\n  token abc123def', 'Order 22 token zzz999yyy', both)).toBe('Order 22 token zzz999yyy');
  expect(shownBy('id 0f-ab12-cdef left', 'id 9e-cd34-abcd stayed', both)).toBe('id 9e-cd34-abcd [-left][+stayed]');
  expect(shownBy('one two', 'one three', both)).toBe('one [-two][+three]');
  expect(shownBy('Order 1', 'Order 2')).toBe('Order [-1][+2]');
  expect(shownBy('a\r\nb', 'a\nb')).toBe('a\nb');
});
