import { expect, test } from 'vitest';
import { Slots } from '../../src/store/slots';

/** drawn returns the elements of the ranks from high down to low, as the list draws them. */
function drawn(slots: Slots, low: number, high: number): number[] {
  slots.show(low, high, 10);
  return Array.from({ length: high - low + 1 }, (_, at) => slots.of(high - at));
}

test('a row keeps its element while others come and go', () => {
  const slots = new Slots();
  const before = drawn(slots, 90, 99);
  const after = drawn(slots, 92, 101);
  expect(after.slice(2)).toEqual(before.slice(0, 8));
});

test('rows in sight never share an element', () => {
  const slots = new Slots();
  for (const [low, high] of [[90, 99], [93, 102], [500, 509], [0, 9], [3, 18]]) expect(new Set(drawn(slots, low!, high!)).size).toBe(high! - low! + 1);
});

test('when every row is another, no element moves', () => {
  const slots = new Slots();
  const before = drawn(slots, 90, 99);
  expect(drawn(slots, 215, 224)).toEqual(before);
  expect(drawn(slots, 20, 29)).toEqual(before);
});

test('a list that was empty begins with any element', () => {
  const slots = new Slots();
  expect(drawn(slots, 0, -1)).toEqual([]);
  expect(new Set(drawn(slots, 0, 4)).size).toBe(5);
});
