import type { AddressInfo } from 'node:net';
import { test as base, expect } from '@playwright/test';
import { Mailsink } from 'mailsink';
import { shop } from './shop.js';

/** Every test has an address of its own, so that tests beside each other do not read each other's mail. */
const test = base.extend<{ mail: Mailsink; address: string; app: string }>({
  mail: async ({}, use) => use(new Mailsink()),
  address: async ({}, use, info) => use(`${info.testId}@example.com`),
  app: async ({}, use) => {
    const server = shop(process.env['MAILSINK_SMTP'] ?? '127.0.0.1:1025');
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.closeAllConnections();
    server.close();
  },
});

test('sign up with the code from the mail', async ({ page, mail, address, app }) => {
  await page.goto(app);
  await page.getByLabel('Email').fill(address);
  await page.getByRole('button', { name: 'Sign up' }).click();

  const { codes } = await mail.wait({ to: address });
  await page.getByLabel('Code').fill(codes[0] ?? '');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('you are in')).toBeVisible();
});
