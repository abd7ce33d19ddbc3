import { same, until, want } from './checks.mjs';
import { attached, html, plain, unique } from './mails.mjs';
import { open, option, rowIds } from './page.mjs';

/** What is asked in the check of all queries; $ stands for a word that only its messages have. */
const QUERIES = [
  '$', 'subject:$', '"invoice $"', '$ -invoice', '$ !invoice', '$ NOT invoice', '$ (invoice OR receipt)', '$ invoice OR $ receipt', '$ -(invoice OR receipt)', 'subject:/\\$ \\d/', 'subject:$*2',
  '$ is:unread', '$ is:read', '$ is:pinned', '$ is:unpinned', '$ is:tagged', '$ is:untagged', '$ is:rewritten', '$ is:external', '$ is:injected', '$ is:malformed', '$ is:answered', '$ is:duplicate', '$ -is:duplicate',
  '$ has:attachment', '$ has:attachments', '$ has:inline', '$ has:html', '$ has:text', '$ has:remote', '$ has:ics', '$ has:code', '$ has:link', '$ has:warning',
  'rcpt:$', 'rcpt:$*', 'rcpt:*@$.example', '$ to:anna', '$ cc:nobody', 'bcc:$', '$ from:shop', '$ reply-to:x', 'addressed:$', '$ mailfrom:app', '$ mailfrom:<>', '$ final:sink', '$ in:sink', '$ mailbox:sink',
  '$ body:"It works"', '$ code:482913', '$ link:shop', '$ filename:orders.csv', '$ type:image/png', '$ message-id:shop.example', '$ header:X-None', '$ header:Subject=invoice', '$ tag:red', '$ run:$',
  '$ user:x', '$ ip:127.0.0.1', '$ helo:test', '$ session:1', '$ rule:sink', '$ after:yesterday', '$ before:today', '$ on:today', '$ newer:10m', '$ older:1d', '$ larger:1k', '$ smaller:1k', '$ larger:500',
];

