import { describe, expect, test } from 'vitest';
import { flagged } from '../../src/actions';
import { ago, count, delay, moment, size } from '../../src/format';
import { t } from '../../src/i18n/t';
import { reach, sample, snippets } from '../../src/snippets';
import { prefer } from '../../src/store/prefs';
import { compare } from '../../src/views/message/envelope';
import { flat } from '../../src/views/message/PartsTab';
import { lead } from '../../src/views/Row';
import { blocks } from '../../src/views/message/TextTab';
import type { Message } from '../../src/wire';

test.each([[0, '0 B'], [999, '999 B'], [1000, '1 kB'], [1500, '1.5 kB'], [999_499, '999 kB'], [999_500, '1 MB'], [52_428_800, '52 MB'], [1.2e9, '1.2 GB']])('%i octets are %s', (octets, want) => {
  expect(size(octets)).toBe(want);
});

test('a time of today has its seconds, an older one its day', () => {
  const now = new Date(2026, 10, 21, 13, 0, 0).getTime();
  prefer({ locale: 'en-GB' });
  expect(moment(new Date(2026, 10, 21, 12, 3, 41).getTime(), now)).toBe('12:03:41');
  expect(moment(new Date(2026, 10, 20, 23, 0, 0).getTime(), now)).toBe('20 Nov');
  expect(moment(new Date(2025, 10, 20, 23, 0, 0).getTime(), now)).toBe('20 Nov 2025');
  prefer({ locale: 'de' });
  expect([moment(new Date(2026, 10, 20, 23, 0, 0).getTime(), now), count(1234.5), t('list.count', { n: 1234 })]).toEqual(['20. Nov.', '1.234,5', '1.234 messages']);
  prefer({ locale: 'no such locale' });
  expect(count(1)).toBe('1');
  prefer({ locale: '' });
});

test.each([[5_000, 'just now'], [125_000, '2 min. ago'], [7_300_000, '2 hr. ago'], [90_000_000, 'yesterday']])('%i ms back is %s', (past, want) => {
  expect(ago(0, past)).toBe(want);
});

test.each([[-296, '−296 ms'], [2000, '+2.0 s'], [120_000, '+2 min']])('%i ms is the delay %s', (ms, want) => {
  expect(delay(ms)).toBe(want);
});

describe('t', () => {
  test('chooses the plural and writes numbers with separators', () => {
    expect(t('list.count', { n: 1 })).toBe('1 message');
    expect(t('list.count', { n: 100_000 })).toBe('100,000 messages');
  });

  test('puts text in as it is', () => {
    expect(t('view.search', { q: '{n} <b>' })).toBe('Search: {n} <b>');
  });
});

test('flags follow the action', () => {
  expect(flagged(['unread', 'html'], 'read')).toEqual(['html']);
  expect(flagged(['unread'], 'unread')).toEqual(['unread']);
  expect(flagged(['html'], 'pin')).toEqual(['html', 'pinned']);
  expect(flagged(['pinned'], 'unpin')).toEqual([]);
});

describe('snippets', () => {
  test.each([
    ['127.0.0.1:1025', { host: '127.0.0.1', port: '1025' }],
    ['[::1]:1025', { host: '::1', port: '1025' }],
    ['0.0.0.0:25', { host: 'stage', port: '25' }],
    ['[::]:25', { host: 'stage', port: '25' }],
    [':25', { host: 'stage', port: '25' }],
  ])('a server at %s is reached where the browser can reach it', (smtp, want) => {
    expect(reach(smtp, 'stage')).toEqual(want);
  });

  test('all name the server', () => {
    for (const { code } of snippets('stage', '2525')) expect(code).toMatch(/stage[\s\S]*2525/);
  });

  test('the sample ends every line as RFC 5322 wants', () => {
    expect(sample(new Date(0)).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
});

test('the envelope is set against the headers', () => {
  const message = {
    envelope: { reversePath: 'bounce@shop.example', recipients: [{ original: 'Anna@x.example', final: '' }, { original: 'audit@x.example', final: '' }] },
    summary: { from: [{ name: '', address: 'shop@shop.example' }], to: [{ name: '', address: 'anna@x.example' }, { name: '', address: 'bo@x.example' }] },
  } as unknown as Message;
  expect(compare(message)).toEqual({ differ: { path: '<bounce@shop.example>', from: 'shop@shop.example' }, hidden: ['audit@x.example'], absent: ['bo@x.example'] });
});

test('a row shows the recipient that is searched for', () => {
  const rcpt = ['anna@x.example', 'Bo@x.example'];
  expect([lead(rcpt, ''), lead(rcpt, 'bo@'), lead(rcpt, 'nobody'), lead([], '')]).toEqual(['anna@x.example', 'Bo@x.example', 'anna@x.example', '']);
});

test('parts are listed in order with their depth', () => {
  const leaf = (id: string) => ({ id, type: 'text/plain', size: 1 });
  const tree = [{ id: '0', type: 'multipart/mixed', size: 3, children: [{ id: '1', type: 'multipart/alternative', size: 2, children: [leaf('1.1')] }, leaf('2')] }];
  expect(flat(tree).map(({ part, depth }) => [part.id, depth])).toEqual([['0', 0], ['1', 1], ['1.1', 2], ['2', 1]]);
});

test('quoted lines are set apart', () => {
  expect(blocks('a\r\n> b\n> c\nd')).toEqual([{ quoted: false, text: 'a' }, { quoted: true, text: '> b\n> c' }, { quoted: false, text: 'd' }]);
});
