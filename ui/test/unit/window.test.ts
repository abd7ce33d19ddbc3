import { describe, expect, test } from 'vitest';
import { first, reveal, shift, slice, spacer } from '../../src/store/window';

const many = { total: 100_000, row: 72, view: 720 };

describe('slice', () => {
  test.each([
    ['starts with the first row at the top', 0, 0, 14],
    ['draws some rows above and below what is seen', 7200, 96, 114],
    ['ends with the last row at the bottom', 100_000 * 72 - 720, 99_986, 100_000],
    ['never starts before the first row', -50, 0, 14],
  ])('%s', (_, top, start, end) => {
    expect(slice(top, many)).toMatchObject({ start, end });
  });

  test('places the first drawn row where it stands in the list', () => {
    expect(slice(7230, many).y).toBe(96 * 72);
  });

  test('draws nothing of an empty list', () => {
    expect(slice(0, { total: 0, row: 72, view: 720 })).toMatchObject({ start: 0, end: 0 });
  });
});

describe('a list too tall to lay out', () => {
  const huge = { total: 1_000_000, row: 72, view: 720 };

  test('has a spacer that browsers can lay out', () => {
    expect(spacer(huge)).toBeLessThan(17_000_000);
  });

  test('shows its last row at the end of the spacer', () => {
    expect(slice(spacer(huge) - 720, huge).end).toBe(1_000_000);
  });

  test('draws its rows where they are seen', () => {
    const top = 8_000_000;
    const { start, y } = slice(top, huge);
    const seen = first(top, huge);
    expect(y + (seen - start) * 72 - top).toBeGreaterThanOrEqual(0);
    expect(y + (seen - start) * 72 - top).toBeLessThan(72);
  });
});

describe('reveal', () => {
  test.each([
    ['does not scroll to a row that is seen', 12, 720, 720],
    ['scrolls up to a row above', 5, 720, 360],
    ['scrolls down until a row below is seen whole', 20, 720, 21 * 72 - 720],
  ])('%s', (_, index, top, want) => {
    expect(reveal(index, top, many)).toBe(want);
  });
});

test('shift keeps a row in place when others came before it', () => {
  expect(shift(720, 3, many)).toBe(720 + 3 * 72);
});
