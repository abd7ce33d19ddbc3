import { expect, test } from 'vitest';
import { Pace } from '../../src/store/pace';

/** busy returns a pace that has seen rate arrivals in the last second and has just drawn. */
function busy(rate: number): Pace {
  const pace = new Pace();
  for (let at = 0; at < 100; at++) pace.arrived(rate / 100, at * 10);
  pace.drawn(1000 - 1);
  return pace;
}

test('a quiet list is drawn at once', () => {
  const pace = new Pace();
  pace.arrived(1, 0);
  expect(pace.wait(0)).toBe(0);
});

test.each([
  ['ten a second wait 16 ms', 10, 15],
  ['a hundred a second wait 16 ms', 100, 15],
  ['two hundred a second wait 100 ms', 200, 99],
  ['five hundred a second wait 250 ms', 500, 249],
])('%s after the last drawing', (_, rate, wait) => {
  expect(busy(rate).wait(999 + 1)).toBe(wait);
});

test('the rate goes back to nought after a second of silence', () => {
  const pace = busy(500);
  expect(pace.rate(990)).toBeCloseTo(500);
  expect(pace.rate(2500)).toBe(0);
});
