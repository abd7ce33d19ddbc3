import { expect, test } from 'vitest';
import { choose, familiesOf, picked, toldOf } from '../../src/store/programs';
import type { Program } from '../../src/wire';

const programs: Program[] = [['Gmail', 'iOS'], ['Gmail', 'webmail'], ['Outlook', 'Windows'], ['HEY', 'webmail']].map(([family, platform]) => ({ name: `${family} ${platform}`, family: family!, platform: platform!, score: 50 }));

test('programs of one maker stand together', () => {
  expect(familiesOf(programs).map(({ name, programs: all }) => `${name} ${all.length}`)).toEqual(['Gmail 2', 'Outlook 1', 'HEY 1']);
});

test('a family that is whole is chosen by its name, and all or none by nothing', () => {
  expect(choose(programs, [], ['Gmail iOS'], true)).toEqual(['Gmail iOS']);
  expect(choose(programs, ['Gmail iOS'], ['Gmail webmail'], true)).toEqual(['Gmail']);
  expect(choose(programs, ['Gmail'], ['Gmail iOS'], false)).toEqual(['Gmail webmail']);
  expect(choose(programs, ['Gmail', 'Outlook'], ['HEY webmail'], true)).toEqual([]);
  expect(choose(programs, ['HEY'], ['HEY webmail'], false)).toEqual([]);
});

test('what is chosen is told in a few words', () => {
  expect([...picked(programs, ['Gmail', 'Lotus'])]).toEqual(['Gmail iOS', 'Gmail webmail']);
  expect(toldOf(programs, ['Outlook', 'Gmail iOS'])).toBe('Gmail (iOS), Outlook');
  expect(toldOf(programs, [])).toBe('');
});
