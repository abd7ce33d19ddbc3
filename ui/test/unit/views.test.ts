import { expect, test } from 'vitest';
import { drafted, movedTo, placedIn, plain } from '../../src/store/views';

const named = (...names: string[]) => names.map((name) => ({ name, q: name, account: '', mailbox: '' }));
const names = (list: { name: string }[]) => list.map(({ name }) => name).join('');

test.each<[string, number, string]>([
  ['b', -1, 'bac'],
  ['b', 1, 'acb'],
  ['a', -1, 'abc'],
  ['c', 1, 'abc'],
  ['a', 9, 'bca'],
  ['x', 1, 'abc'],
])('%s moved by %d makes %s', (name, by, want) => {
  expect(names(movedTo(named('a', 'b', 'c'), name, by))).toBe(want);
});

test('a view keeps its place under a new name, and a new one comes last', () => {
  const [other] = named('z');
  expect(names(placedIn(named('a', 'b', 'c'), other!, 'b'))).toBe('azc');
  expect(names(placedIn(named('a'), other!, ''))).toBe('az');
});

test('a view is saved with addresses for is:mine, and without what says nothing', () => {
  expect(drafted({ q: 'is:mine', account: '', mailbox: '', sort: 'oldest' }, ['anna*'])).toEqual({ name: '', q: 'rcpt:anna*', account: '', mailbox: '', sort: 'oldest' });
  expect(plain({ name: 'a', q: 'x', account: '', mailbox: '', sort: 'newest', density: 0, notify: false, total: 3 })).toEqual({ name: 'a', q: 'x', account: '', mailbox: '' });
  expect(plain({ name: 'a', q: 'x', account: '', mailbox: '', sort: 'oldest', density: 1, notify: true })).toEqual({ name: 'a', q: 'x', account: '', mailbox: '', sort: 'oldest', density: 1, notify: true });
});