/** The search box, the order of lists, and saved views. */
export async function search({ check, context, smtp, sink }) {
  const ask = async (path) => (await fetch(`${sink.url}/v1/${path}`)).json();
  const put = (views) => fetch(`${sink.url}/v1/views`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ views }) });
  const before = await ask('views');
  const page = await open(context, sink.url);
  const box = page.getByRole('combobox', { name: 'Search messages' });
  const word = unique();
  const twin = plain(`Twin ${word}`);
  for (const data of [plain(`Invoice ${word} 1`), attached(`Receipt ${word} 2`), html(`Code ${word} 3`, '<p>Hello <img src="https://shop.example/x.png"></p>'), twin, twin]) await smtp.send({ data });
  await smtp.send({ to: [`${word}@customers.example`, `anna@${word}.example`], data: plain(`Hidden ${word}`) });
  await option(page, word).first().waitFor();

  await check('what a query finds on the page is what the API finds', async () => {
    const [first, second] = (await ask(`rows?q=${word}`)).rows;
    const act = (op, ids, tag) => fetch(`${sink.url}/v1/actions`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ op, ids, tag }) });
    for (const [op, id, tag] of [['pin', first.id], ['read', second.id], ['tag', second.id, 'red']]) await act(op, [id], tag);
    const all = await Promise.all(QUERIES.map(async (query) => {
      const q = query.replaceAll('$', word);
      const { messages } = await ask(`messages?limit=8&q=${encodeURIComponent(q)}`);
      return { q, ids: messages?.map(({ id }) => `m-${id}`) };
    }));
    want(all.filter(({ ids }) => ids).length >= 60, `only ${all.filter(({ ids }) => ids).length} queries can be read`);
    want(all.filter(({ ids }) => ids?.length).length >= 30, 'few queries find something');
    same(await page.evaluate(looked, all), [], 'queries that find something else');
  });

  await check('a mistake is underlined where it is, with a hint, and the last results stay', async () => {
    await box.fill(`${word} twin`);
    await until(async () => (await page.locator('.window .row').count()) === 2, 'two rows');
    await box.fill(`${word} foo:bar twin`);
    await page.locator('.ink .bad', { hasText: 'foo:bar' }).waitFor();
    same(await page.locator('.ink .bad').allTextContents(), ['foo:bar'], 'what is underlined');
    want((await page.locator('#search-hint').textContent()).includes('there is no field'), 'the hint');
    same(await box.getAttribute('aria-describedby'), 'search-hint', 'what describes the box');
    same(await page.locator('.window .row').count(), 2, 'rows that stay');
    await box.fill(`${word} twin`);
    await page.locator('#search-hint').waitFor({ state: 'detached' });
    same(await page.locator('.ink .bad').count(), 0, 'underlined');
  });

  await check('the colours lie on the letters, in every font, and also where the text has moved', async () => {
    const q = `rcpt:anna* subject:"order fi VAWA" -has:attachment (from:shop OR is:unread) newer:10m ${'word '.repeat(40)}`;
    for (const style of ['', 'font-family:serif', 'font:20px monospace', 'letter-spacing:.12em;word-spacing:.16em']) {
      await page.locator('.typing').evaluate((element, css) => (element.style.cssText = css), style);
      await box.fill(q);
      await box.press('End');
      const lie = () => box.evaluate((element) => {
        const [box, ink] = [element.getBoundingClientRect(), document.querySelector('.ink > span').getBoundingClientRect()];
        return { wide: Math.abs(ink.width - element.scrollWidth), moved: Math.abs(ink.left - (box.left - element.scrollLeft)), left: element.scrollLeft };
      });
      await until(async () => (await lie()).left > 0 && (await lie()).moved < 1, `the end, with ${style}`);
      want((await lie()).wide <= 2, `${style}: ${JSON.stringify(await lie())}`);
      await box.press('Home');
      await until(async () => (await lie()).left === 0 && (await lie()).moved < 1, `the beginning, with ${style}`);
    }
    await page.locator('.typing').evaluate((element) => (element.style.cssText = ''));
    same(await page.locator('.ink-field').allTextContents(), ['rcpt:', 'subject:', '-has:', 'from:', 'is:', 'newer:'], 'fields');
    same(await page.locator('.ink').getAttribute('aria-hidden'), 'true', 'read twice');
  });

  await check('each term of a query is a chip that can be taken out, with what joins it', async () => {
    await page.goto(`${sink.url}/q?q=${encodeURIComponent(`${word} (invoice OR twin) -is:read`)}`);
    await page.getByRole('button', { name: 'Without invoice' }).click();
    await until(async () => (await box.inputValue()) === `${word} (twin) -is:read`, await box.inputValue());
    await page.getByRole('button', { name: 'Without twin' }).click();
    await page.getByRole('button', { name: 'Without -is:read' }).click();
    await until(async () => (await box.inputValue()) === word, await box.inputValue());
  });

  await check('is:mine asks for the addresses of this browser, and without any for them', async () => {
    await page.evaluate(() => localStorage.removeItem('mailsink'));
    await page.goto(`${sink.url}/q?q=is:mine`);
    await page.locator('#search-hint').getByRole('button', { name: 'My addresses' }).waitFor();
    await page.evaluate((pattern) => localStorage.setItem('mailsink', JSON.stringify({ mine: [pattern, 'nobody@x.example'] })), `*@${word}.example`);
    await page.reload();
    await until(async () => (await page.locator('.window .row').count()) === 1, 'one row');
    want((await page.locator('.window .row .rcpt').textContent()).includes(`anna@${word}.example`), 'the chip shows another recipient');
    await page.evaluate(() => localStorage.removeItem('mailsink'));
  });

  await check('what was refused is no mail, and the page leads to it', async () => {
    await page.goto(`${sink.url}/q?q=is:rejected`);
    await page.getByRole('link', { name: 'Sessions that were refused' }).click();
    await page.getByRole('heading', { name: 'Sessions', level: 1 }).waitFor();
    want(page.url().includes('is%3Arefused'), page.url());
  });

  await check('a list has the order that is chosen, arrivals wait in it, and it can be shared', async () => {
    const subjects = () => page.locator('.window .row .subject').allTextContents();
    await page.goto(`${sink.url}/q?q=${word}`);
    await page.getByRole('combobox', { name: 'Order' }).selectOption('subject');
    await until(async () => JSON.stringify(await subjects()) === JSON.stringify((await subjects()).toSorted()) && (await subjects())[0].startsWith('Code'), 'the order of subjects');
    want(page.url().includes('sort=subject'), page.url());
    await smtp.send({ data: plain(`Apple ${word}`) });
    await page.getByRole('button', { name: '1 new' }).click();
    await until(async () => (await subjects())[0]?.startsWith('Apple'), 'the arrival in its place');
    await page.getByRole('combobox', { name: 'Order' }).selectOption('oldest');
    await until(async () => (await subjects())[0]?.startsWith('Invoice'), 'the oldest first');
    await page.reload();
    await until(async () => (await subjects())[0]?.startsWith('Invoice'), 'the oldest first, after a reload');
  });

  await check('a saved view keeps its order and density, gets another name, another place, and is shown first', async () => {
    await put([{ name: `Old ${word}`, q: word, account: '', mailbox: '' }, { name: 'Second', q: 'x', account: '', mailbox: '' }]);
    await page.goto(`${sink.url}/v/Old%20${word}`);
    await option(page, word).first().waitFor();
    const tall = (await page.locator('.window .row').first().boundingBox()).height;
    await page.getByRole('button', { name: 'Save this view' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('textbox', { name: 'Name of the view' }).fill(`New ${word}`);
    await sheet.getByRole('combobox', { name: 'Order' }).selectOption('oldest');
    await sheet.getByRole('combobox', { name: 'Lines of a row' }).selectOption('1');
    await sheet.getByRole('checkbox', { name: 'Tell everyone of arrivals in it' }).check();
    await sheet.getByRole('checkbox', { name: 'Show it first in this browser' }).check();
    await sheet.getByRole('button', { name: 'Save', exact: true }).click();
    await until(() => page.url().endsWith(`/v/New%20${word}`), page.url());
    same((await ask('views')).views[0], { name: `New ${word}`, q: word, account: '', mailbox: '', sort: 'oldest', density: 1, notify: true }, 'what is kept');
    await until(async () => (await page.locator('.window .row').first().boundingBox()).height < tall / 2, 'rows of one line');
    await until(async () => (await page.locator('.window .row .subject').first().textContent()).startsWith('Invoice'), 'the oldest first');
    await page.goto(sink.url);
    await until(() => page.url().endsWith(`/v/New%20${word}`), 'the view that is shown first');
    await page.locator('.nav.side').getByRole('link', { name: /All mail/ }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'All mail', level: 1 }).waitFor({ state: 'attached' });

    await page.getByRole('button', { name: 'Edit the views' }).click();
    const names = async () => (await ask('views')).views.map(({ name }) => name);
    await sheet.getByRole('button', { name: `Copy the address of New ${word}` }).click();
    await until(async () => (await page.evaluate(() => navigator.clipboard.readText())) === `${sink.url}/v/New%20${word}`, 'the address');
    await page.keyboard.press('Alt+ArrowDown');
    await until(async () => (await names())[0] === 'Second', 'the other order');
    await until(() => page.evaluate(() => document.activeElement.textContent.startsWith('Move New')), 'the focus on what moved');
    await page.keyboard.press('Enter');
    await until(async () => (await names())[1] === 'Second', 'the first order');
    await page.evaluate(() => localStorage.removeItem('mailsink'));
    await put(before.views);
  });

  await check('where nothing is found, the page offers what may have been meant, and to search everywhere', async () => {
    await page.goto(`${sink.url}/q?q=${word.slice(0, -1)}${word.at(-1)}z`);
    await page.getByText('Did you mean').getByRole('link', { name: `${word}@customers.example` }).waitFor();
    await page.goto(`${sink.url}/q?account=nobody@nowhere.example&q=${word}`);
    await page.getByRole('button', { name: 'Search all mail' }).click();
    await option(page, word).first().waitFor();
    await page.goto(`${sink.url}/q?account=sink&q=no${word}`);
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await option(page, word).first().waitFor();
    want(page.url().endsWith('account=sink'), page.url());
  });

  await check('a search that was cut off says so, and can go on', async () => {
    let asked = 0;
    await page.route(/v1\/rows.*cutoff/, async (route) => {
      const answer = { ...(await (await route.fetch()).json()), ...(asked++ === 0 && { atLeast: true, partial: true, note: 'The search took longer than 2s and was cut off.' }) };
      await route.fulfill({ json: answer });
    });
    await page.goto(`${sink.url}/q?q=cutoff`);
    await page.getByText('The search took longer').waitFor();
    await page.getByRole('button', { name: 'Search on' }).click();
    await page.getByText('Nothing matches').waitFor();
    same(await page.getByText('The search took longer').count(), 0, 'the note');
  });

  await check('the pointer finds quick actions on a row', async () => {
    await page.goto(`${sink.url}/q?q=${word}+subject:invoice`);
    const row = page.locator('.window .row').first();
    await row.hover();
    await page.locator('.quick [title="Mark read"]').click();
    await until(async () => !(await row.textContent()).includes('Unread'), 'read');
    await row.hover();
    await page.locator('.quick [title="Delete"]').click();
    await page.getByText('Nothing matches').waitFor();
    await page.keyboard.press('z');
    await row.waitFor();
  });
  same(page.complaints.filter((text) => !text.includes('400')), [], 'complaints');
  await page.close();
}

/** looked goes to each query and returns those whose rows are not the ones named. */
async function looked(all) {
  const wrong = [];
  for (const { q, ids = [] } of all) {
    history.pushState(null, '', `/q?q=${encodeURIComponent(q)}`);
    dispatchEvent(new PopStateEvent('popstate'));
    const rows = () => [...document.querySelectorAll('.window .row')].map((row) => row.id).slice(0, 8);
    const fits = () => JSON.stringify(rows()) === JSON.stringify(ids) && document.querySelector('#search').value === q;
    for (let end = performance.now() + 5000; !fits() && performance.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 5));
    if (!fits()) wrong.push([q, ids, rows()]);
  }
  return wrong;
}
