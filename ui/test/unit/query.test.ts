import { expect, test } from 'vitest';
import { complete, distance, fits, mineQuery, nearest, simple, termAt, terms, wanted, without } from '../../src/query';

const texts = (q: string) => terms(q).map(({ text }) => text);

test.each<[string, string[]]>([
  ['', []],
  ['rcpt:anna has:attachment', ['rcpt:anna', 'has:attachment']],
  ['subject:"two words" -is:read', ['subject:"two words"', '-is:read']],
  ['(a OR b) c', ['(', 'a', 'OR', 'b', ')', 'c']],
  ['subject:/^a b/ x', ['subject:/^a b/', 'x']],
  ['subject:"open', ['subject:"open']],
])('%j has the terms %j', (q, want) => {
  expect(texts(q)).toEqual(want);
});

test('a term is taken out with its space', () => {
  const q = 'rcpt:anna  has:attachment shipped';
  expect(without(q, terms(q)[1]!)).toBe('rcpt:anna shipped');
});

test('only terms that stand for themselves are simple', () => {
  expect(simple(terms('a b:c'))).toBe(true);
  expect(simple(terms('a OR b'))).toBe(false);
});

test.each([
  ['rc', { fields: ['rcpt'] }],
  ['-fr', { fields: ['from'] }],
  ['is:un', { field: 'is', values: ['unread', 'unpinned', 'untagged'] }],
  ['rcpt:an', { field: 'rcpt', facet: 'rcpt', prefix: 'an' }],
  ['in:"an', { field: 'in', facet: 'mbox', prefix: 'an' }],
  ['subject:x', undefined],
  ['', undefined],
])('%j can become %j', (part, want) => {
  expect(wanted(part)).toEqual(want);
});

test('a completion takes the place of its term, and keeps its sign', () => {
  const q = 'shipped -rcpt:an';
  expect(complete(q, termAt(q, q.length), 'rcpt:anna@x.example')).toEqual({ q: 'shipped -rcpt:anna@x.example ', caret: 29 });
  expect(complete('rc', termAt('rc', 2), 'rcpt:')).toEqual({ q: 'rcpt:', caret: 5 });
});

test('one’s own addresses are one query', () => {
  expect(mineQuery([])).toBe('');
  expect(mineQuery(['anna*'])).toBe('rcpt:anna*');
  expect(mineQuery(['anna*', 'qa@x.example'])).toBe('(rcpt:anna* OR rcpt:qa@x.example)');
});

test.each([
  ['anna*', 'Anna.Berg@x.example', true],
  ['anna*', 'susanna@x.example', false],
  ['anna', 'susanna@x.example', true],
  ['qa+*@x.example', 'qa+7@x.example', true],
  ['qa+*@x.example', 'qa7@x.example', false],
])('%s fits %s: %s', (pattern, address, want) => {
  expect(fits(pattern, address)).toBe(want);
});

test.each([
  ['anna', 'anna', 0],
  ['anna', 'ana', 1],
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
])('%s and %s are %d letters apart', (a, b, want) => {
  expect(distance(a, b)).toBe(want);
});

test('the recipient that was meant is the one spelt most alike, if any is', () => {
  const all = ['anna.berg@customers.example', 'qa@team.example'].map((value) => ({ value }));
  expect(nearest('ana.berg@customers.example', all)?.value).toBe(all[0]!.value);
  expect(nearest('anna.brg', all)?.value).toBe(all[0]!.value);
  expect(nearest('somebody.else', all)).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});
