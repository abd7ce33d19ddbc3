import { same, until, want } from './checks.mjs';
import { plain, unique } from './mails.mjs';
import { open, option, rowIds } from './page.mjs';

/** The list changes by itself, and never under the user. */
export async function live({ check, context, smtp, sink }) {
  const page = await open(context, sink.url);

  await check('a message appears without reload, as the first row', async () => {
    const word = unique();
    await page.evaluate(() => (window.stayed = true));
    await smtp.send({ to: ['anna.berg@customers.example'], data: plain(`Order ${word}`) });
    await option(page, word).waitFor();
    want(await page.evaluate(() => window.stayed), 'the page was loaded again');
    same(await page.locator('.window .row').first().evaluate((row, text) => row.textContent.includes(text), word), true, 'first');
  });

  await check('a row shows the recipient as given and the account that keeps it', async () => {
    const word = unique();
    await smtp.send({ to: ['Anna.Berg@customers.example', 'boss@team.example'], data: plain(word) });
    const row = option(page, `Unread, .*sent to Anna\\.Berg@customers\\.example.*and 1 more.*${word}`);
    await row.waitFor();
    want((await row.textContent()).includes('in sink'), await row.textContent());
  });

  await check('a scrolled list is held: nothing moves, and the pill counts', async () => {
    for (let n = 0; n < 60; n++) await smtp.send({ data: plain(`Fill ${n}`) });
    await option(page, 'Fill 59').waitFor();
    await page.mouse.move(700, 500);
    await page.locator('.list').evaluate((list) => (list.scrollTop = 1500));
    await until(async () => (await rowIds(page)).length > 10, 'rows');
    const box = await page.locator('.list').boundingBox();
    const under = () => page.evaluate(([x, y]) => document.elementFromPoint(x, y).closest('.row')?.id, [box.x + 200, box.y + 300]);
    const before = await under();
    for (let n = 0; n < 7; n++) await smtp.send({ data: plain(`Held ${n}`) });

    await page.getByRole('button', { name: '7 new' }).waitFor();
    same(await under(), before, 'the row under a fixed point');
    await page.getByRole('button', { name: '7 new' }).click();
    await until(() => page.locator('.list').evaluate((list) => list.scrollTop === 0), 'the top');
    await until(async () => (await page.locator('.window .row').first().textContent()).includes('Held 6'), 'the newest first');
  });

  await check('no row moves under a pointer that rests on it, and then they come', async () => {
    await page.locator('.window .row').nth(3).hover();
    const [, , , id] = await rowIds(page);
    await page.mouse.move(420, 420);
    await smtp.send({ data: plain('Under the pointer') });
    same((await rowIds(page))[3], id, 'fourth row');
    await page.mouse.move(900, 600);
    await option(page, 'Under the pointer').waitFor();
  });

  await check('paused, the list stands still; resumed, all come at once', async () => {
    await page.getByRole('button', { name: 'Pause' }).first().click();
    const before = await rowIds(page);
    for (let n = 0; n < 5; n++) await smtp.send({ data: plain(`Paused ${n}`) });
    await page.getByText('Paused · 5 waiting').waitFor();
    same(await rowIds(page), before, 'rows');
    await page.getByRole('button', { name: 'Resume' }).first().click();
    await option(page, 'Paused 4').waitFor();
  });

  await check('following opens every arrival', async () => {
    await page.getByRole('button', { name: 'Follow' }).click();
    const word = unique();
    await smtp.send({ data: plain(`Follow ${word}`) });
    await page.locator('.msghead h2', { hasText: word }).waitFor();
    await page.getByRole('button', { name: 'Follow' }).click();
  });

  await check('a query is kept up to date with what matches, and with nothing else', async () => {
    const word = unique();
    const found = await open(context, `${sink.url}/q?q=${word}`);
    await found.getByText('Nothing matches').waitFor();
    await smtp.send({ data: plain('Something else') });
    await smtp.send({ data: plain(`Just ${word}`) });
    await option(found, word).waitFor();
    same(await found.locator('.window .row').count(), 1, 'rows');
    await found.close();
  });

  await check('a lost connection comes back with all that was missed', async () => {
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', { offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 });
    const word = unique();
    for (let n = 0; n < 3; n++) await smtp.send({ data: plain(`Missed ${word} ${n}`) });
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    await until(async () => (await option(page, word).count()) === 3, 'three missed rows', 15_000);
    await cdp.detach();
  });

  await check('where no WebSocket gets through, server-sent events do', async () => {
    const behind = await context.newPage();
    await behind.addInitScript(() => {
      window.WebSocket = class {
        static OPEN = 1;
        readyState = 0;
        constructor() {
          setTimeout(() => this.onclose?.());
        }
        close() {}
      };
    });
    await behind.goto(sink.url);
    await behind.waitForRequest(/\/v1\/events/);
    await behind.getByText('Live', { exact: true }).waitFor();
    const word = unique();
    await smtp.send({ data: plain(`Event ${word}`) });
    await option(behind, word).waitFor();
    await behind.close();
  });

  await page.close();
}
