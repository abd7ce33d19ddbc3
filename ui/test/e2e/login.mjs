import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browse } from '../browser.mjs';
import { same, until, want } from './checks.mjs';
import { attached, unique } from './mails.mjs';
import { started } from './sink.mjs';

// The password of anna is "letmein"; its hash costs as little as bcrypt lets it.
const USERS = 'anna:$2y$04$NLguWzdJX8nbMmxHrWPkNO8Bv/x/lRgvykas8GiN3NmIqan/zJOBW\n';
const BASIC = { Authorization: `Basic ${Buffer.from('anna:letmein').toString('base64')}` };

/** Who comes is asked, once, and then everything works as without; also the pictures of a preview, which has no cookie. */
export async function login({ check, context }) {
  const folder = await mkdtemp(join(tmpdir(), 'mailsink-users-'));
  await writeFile(join(folder, 'users'), USERS);
  const word = unique();
  await started(
    async (sink) => {
      const put = await fetch(`${sink.url}/v1/messages?to=anna@customers.example&from=app@shop.example`, { method: 'POST', headers: { ...BASIC, 'Content-Type': 'message/rfc822' }, body: attached(word).replaceAll('\n', '\r\n') });
      want(put.ok, `putting a message in answered ${put.status}`);
      const { id } = await put.json();

      await check('the login says which sink it is, what is wrong, and leads to what was asked for', async () => {
        const page = await context.newPage();
        const complaints = [];
        page.on('pageerror', (cause) => complaints.push(cause.message));
        await page.goto(`${sink.url}/m/${id}?q=${word}#headers`);
        await page.locator('.env', { hasText: 'staging' }).waitFor();
        same(await page.evaluate(() => getComputedStyle(document.body).borderTopColor), 'rgb(180, 83, 9)', 'colour');
        same(await page.locator('input:not([type=hidden])').evaluateAll((all) => all.map((one) => one.autocomplete)), ['username', 'current-password'], 'what password managers know it by');
        await page.getByLabel('Name').fill('anna');
        await page.getByLabel('Password').fill('wrong');
        await page.getByRole('button', { name: 'Log in' }).click();
        await page.getByRole('alert').getByText('wrong').waitFor();
        same([await page.getByLabel('Name').inputValue(), await page.getByLabel('Password').evaluate((one) => one === document.activeElement)], ['anna', true], 'the name stays, and the password is asked for');
        await page.getByLabel('Password').fill('letmein');
        await page.getByRole('button', { name: 'Log in' }).click();
        await page.getByRole('tab', { name: 'Headers', selected: true }).waitFor();
        same([new URL(page.url()).pathname, new URL(page.url()).search, complaints], [`/m/${id}`, `?q=${word}`, []], 'address, complaints');
        await page.close();
      });

      await check('a picture of the message shows after the login', async () => {
        const page = await context.newPage();
        await page.goto(`${sink.url}/m/${id}#html`);
        await shown(page);
        await page.close();
      });

      await check('who logs out is nobody again', async () => {
        const page = await context.newPage();
        await page.goto(`${sink.url}/settings`);
        await page.getByRole('button', { name: 'Log out' }).click();
        await page.getByLabel('Password').waitFor();
        await page.goto(`${sink.url}/settings`);
        await page.getByLabel('Password').waitFor();
        await page.close();
      });

      await check('a picture of the message shows with HTTP Basic', async () => {
        await browse({ extraHTTPHeaders: BASIC }, async (other) => {
          const page = await other.newPage();
          await page.goto(`${sink.url}/m/${id}#html`);
          await shown(page);
        });
      });
    },
    '--users', join(folder, 'users'), '--environment', 'staging:#b45309',
  );
  await rm(folder, { recursive: true, force: true });
}

/** shown waits for the picture inside the preview. */
async function shown(page) {
  const picture = page.frameLocator('.preview iframe.now').getByRole('img', { name: 'dot' });
  await until(() => picture.evaluate((one) => one.complete && one.naturalWidth > 0).catch(() => false), 'a picture in the preview', 10_000);
}
