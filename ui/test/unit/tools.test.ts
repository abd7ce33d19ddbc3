import { expect, test } from 'vitest';
import { refused, text } from '../../src/parts/Transcript';
import { shorten } from '../../src/parts/Rule';
import { marks } from '../../src/store/draft';
import { score } from '../../src/views/layers/Palette';
import { csv } from '../../src/views/rules/Many';
import { about } from '../../src/views/runs/RunScreen';
import type { Said, Transcript } from '../../src/wire';

const said = (from: Said['from'], line: string, at = 0): Said => ({ from, text: line, at });

test('a refusal leads to the address it was about', () => {
  const lines = [said('client', 'MAIL FROM:<a@x.example>'), said('server', '250 Ok'), said('client', 'RCPT TO:<b@x.example> NOTIFY=NEVER'), said('server', '550 No')];
  expect(refused(lines, 3)).toBe('b@x.example');
  expect(refused(lines, 1)).toBe('');
});

test('a transcript is copied with its times and sides', () => {
  const lines = [said('server', '250-a\n250 b', 1.5), said('client', 'QUIT', 12)];
  expect(text({ lines } as Transcript)).toBe('      1.5 ms  S: 250-a\n              S: 250 b\n     12.0 ms  C: QUIT\n');
});

test.each([
  ['regexp:/etc/mailsink/sink.regexp:4', 'regexp:sink.regexp:4'],
  ['proxy:texthash:/a/b c/virtual', 'proxy:texthash:virtual'],
  ['inline:{/a/b=c}', 'inline:{/a/b=c}'],
  ['/etc/x/rules:7: never reached', 'rules:7: never reached'],
])('%s is shown as %s', (where, want) => {
  expect(shorten(where)).toBe(want);
});

test('warnings stand beside their lines', () => {
  expect(marks(['/etc/x/rules:7: never reached', '/etc/x/others:2: odd', 'no line'], '/etc/x/rules')).toEqual(new Map([[7, 'never reached']]));
});

test('letters find what they begin words of before what they are scattered in', () => {
  expect(score('Mark read', 'mr')).toBeGreaterThan(score('Home remark', 'mr'));
  expect(score('Delete', 'xyz')).toBe(0);
  expect(score('Anything', '')).toBeGreaterThan(0);
});

test('answers become CSV', () => {
  const answer = { address: 'a,b@x.example', reply: '250 2.1.5 Ok', final: ['c@x.example'], steps: [{ table: 'regexp:x', line: 4, from: '', to: [] }], error: '' };
  expect(csv([answer])).toBe('address,reply,final,rules\r\n"a,b@x.example",250 2.1.5 Ok,c@x.example,regexp:x:4\r\n');
});

test('a wait belongs to the run that its query names', () => {
  const wait = { q: 'tag:run-9912 rcpt:anna', count: 1, began: '', until: '' };
  expect([about(wait, '9912'), about(wait, '77'), about(wait, ''), about({ ...wait, account: 'ci' }, 'ci')]).toEqual([true, false, true, true]);
});
