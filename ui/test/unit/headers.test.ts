import { describe, expect, test } from 'vitest';
import { fold, linesOf } from '../../src/views/message/fold';
import { hops, missing, query, rare, twice } from '../../src/views/message/headers';
import { html } from '../../src/views/message/highlight';
import { unflow } from '../../src/views/message/TextTab';
import { held } from '../../src/views/message/devices';
import { nearest } from '../../src/views/compare/earlier';
import { changesOf, numbered, textOf } from '../../src/views/compare/texts';
import type { Message, Row } from '../../src/wire';

const field = (name: string, body = 'x') => ({ name, body });

describe('Received fields', () => {
  test('tell the way, the oldest hop first, and how long each took', () => {
    const way = hops([
      field('Received', 'from b (b.example [10.0.0.2]) by c with ESMTPS id 7 for <a@x.example>; Sun, 22 Nov 2026 09:12:09 +0000 (UTC)'),
      field('Subject'),
      field('received', 'by b with HTTP; Sun, 22 Nov 2026 10:12:02 +0100'),
    ]);
    expect(way).toMatchObject([{ from: '', by: 'b', with: 'HTTP', took: NaN }, { from: 'b (b.example [10.0.0.2])', by: 'c', with: 'ESMTPS', took: 7000 }]);
  });

  test('without a date have no delay', () => {
    expect(hops([field('Received', 'from a by b'), field('Received', 'nonsense; Sun, 22 Nov 2026 09:12:09 +0000')]).map(({ took }) => took)).toEqual([NaN, NaN]);
    expect(hops([])).toEqual([]);
  });
});

describe('header fields', () => {
  test('that are missing or there twice are named', () => {
    expect(missing([field('date'), field('X')])).toEqual(['From', 'Message-ID']);
    expect(twice([field('Subject'), field('subject'), field('Received'), field('Received'), field('To'), field('TO')])).toEqual(['to', 'subject']);
  });

  test('that few look for are folded away', () => {
    expect(['DKIM-Signature', 'ARC-Seal', 'List-Id', 'List-Unsubscribe', 'X-Mailer', 'Subject'].map((name) => rare(field(name)))).toEqual([true, true, true, false, false, false]);
  });

  test('are searched for by their words', () => {
    expect(query(field('Message-ID', '<a@x.example>'))).toBe('message-id:"a@x.example"');
    expect(query(field('From', '"A \\"B\\"" <a@x.example>'))).toBe('from:"a@x.example"');
    expect(query(field('Subject', 'say "hi"'))).toBe('subject:"say \\"hi\\""');
    expect(query(field('X-Mailer', 'Symfony 6'))).toBe('header:"X-Mailer=Symfony 6"');
  });
});

test('text that flows is joined within its quote, and a signature stays', () => {
  expect(unflow('a \r\nb\r\n> c \r\n> d\r\n>> e \r\nf\r\n-- \r\nname \r\n\r\n from')).toBe('a b\n> c d\n>> e \nf\n-- \nname \nfrom');
});

describe('source', () => {
  test('folds long runs of base64 until they are opened', () => {
    const lines = ['A: b', '', ...Array.from({ length: 20 }, () => 'QUJD'.repeat(19)), 'QUI=', '', '--x'];
    expect(fold(lines, new Set()).map(({ at, folded }) => [at, folded])).toEqual([[0, 0], [1, 0], [2, 21], [23, 0], [24, 0]]);
    expect(fold(lines, new Set([2]))).toHaveLength(lines.length);
    expect(fold(lines.slice(0, 8), new Set())).toHaveLength(8);
  });

  test('of HTML stands out by kind, and all of it is there', () => {
    const line = '<a href="https://x.example/?a=1&amp;b">x = "y" &amp; z</a><!-- c -->';
    const tokens = html(line);
    expect(tokens.map(({ text }) => text).join('')).toBe(line);
    expect(tokens.filter(({ kind }) => kind).map(({ kind, text }) => `${kind} ${text}`)).toEqual(['tag <a', 'name href', 'value "https://x.example/?a=1&amp;b"', 'tag >', 'entity &amp;', 'tag </a', 'tag >', 'comment <!-- c -->']);
    for (const odd of ['', '<', '<<<>', `<${'x'.repeat(9000)}`, '"unclosed', '<a b="c', 'a > b']) expect(html(odd).map(({ text }) => text).join('')).toBe(odd);
  });
});

test('a device is known by its width, and by its height when it lies on its side', () => {
  expect(held(393)).toMatchObject({ device: { name: 'iPhone 16' }, turned: false });
  expect(held(852)).toMatchObject({ device: { name: 'iPhone 16' }, turned: true });
  expect(held(768)).toBeUndefined();
});

test('what is taken out and what is put in for it is one change', () => {
  expect(numbered([{ side: 0, text: 'a' }, { side: -1, text: 'b' }, { side: 1, text: 'c' }, { side: 0, text: 'd' }, { side: 1, text: 'e' }]).map(({ side, nth }) => (side ? nth : -1))).toEqual([-1, 0, 0, -1, 1]);
});

test('a text is parted into lines whatever they end with', () => {
  expect(linesOf('a\r\nb\nc')).toEqual(['a', 'b', 'c']);
  expect(linesOf('a\r\n\r\n')).toEqual(['a', '']);
  expect(linesOf('')).toEqual(['']);
});

test('messages of one kind have a subject but for its numbers, and best the same rule', () => {
  const row = (id: string, subj: string, rule?: string) => ({ id, subj, rule }) as Row;
  const kind = { id: 'x', seq: 9, from: 'a@x.example', subject: 'Order 1002', rule: 'virtual:4' };
  expect(nearest(kind, [row('x', 'Order 1002', 'virtual:4'), row('a', 'Order 1001', 'virtual:5'), row('b', 'Order 7', 'virtual:4')])?.id).toBe('b');
  expect(nearest(kind, [row('c', 'Welcome'), row('a', 'Order 1001')])?.id).toBe('a');
  expect(nearest(kind, [row('c', 'Welcome', 'virtual:4')])).toBeUndefined();
});

test('dates, ids and boundaries of a header can make no difference', () => {
  const message = { headers: [field('Date', 'today'), field('Message-ID', '<1@x>'), field('Content-Type', 'multipart/mixed; boundary="a b"; charset=x'), field('Subject', 'x')] } as Message;
  expect(textOf(message, 'headers', { date: true, id: true, boundaries: true })).toBe('Content-Type: multipart/mixed; boundary=…; charset=x\nSubject: x');
  expect(textOf(message, 'headers').split('\n')).toHaveLength(4);
  expect(changesOf([])).toBe(0);
});
