import { expect, test } from 'vitest';
import { composition, envelope, opened, whole, type Letter } from '../../src/views/layers/letter';

const letter: Letter = {
  from: 'bounce@shop.example', to: 'anna@customers.example, b@x.example', cc: 'c@x.example', fromField: '', toField: '',
  subject: 'Hello', headers: '', text: 'x', html: '', raw: '', octets: false, files: [],
};

test('a header is as the envelope, unless it says something else', () => {
  expect(envelope(letter)).toBeUndefined();
  expect(composition(letter, false)).toMatchObject({ from: letter.from, to: ['anna@customers.example', 'b@x.example'] });
  const other = { ...letter, toField: ' Anna <list@x.example>, d@x.example ' };
  expect(envelope(other)).toEqual({ from: letter.from, to: ['anna@customers.example', 'b@x.example', 'c@x.example'] });
  expect(composition(other, false)).toMatchObject({ from: letter.from, to: ['Anna <list@x.example>, d@x.example'], cc: ['c@x.example'] });
  expect(composition({ ...letter, fromField: 'Shop <shop@x.example>' }, false)).toMatchObject({ from: 'Shop <shop@x.example>' });
});

test('a message that is a file keeps its octets', async () => {
  const utf8 = await opened(new Blob(['\ufeffSubject: ü\r\n\r\n.\r\n']));
  expect(utf8).toEqual({ raw: '\ufeffSubject: ü\n\n.\n', octets: false });
  expect(whole(utf8)).toBe('\ufeffSubject: ü\r\n\r\n.\r\n');
  const bytes = Uint8Array.from([0x53, 0x3a, 0x20, 0xfc, 0x80, 13, 10, 13, 10, 0xff]);
  const other = await opened(new Blob([bytes]));
  expect(other.octets).toBe(true);
  expect(whole(other)).toEqual(bytes);
});
