import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Mailsink } from 'mailsink';
import { shop } from './shop.js';

const mail = new Mailsink(); // at MAILSINK_URL
const app = shop(process.env['MAILSINK_SMTP'] ?? '127.0.0.1:1025');
let url = '';

beforeAll(async () => {
  await new Promise<void>((up) => app.listen(0, '127.0.0.1', up));
  url = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
});
afterAll(() => app.close());

test('whoever signs up gets a code', async () => {
  const to = 'vitest@example.com';
  const since = await mail.cursor(); // before the action: no race
  await fetch(`${url}/?email=${to}`);
  const message = await mail.wait({ to, since });
  expect(message.summary.subject).toBe('Your code');
  expect(message.codes).toEqual(['482913']);
});

test('nobody else does', async () => {
  await mail.none({ to: 'somebody.else@example.com', timeout: 100 });
});
