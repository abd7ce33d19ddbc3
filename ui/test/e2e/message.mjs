import { readFile } from 'node:fs/promises';
import { same, until, want } from './checks.mjs';
import { attached, html, plain, unique } from './mails.mjs';
import { arrived, inFrame, open, opened, option, tab } from './page.mjs';
import { setTrap } from './trap.mjs';

/** A message shows all that it is. */
export async function message(all) {
  const { check, context, smtp, sink } = all;
  const word = unique();
  const page = await arrived(all, word, html(`Order ${word}`, '<style>p{color:rgb(1,2,3)}@media(prefers-color-scheme:dark){p{color:rgb(4,5,6)}}</style><p id="p">Hello <a id="a" href="https://shop.example/track">track</a></p>'));

  await check('its address leads to it', async () => {
    want(/\/m\/[^/?#]+$/.test(page.url()), page.url());
    const other = await open(context, page.url());
    await other.locator('.msghead h2', { hasText: word }).waitFor();
    await other.close();
  });

  await check('opened, it is read', async () => {
    await until(async () => !(await option(page, word).textContent()).includes('Unread'), 'read');
  });

  await check('its HTML is shown in a cage', async () => {
    const frame = page.locator('.preview iframe.now');
    same(await frame.getAttribute('sandbox'), 'allow-popups allow-popups-to-escape-sandbox', 'sandbox');
    same(await inFrame(page, '#p', (p) => p.ownerDocument.defaultView.origin), 'null', 'origin');
  });

  await check('widths are exact', async () => {
    const body = page.frameLocator('.preview iframe.now').locator('body');
    await body.evaluate(() => (globalThis.loadedOnce = true));
    for (const width of [360, 768]) {
      await page.getByRole('button', { name: String(width), exact: true }).click();
      await until(() => body.evaluate((_, wanted) => innerWidth === wanted, width), `the width ${width}`);
    }
    await page.getByRole('button', { name: 'Fit' }).click();
    want(await body.evaluate(() => globalThis.loadedOnce), 'the mail was loaded again for it');
  });

  await check('dark is what the mail takes for the choice of the user', async () => {
    const colour = () => inFrame(page, '#p', (p) => getComputedStyle(p).color);
    same(await colour(), 'rgb(1, 2, 3)', 'light');
    await page.getByRole('button', { name: 'Dark', exact: true }).click();
    await until(async () => (await colour()) === 'rgb(4, 5, 6)', 'dark');
    await page.getByRole('button', { name: 'Light', exact: true }).click();
  });

  await check('a link opens apart and is told nothing', async () => {
    await context.route('https://shop.example/**', (route) => route.fulfill({ body: 'shop' }));
    const popup = await opened(page, '#a');
    await popup.waitForLoadState();
    same(await popup.evaluate(() => [window.opener, document.referrer]), [null, ''], 'opener and referrer');
    await popup.close();
  });

  await check('text, source, headers, delivery and parts are shown', async () => {
    for (const [name, text] of [['Text', 'Your code is 482913'], ['Source', `Subject: Order ${word}`], ['Headers', 'no-reply@shop.example'], ['Delivery', `${word}@customers.example`], ['Parts', 'multipart/alternative'], ['Checks', 'HTML and CSS']]) {
      await tab(page, name);
      await page.getByRole('tabpanel').getByText(text).first().waitFor();
    }
  });

  await check('delivery tells recipient, rule, account and client', async () => {
    await tab(page, 'Delivery');
    const text = await page.getByRole('tabpanel').innerText();
    for (const part of [`${word}@customers.example`, ':1', 'sink@mailsink.test', 'bounce@shop.example', 'browser.test', '127.0.0.1', 'none, in clear text']) want(text.includes(part), `${part} is not in ${text}`);
  });

  await check('the code is copied by its button', async () => {
    await page.getByRole('button', { name: 'Copy code 482913' }).click();
    same(await page.evaluate(() => navigator.clipboard.readText()), '482913', 'clipboard');
  });

  await check('the message is a file, octet for octet', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download', exact: true }).click()]);
    const text = await readFile(await download.path(), 'utf8');
    want(text.includes(`Subject: Order ${word}\r\n`), text.slice(0, 300));
  });
  same(page.complaints, [], 'complaints of the browser');
  await page.close();

  await check('a picture of the message is shown and a file is downloaded', async () => {
    const name = unique();
    const files = await arrived(all, name, attached(`Invoice ${name}`));
    const img = files.frameLocator('.preview iframe.now').locator('img');
    await until(() => img.evaluate((one) => one.naturalWidth > 0), 'the picture');
    const [download] = await Promise.all([files.waitForEvent('download'), files.getByRole('link', { name: /orders\.csv/ }).first().click()]);
    same([download.suggestedFilename(), await readFile(await download.path(), 'utf8').then((text) => text.includes('1001,9.90'))], ['orders.csv', true], 'file');
    await files.close();
  });

  await check('a message without HTML shows its text, with links', async () => {
    const name = unique();
    const text = await arrived(all, name, plain(name, 'See https://shop.example/a?b=1&c=2. <b>not bold</b>'));
    same(await text.locator('.plain a').getAttribute('href'), 'https://shop.example/a?b=1&c=2', 'link');
    await text.locator('.plain').getByText('<b>not bold</b>').waitFor();
    await text.close();
  });

  await check('the source is searched, and a place is gone to', async () => {
    const name = unique();
    const long = await arrived(all, name, plain(name, `${'line\n'.repeat(3000)}needle ${name}\n${'line\n'.repeat(50)}`));
    await tab(long, 'Source');
    await long.getByRole('searchbox', { name: 'Find in the source' }).fill(`NEEDLE ${name}`);
    await long.locator('.ln.found', { hasText: `needle ${name}` }).waitFor();
    await long.getByText('1 of 1').waitFor();
    want((await long.locator('.ln').count()) < 500, 'only what is in sight is in the document');
    await long.close();
  });

  await check('forced dark turns what has no dark of its own, and leaves what has', async () => {
    for (const [style, wanted] of [['', true], ['<style>@media (prefers-color-scheme: dark){p{color:#fff}}</style>', false]]) {
      const name = unique();
      const dark = await arrived(all, name, html(name, `${style}<p id="p">Hello</p>`));
      await dark.getByRole('button', { name: 'Forced dark' }).click();
      await until(async () => (await dark.locator('.preview iframe.now').getAttribute('src')).endsWith('?force=dark'), 'the forced preview');
      same(await inFrame(dark, 'html', (root) => getComputedStyle(root).filter.includes('invert')), wanted, 'inverted');
      await dark.close();
    }
  });

  await check('checks name what recipients stumble over, and ask nobody', async () => {
    const trap = await setTrap();
    const name = unique();
    const odd = await arrived(all, name, html(name, `<p style="display:grid"><a href="${trap.origin}/x">here</a><img src="${trap.origin}/a.png"></p>`, 'Hello'));
    await tab(odd, 'Checks');
    const panel = odd.getByRole('tabpanel');
    for (const text of ['The host is not on the internet', 'There is no alt text', 'display:grid', 'does not say where it leads', 'has only']) await panel.getByText(text).first().waitFor();
    await odd.getByRole('button', { name: 'Ask their servers' }).click();
    await panel.getByText('not a public one').waitFor();
    same(trap.requests, [], 'requests');
    trap.close();
    await odd.close();
  });

  await check('without the switch nothing from elsewhere can be had', async () => {
    const name = unique();
    const remote = await arrived(all, name, html(name, '<img src="https://cdn.example/a.png" alt="a">'));
    await remote.getByText('1 remote resource is blocked').waitFor();
    same(await remote.getByRole('button', { name: /Load pictures/ }).count(), 0, 'buttons');
    const src = await remote.locator('.preview iframe.now').getAttribute('src');
    same((await fetch(new URL(src.replace('body.html', 'remote/0'), sink.url))).status, 404, 'status');
    await remote.close();
  });

  await check('a message that is gone says so', async () => {
    const gone = await open(context, `${sink.url}/m/0000000000000`);
    await gone.getByText('no longer here').waitFor();
    await gone.close();
  });

  await check('deleted elsewhere, its row goes', async () => {
    const name = unique();
    const here = await open(context, sink.url);
    await smtp.send({ data: plain(name) });
    await option(here, name).waitFor();
    const id = (await option(here, name).getAttribute('id')).slice(2);
    await fetch(`${sink.url}/v1/messages/${id}`, { method: 'DELETE' });
    await option(here, name).waitFor({ state: 'detached' });
    await here.close();
  });
}
