import { same, until, want } from './checks.mjs';
import { plain, unique } from './mails.mjs';
import { open, option } from './page.mjs';

/** What a user chooses for this browser: keys, views to be told of, times; and what is seen while the server is gone. */
export async function choices({ check, context, smtp, sink }) {
  const put = (views) => fetch(`${sink.url}/v1/views`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ views }) });
  const before = await (await fetch(`${sink.url}/v1/views`)).json();

  await check('a key can be another, is not taken silently, and comes back', async () => {
    const page = await context.newPage();
    await page.goto(`${sink.url}/settings`);
    await page.locator('.keytable summary').click();
    const change = (name) => page.getByRole('button', { name: `Another key for: ${name}`, exact: true }).click();
    await change('Select');
    await page.keyboard.press('j');
    await page.getByRole('alert').getByText('is “Next message” already').waitFor();
    await page.getByRole('button', { name: 'Take it' }).click();
    await page.locator('.keytable li', { hasText: 'Next message' }).getByText('↓').waitFor();
    await change('Statistics');
    await page.keyboard.press('g');
    await page.keyboard.press('x');
    const word = unique();
    await smtp.send({ data: plain(`Remap ${word}`) });
    await page.goto(`${sink.url}/q?q=${word}`);
    await option(page, word).waitFor();
    await page.locator('.list').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    await page.getByText('1 selected').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('x');
    await page.getByRole('heading', { name: 'Statistics', level: 1 }).waitFor();
    await page.goto(`${sink.url}/settings`);
    await page.locator('.keytable summary').click();
    await page.getByRole('button', { name: 'Reset all keys' }).click();
    same(await page.evaluate(() => JSON.parse(localStorage.getItem('mailsink')).remap), {}, 'changed keys');
    await page.close();
  });

  await check('who wants to be told of a view is, and not of others', async () => {
    const word = unique();
    await put([...before.views, { name: `Told ${word}`, q: `subject:${word}`, account: '', mailbox: '' }]);
    const page = await context.newPage();
    await page.addInitScript(() => {
      window.told = [];
      window.Notification = class {
        static permission = 'granted';
        static requestPermission = async () => 'granted';
        constructor(title, options) {
          window.told.push([title, options.body, options.tag]);
        }
        close() {}
      };
      document.hasFocus = () => false;
    });
    await page.goto(`${sink.url}/settings`);
    await page.getByRole('checkbox', { name: `Told ${word}` }).check();
    await smtp.send({ data: plain('Not this one') });
    await until(async () => {
      await smtp.send({ data: plain(`${word} comes`) });
      return page.evaluate(() => window.told.length > 0);
    }, 'a notification');
    const told = await page.evaluate(() => window.told);
    want(told.every(([title, body]) => title.includes(`Told ${word}`) && body.includes(word)), JSON.stringify(told));
    await page.getByRole('checkbox', { name: `Told ${word}` }).uncheck();
    await page.close();
  });

  await check('a saved view says how many messages nobody has read', async () => {
    const word = unique();
    await put([...before.views, { name: `Count ${word}`, q: `subject:${word}`, account: '', mailbox: '' }]);
    for (let n = 0; n < 3; n++) await smtp.send({ data: plain(`${word} ${n}`) });
    const page = await open(context, sink.url);
    await page.locator('.nav.side').getByRole('link', { name: new RegExp(`Count ${word}\\s*3`) }).waitFor();
    want((await page.title()).startsWith('('), await page.title());
    want((await page.locator('link[rel=icon]').getAttribute('href')).startsWith('data:'), 'the picture of the page has no dot');
    await page.close();
    await put(before.views);
  });

  await check('times are those of the zone that is chosen', async () => {
    const page = await open(context, sink.url);
    const shown = () => page.locator('.window .row .when').first().textContent();
    const own = await shown();
    await page.evaluate(() => localStorage.setItem('mailsink', JSON.stringify({ zone: 'Asia/Kolkata' })));
    await page.reload();
    await page.locator('.window .row').first().waitFor();
    want((await shown()) !== own, `${await shown()} is ${own}`);
    await page.evaluate(() => localStorage.removeItem('mailsink'));
    await page.close();
  });

  await check('a message goes in with a file, and one that is made to break programs as it is', async () => {
    const word = unique();
    const page = await open(context, sink.url);
    await page.locator('.list').focus();
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Subject' }).fill(`File ${word}`);
    await dialog.locator('input[type=file][multiple]').setInputFiles({ name: `${word}.csv`, mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') });
    await dialog.getByText(`${word}.csv`, { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Put it in' }).click();
    await dialog.getByText('It is here:').waitFor();
    await dialog.getByRole('combobox', { name: 'Begin with…' }).selectOption('template.hostile');
    want((await dialog.getByRole('textbox', { name: 'Raw message' }).inputValue()).includes('<script>'), 'the template');
    await dialog.getByRole('button', { name: 'Put it in' }).click();
    await dialog.getByText('It is here:').waitFor();
    await page.keyboard.press('Escape');
    const find = async (q) => (await (await fetch(`${sink.url}/v1/rows?q=${encodeURIComponent(q)}`)).json()).rows;
    same((await find(`subject:${word}`))[0].att, 1, 'attachments');
    want((await find('subject:"account will be closed"')).length > 0, 'the hostile message');
    same(page.complaints, [], 'complaints');
    await page.close();
  });

  await check('while the server is gone the list stays, what needs it says so, and a press tries again', async () => {
    const page = await context.newPage();
    await page.addInitScript(() => {
      const refused = () => {
        const one = { readyState: 2, close() {} };
        setTimeout(() => (one.onclose?.(), one.onerror?.()));
        return one;
      };
      for (const kind of ['WebSocket', 'EventSource'])
        window[kind] = new Proxy(window[kind], { construct: (target, given) => (window.gone ? refused() : (window.socket = new target(...given))) });
    });
    await page.goto(sink.url);
    await page.locator('.chip.live').waitFor();
    await page.locator('[data-pick]').first().click();
    await page.evaluate(() => ((window.gone = true), window.socket.close()));
    const chip = page.getByRole('button', { name: /Offline/ });
    await chip.waitFor();
    same(await page.getByRole('toolbar').getByRole('button', { name: /^Delete/ }).getAttribute('aria-disabled'), 'true', 'Delete');
    want((await page.locator('.window .row').count()) > 3, 'the list is gone');
    await page.evaluate(() => (window.gone = false));
    await chip.click().catch(() => undefined);
    await page.locator('.chip.live').waitFor();
    await page.close();
  });
}
