import { expect, test } from 'vitest';
import { complete, distance, fits, inked, mineQuery, nearest, placed, spoken, termAt, terms, wanted, without } from '../../src/query';

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

test.each([
  ['a OR b', 'a', 'b'],
  ['a OR b', 'b', 'a'],
  ['(a OR b) c', 'a', '(b) c'],
  ['(a) c', 'a', 'c'],
  ['x -(a b)', 'a', 'x -(b)'],
  ['x -(a)', 'a', 'x'],
  ['NOT a b', 'a', 'b'],
  ['a AND b OR c', 'b', 'a OR c'],
  ['(a OR (b)) OR c', 'b', '(a) OR c'],
  ['a', 'a', ''],
])('%j without %s is %j', (q, text, want) => {
  expect(without(q, terms(q).find((term) => term.text === text)!)).toBe(want);
});

test('the pieces of a query make it up, and know what they are', () => {
  const q = ' -rcpt:anna  OR (subject:"two words" café foo:bar';
  expect(inked(q).map(({ text }) => text).join('')).toBe(q);
  expect(inked(q).filter(({ ink }) => ink).map(({ text, ink }) => `${ink} ${text}`)).toEqual(['field -rcpt:', 'value anna', 'join OR', 'join (', 'field subject:', 'value "two words"']);
  expect(inked(q, q.indexOf('foo')).filter(({ bad }) => bad).map(({ text }) => text)).toEqual(['foo:bar']);
  expect(inked('a OR', 4).at(-1)?.bad).toBe(true);
});

test('is:mine is said with addresses, and mistakes are found where they are typed', () => {
  const mine = ['anna*', 'qa@x.example'];
  expect(spoken('is:mine -is:mine xis:mine', mine)).toBe('(rcpt:anna* OR rcpt:qa@x.example) -(rcpt:anna* OR rcpt:qa@x.example) xis:mine');
  expect(spoken('is:mine', [])).toBe('is:mine');
  const q = 'is:mine 😀 foo:bar';
  const said = spoken(q, mine);
  expect(placed(q, mine, [...said.slice(0, said.indexOf('foo'))].length + 1)).toBe(q.indexOf('foo'));
  expect(placed('é foo:bar', [], 3)).toBe(2);
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
