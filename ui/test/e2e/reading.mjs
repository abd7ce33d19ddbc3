import { letter } from '../letter.mjs';
import { same, until, want } from './checks.mjs';
import { html, unique } from './mails.mjs';
import { arrived, open, tab } from './page.mjs';

/** What a message is made of, and what it looks like elsewhere. */
export async function reading(all) {
  const { check, sink } = all;
  const word = unique();
  const page = await arrived(all, word, letter(word));
  const panel = page.getByRole('tabpanel');
  const frame = page.frameLocator('.preview iframe.now').locator('body');
  const inside = () => frame.evaluate(() => [innerWidth, innerHeight]);

  await check('a device has the size of its screen, upright and turned, at every zoom', async () => {
    await page.getByRole('combobox', { name: 'Device' }).selectOption('iPhone 16');
    await until(async () => `${await inside()}` === '393,852', 'upright');
    await page.getByRole('button', { name: 'Turn the device' }).click();
    await until(async () => `${await inside()}` === '852,393', 'turned');
    await page.getByRole('combobox', { name: 'Zoom' }).selectOption('50 %');
    await until(async () => `${await inside()}` === '852,393', 'small');
    want((await page.locator('.preview iframe.now').boundingBox()).width < 500, 'it is drawn smaller');
    await page.getByRole('combobox', { name: 'Zoom' }).selectOption('100 %');
    await page.getByRole('combobox', { name: 'Device' }).selectOption('free');
    await page.getByRole('spinbutton', { name: 'Width in pixels' }).fill('500');
    await page.keyboard.press('Enter');
    await until(async () => (await inside())[0] === 500, 'a width of one’s own');
    await page.getByRole('button', { name: 'Fit' }).click();
  });

  await check('what is blocked is counted and named', async () => {
    await page.locator('.remotes summary').click();
    same(await page.locator('.remotes li').allTextContents(), ['https://cdn.shop.example/banner-1003.png'], 'URLs');
  });

  await check('on paper it has its addresses above it', async () => {
    const paper = await page.context().newPage();
    await paper.goto(new URL(await page.getByRole('link', { name: 'Open to print' }).getAttribute('href'), page.url()).href);
    await paper.getByText('From: Shop News').waitFor();
    same(await paper.evaluate(() => origin), 'null', 'origin');
    await paper.close();
  });

  await check('ways to unsubscribe are shown, and are no links', async () => {
    await page.locator('.leave code', { hasText: 'https://shop.example/leave?u=7&list=news' }).waitFor();
    await page.locator('.leave', { hasText: 'one click' }).waitFor();
    same(await page.locator('.leave a').count(), 0, 'links');
  });

  await check('headers are shown decoded and as sent, with the way and what delivery adds', async () => {
    await tab(page, 'Headers');
    same(await panel.locator('.way tbody tr').count(), 3, 'hops');
    await panel.locator('.way tr', { hasText: '+7.0 s' }).waitFor();
    await panel.locator('.added', { hasText: 'X-Original-To' }).getByText(`${word}@customers.example`).waitFor();
    await panel.locator('dd', { hasText: `Your invitation – ${word}` }).waitFor();
    await panel.getByRole('button', { name: 'As sent' }).click();
    await panel.getByText(`=?utf-8?q?Your_invitation_=E2=80=93_${word}?=`).waitFor();
    await panel.getByRole('searchbox').fill('dkim');
    await until(async () => (await panel.locator('dl.headers dt').count()) === 1, 'one field');
  });

  await check('each part has a look, a header, a source and a digest', async () => {
    await tab(page, 'Parts');
    await panel.locator('.event', { hasText: 'Opening of the new warehouse' }).getByText('Harbour Street 12, Hamburg').waitFor();
    await panel.getByRole('treeitem', { name: /image\/png/ }).click();
    await panel.getByText('320 × 180 pixels').waitFor();
    same((await panel.locator('.sum code').textContent()).length, 64, 'digest');
    await page.keyboard.press('End');
    await panel.getByRole('treeitem', { name: /5\.1.*text\/html/, selected: true }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await panel.locator('.letter', { hasText: 'Where is my parcel?' }).waitFor();
    await page.frameLocator('.part iframe').getByText('Thursday').waitFor();
    await panel.getByRole('button', { name: 'Source', exact: true }).click();
    await panel.getByText('Content-Type: message/rfc822').waitFor();
    const [zip] = await Promise.all([page.waitForEvent('download'), panel.getByRole('link', { name: 'Download all 4 attachments' }).click()]);
    want(zip.suggestedFilename().endsWith('.zip'), zip.suggestedFilename());
  });

  await check('the source is shown as HTML too, and base64 is folded', async () => {
    await tab(page, 'Source');
    await panel.getByRole('searchbox').fill('JVBERi0x');
    await panel.locator('.ln.found').waitFor();
    await panel.getByRole('searchbox').fill('');
    await panel.locator('.source').evaluate((source) => (source.scrollTop = source.scrollHeight));
    await panel.getByRole('button', { name: /lines of base64/ }).last().click();
    await panel.locator('.ln', { hasText: 'JVBERi0x' }).first().waitFor();
    await panel.getByRole('button', { name: 'HTML', exact: true }).click();
    await panel.locator('.h-tag', { hasText: '<body' }).waitFor();
  });

  await check('text flows, and long quotes are folded', async () => {
    await tab(page, 'Text');
    await panel.getByText('Hello Anna, these are the news').waitFor();
    await panel.getByText('10 quoted lines').click();
    await panel.getByText('a line of what was said before').first().waitFor();
  });

  await check('signatures are told, and whose they are', async () => {
    await tab(page, 'Delivery');
    await panel.getByText('d=shop.example s=2026').waitFor();
    await panel.getByText('of the organization in From').first().waitFor();
  });
  same(page.complaints, [], 'complaints of the browser');
  await page.close();

  await check('checks are said in the language of the page', async () => {
    const name = unique();
    const sent = await arrived(all, name, html(name, '<p><a href="http://localhost/x?utm_source=y">here</a><img src="https://cdn.example/a.png"></p>', 'ACT NOW'));
    const id = new URL(sent.url()).pathname.split('/').pop();
    await sent.goto(`${sink.url}/m/${id}?lang=qps#checks`);
    await sent.locator('.findings li').first().waitFor({ state: 'attached' });
    await sent.locator('.check-of').evaluateAll((all) => all.forEach((one) => (one.open = true)));
    const said = await sent.locator('.findings li').evaluateAll((all) => all.map((one) => one.firstChild.nextSibling.textContent));
    want(said.length > 6, `${said.length} findings`);
    same(said.filter((text) => !text.startsWith('[')), [], 'in English');
    await sent.close();
  });

  await check('a damaged message opens with its source and says what is wrong', async () => {
    const name = unique();
    const bad = await open(all.context, sink.url);
    await all.smtp.send({ data: `Subject: ${name}\nContent-Type: multipart/mixed; boundary="b"\nContent-Transfer-Encoding: nonsense\n` });
    await bad.getByRole('option', { name: new RegExp(name) }).click();
    await bad.locator('.notebar', { hasText: 'defect' }).waitFor();
    await bad.getByRole('tab', { name: 'Source', selected: true }).waitFor();
    await bad.close();
  });
}
