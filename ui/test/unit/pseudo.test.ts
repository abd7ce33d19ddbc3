import { expect, test } from 'vitest';
import { en } from '../../src/i18n/en';
import { pseudo } from '../../src/i18n/pseudo';

test('strange text is longer, and keeps its parameters', () => {
  expect(pseudo('{n} new in {mailbox}')).toMatch(/^\[\{n\} .*\{mailbox\}~+\]$/);
  expect(pseudo('Search')).not.toContain('Search');
  expect(pseudo('a'.repeat(100))).toMatch(/(~{9} ){4}~{4}\]$/);
});

test('every text can be made strange', () => {
  for (const entry of Object.values(en)) for (const text of typeof entry === 'string' ? [entry] : [entry.one, entry.other]) expect(pseudo(text).match(/\{\w+\}/g)).toEqual(text.match(/\{\w+\}/g));
});
