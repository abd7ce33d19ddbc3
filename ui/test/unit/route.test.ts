import { expect, test } from 'vitest';
import { format, HOME, parse, type Route } from '../../src/route';

test.each<[string, string, Partial<Route>]>([
  ['all mail', '/', {}],
  ['a query', '/q?q=rcpt%3Aanna+subject%3A%22a+b%22', { q: 'rcpt:anna subject:"a b"' }],
  ['an account', '/q?account=sink&mailbox=INBOX', { account: 'sink', mailbox: 'INBOX' }],
  ['a message', '/m/0f3k', { id: '0f3k' }],
  ['a message in a query', '/m/0f3k?q=order', { id: '0f3k', q: 'order' }],
  ['a tab', '/m/0f3k#source', { id: '0f3k', tab: 'source' }],
  ['a preview', '/m/0f3k#html,w=360,dark', { id: '0f3k', tab: 'html', width: 360, scheme: 'dark' }],
  ['a line of the HTML', '/m/0f3k#source,html,l=12', { id: '0f3k', tab: 'source', form: 'html', line: 12 }],
  ['a saved view', '/v/My%20mail', { saved: 'My mail' }],
  ['a message in a saved view', '/m/0f3k?v=My+mail', { saved: 'My mail', id: '0f3k' }],
  ['the sessions', '/sessions?q=code%3A550', { screen: 'sessions', q: 'code:550' }],
  ['a session', '/sessions/s1', { screen: 'sessions', name: 's1' }],
  ['an address to test', '/rules?a=ann%40example.com', { screen: 'rules', address: 'ann@example.com' }],
  ['the runs', '/runs', { screen: 'run' }],
  ['a run', '/run/9912', { screen: 'run', name: '9912' }],
  ['two messages to compare', '/compare/a1/b2#html,w=768,forced', { screen: 'compare', name: 'a1', other: 'b2', tab: 'html', width: 768, scheme: 'forced' }],
  ['a section of the settings', '/settings/keys', { screen: 'settings', name: 'keys' }],
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
  expect(parse(new URL('http://sink/nowhere#x'), '/')).toEqual(HOME);
});
