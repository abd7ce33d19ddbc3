import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { counted, lazily } from '../../src/live/badge';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('the first is done at once, and of those that follow the last', () => {
  const done: number[] = [];
  const later = lazily(1000);
  for (const n of [1, 2, 3]) later(() => done.push(n));
  expect(done).toEqual([1]);
  vi.advanceTimersByTime(1000);
  expect(done).toEqual([1, 3]);
  vi.advanceTimersByTime(1000);
  later(() => done.push(4));
  expect(done).toEqual([1, 3, 4]);
});

test('a title says how many are unread, if any are', () => {
  expect([counted(0, 'All mail'), counted(37, 'All mail')]).toEqual(['All mail', '(37) All mail']);
});
