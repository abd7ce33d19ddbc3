import { afterEach, describe, expect, test } from 'vitest';
import { moment } from '../../src/format';
import { bindings, find, keysOf, taken } from '../../src/keys';
import { ALL, MINE, watched } from '../../src/live/notify';
import { snippets } from '../../src/snippets';
import { hitsOf } from '../../src/store/draft';
import { prefer, prefs, remapped } from '../../src/store/prefs';
import { TEMPLATES } from '../../src/templates';
import { told } from '../../src/views/rules/Asked';
import type { Lookup } from '../../src/wire';

const before = { ...prefs.value };
afterEach(() => prefer(before));

const named = (text: string) => bindings.find((binding) => binding.text === text)!;

describe('keys', () => {
  test('another first key does what the first one did, and arrows stay', () => {
    prefer({ remap: { j: 'q' } });
    expect(find('q')?.text).toBe('key.next');
    expect(find('j')).toBeUndefined();
    expect(keysOf(named('key.next'))).toEqual(['q', 'ArrowDown']);
    expect([remapped('j'), remapped('k')]).toEqual(['q', 'k']);
  });

  test('an action can be left without a key', () => {
    prefer({ remap: { s: '' } });
    expect(find('s')).toBeUndefined();
    expect(keysOf(named('key.pin'))).toEqual([]);
  });

  test.each([['j', 'key.next'], ['g i', 'key.goAll'], ['3', 'key.tab'], ['Escape', 'key.back'], ['q', undefined]])('%s is taken by %s', (key, by) => {
    expect(taken(key, named('key.pin'))?.text).toBe(by);
  });

  test('a key is not taken by the action that has it', () => {
    expect(taken('s', named('key.pin'))).toBeUndefined();
  });

  test('no two actions have the same key', () => {
    const all = bindings.flatMap((binding) => binding.keys);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('views to tell of', () => {
  const views = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name, q: `tag:${name}`, account: '', mailbox: '' }));

  test('all mail needs no other', () => {
    expect(watched(['a', ALL], views, []).map((one) => one.key)).toEqual([ALL]);
  });

  test("one's own mail is told of as soon as an address is known", () => {
    expect(watched([MINE], views, [])).toEqual([]);
    expect(watched([MINE], views, ['anna*'])[0]?.q).toBe('rcpt:anna*');
  });

  test('views that are no more are not, and at most five are', () => {
    expect(watched(['gone', 'b'], views, []).map((one) => one.key)).toEqual(['b']);
    expect(watched(views.map(({ name }) => name), views, [])).toHaveLength(5);
  });
});

test('a question to a table is told once, and what was not asked only where nothing else is', () => {
  const asked = (table: string, key: string, skipped = false): Lookup => ({ table, key, found: false, skipped });
  const list = [asked('regexp:a', 'x@y'), asked('hash:b', 'x@y'), asked('hash:b', 'x@y'), asked('regexp:a', '@y', true), asked('hash:b', '@y'), asked('pcre:c', '@y', true), asked('pcre:c', 'x', true)];
  expect(told(list).map(({ table, key }) => `${table} ${key}`)).toEqual(['regexp:a x@y', 'hash:b x@y', 'hash:b @y', 'pcre:c @y']);
});

test('what rules led is found by table and line', () => {
  const values = [['regexp:/a:2', 7], ['regexp:/a:12', 1], ['regexp:/ab:2', 3], ['hash:/a', 5]].map(([value, total]) => ({ value: String(value), total: Number(total) }));
  expect([...hitsOf(values, 'regexp:/a')]).toEqual([[2, 7], [12, 1]]);
});

test('a time is of today in the zone that is chosen', () => {
  const now = Date.parse('2026-11-22T01:00:00Z');
  prefer({ zone: 'UTC', locale: 'en-GB' });
  expect([moment(now - 30 * 60_000, now), moment(now - 2 * 3600_000, now)]).toEqual(['00:30:00', '21 Nov']);
  prefer({ zone: 'Asia/Kolkata' });
  expect(moment(now - 2 * 3600_000, now)).toBe('04:30:00');
  prefer({ zone: 'No/Such' });
  expect(moment(now, now)).toMatch(/^\d\d:\d\d:\d\d$/);
});

test('every message to begin with has a head, and says when it was written', () => {
  for (const { make } of TEMPLATES) expect(make(new Date(0))).toMatch(/^From: [^\n]+\nTo: [^\n]+\nSubject: [^\n]+\nDate: Thu, 01 Jan 1970 00:00:00 \+0000\n/);
});

test('every snippet sends to the sink that shows it', () => {
  for (const { stack, code } of snippets('10.1.2.3', '2526')) expect([stack, code.includes('10.1.2.3'), code.includes('2526')]).toEqual([stack, true, true]);
  expect(snippets('::1', '2526').find(({ stack }) => stack === 'curl')!.code).toContain('smtp://[::1]:2526');
});
