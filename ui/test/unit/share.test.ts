import { expect, test } from 'vitest';
import { share } from '../../src/views/stats/StatsScreen';

test('all and none of the mail is read only where it is so', () => {
  const told = [[0, 0], [3, 3], [3, 0], [3, 2], [10_000, 1], [10_000, 9999]].map(([messages, unread]) => share({ messages: messages!, unread: unread! }));
  expect(told).toEqual(['–', '0 %', '100 %', '33 %', '99 %', '1 %']);
});
