import { expect, test } from 'vitest';
import { Selection } from '../../src/store/selection';

const ORDER = ['a', 'b', 'c', 'd', 'e'];

test('a message is picked and put back', () => {
  const selection = new Selection();
  selection.toggle('a');
  expect(selection.target('')).toEqual({ ids: ['a'] });
  selection.toggle('a');
  expect(selection.size.value).toBe(0);
});

test.each([
  ['down', 'b', 'd', ['b', 'c', 'd']],
  ['up', 'd', 'b', ['d', 'b', 'c']],
  ['to a message that is not in memory', 'b', 'z', ['b', 'z']],
])('the selection extends %s', (_, from, to, want) => {
  const selection = new Selection();
  selection.toggle(from);
  selection.extend(to, ORDER);
  expect(selection.target('')).toEqual({ ids: want });
});

test('everything is acted on by query, not by messages in memory', () => {
  const selection = new Selection();
  selection.everything({ q: 'rcpt:anna', account: '', mailbox: '' }, 412, 100_000);
  expect(selection.size.value).toBe(100_000);
  expect(selection.has('any')).toBe(true);
  expect(selection.target('a')).toEqual({ q: 'rcpt:anna', asof: 412 });
});

test('without a selection the message at hand is acted on', () => {
  expect(new Selection().target('a')).toEqual({ ids: ['a'] });
  expect(new Selection().target('')).toBeUndefined();
});

test('what is gone is no longer selected', () => {
  const selection = new Selection();
  ORDER.forEach((id) => selection.toggle(id));
  selection.forget(['b', 'c']);
  expect(selection.size.value).toBe(3);
});
