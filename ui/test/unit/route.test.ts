import { expect, test } from 'vitest';
import { format, parse, type Route } from '../../src/route';

const HOME: Route = { q: '', account: '', mailbox: '', id: '', tab: '', width: 0, dark: false };

test.each<[string, string, Partial<Route>]>([
  ['all mail', '/', {}],
  ['a query', '/q?q=rcpt%3Aanna+subject%3A%22a+b%22', { q: 'rcpt:anna subject:"a b"' }],
  ['an account', '/q?account=sink&mailbox=INBOX', { account: 'sink', mailbox: 'INBOX' }],
  ['a message', '/m/0f3k', { id: '0f3k' }],
  ['a message in a query', '/m/0f3k?q=order', { id: '0f3k', q: 'order' }],
  ['a tab', '/m/0f3k#source', { id: '0f3k', tab: 'source' }],
  ['a preview', '/m/0f3k#html,w=360,dark', { id: '0f3k', tab: 'html', width: 360, dark: true }],
])('%s has the address %s', (_, address, route) => {
  const whole = { ...HOME, ...route };
  expect(format(whole, '/')).toBe(address);
  expect(parse(new URL(address, 'http://sink'), '/')).toEqual(whole);
});

test('a web root stands before every address', () => {
  const route = { ...HOME, id: '0f3k' };
  expect(format(route, '/mail/')).toBe('/mail/m/0f3k');
  expect(parse(new URL('http://sink/mail/m/0f3k'), '/mail/')).toEqual(route);
});

test('a tab in the path is understood', () => {
  expect(parse(new URL('http://sink/m/0f3k/headers'), '/').tab).toBe('headers');
});

test('an address that is not known is the list of all mail', () => {
  expect(parse(new URL('http://sink/rules#x'), '/')).toEqual(HOME);
});
