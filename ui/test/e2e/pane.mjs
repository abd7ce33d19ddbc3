import net from 'node:net';
import { same, until, want } from './checks.mjs';
import { html, plain, unique } from './mails.mjs';
import { colour } from './picture.mjs';
import { arrived, open, option, tab } from './page.mjs';

/** The message pane when something is in the way: no server, errors, messages that are gone or very long. */
export async function pane(all) {
  const { check, context, smtp, sink } = all;
  await check('without the server, what needs it is barred, what is there stays, and the rest comes when it is back', async () => {
    const word = unique();
    const server = await between(sink.url);
    const page = await arrived({ context, smtp, sink: server }, word, html(word, `<p id="p">Hello ${word}</p>`));
    await page.frameLocator('.preview iframe.now').locator('#p').waitFor();
    await tab(page, 'Parts');
    await page.getByRole('tree').waitFor(); // what comes a little later than the page is there, too
    await tab(page, 'Text');
    server.cut();
    for (const name of ['Delete', 'Compare', 'Tag', 'Pin', 'Mark unread']) {
      const button = page.locator('.acts').getByRole('button', { name });
      await until(async () => (await button.getAttribute('aria-disabled')) === 'true', `${name} is barred`, 15_000);
      want((await button.getAttribute('title')).includes('cannot be reached'), `${name} says why`);
    }
    const download = page.getByRole('link', { name: 'Download', exact: true });
    same([await download.getAttribute('aria-disabled'), await download.getAttribute('href')], ['true', null], 'download');
    const panel = page.getByRole('tabpanel');
    await panel.getByText('Your code is 482913').waitFor();
    await tab(page, 'Headers');
    await panel.getByText('no-reply@shop.example').first().waitFor();
    for (const [name, text] of [['Headers', 'What delivery adds could not be fetched.'], ['Source', 'The source could not be fetched.'], ['Checks', 'The checks could not be fetched.']]) {
      await tab(page, name);
      await panel.getByText(text).waitFor();
      await panel.getByRole('button', { name: 'Try again' }).waitFor();
    }
    await tab(page, 'HTML');
    await panel.getByText('The preview has not been fetched').waitFor();
    await tab(page, 'Checks');
    await server.back();
    await panel.getByText('HTML and CSS').waitFor();
    await tab(page, 'HTML');
    await page.frameLocator('.preview iframe.now').locator('#p').waitFor();
    same(page.complaints.filter((text) => !/Failed to load|WebSocket|ERR_/.test(text)), [], 'complaints');
    await page.close();
    server.cut();
  });

  await check('an answer that is late leaves what was there, and one that fails says so and is asked for again', async () => {
    const [first, second] = [unique(), unique()];
    const page = await arrived(all, first, plain(first, `It is ${first}`));
    await smtp.send({ data: plain(second, `It is ${second}`) });
    const hold = gate();
    let how = async (route) => (await hold.opened, await route.continue());
    await page.route(/\/v1\/messages\/\w{13}\?/, (route) => how(route));
    await option(page, second).click();
    await page.locator('.msg[aria-busy=true]').waitFor();
    await page.getByText(`It is ${first}`).last().waitFor();
    hold.open();
    await page.locator('.plain', { hasText: `It is ${second}` }).waitFor();
    await page.locator('.msg:not([aria-busy])').waitFor();
    how = (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ detail: 'The disk is on fire.' }) });
    const third = unique();
    await smtp.send({ data: plain(third, `It is ${third}`) });
    await option(page, third).click();
    await page.getByRole('alert').getByText('The disk is on fire.').waitFor();
    how = (route) => route.continue();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.plain', { hasText: `It is ${third}` }).waitFor();
    for (const [name, path, text] of [['Headers', 'headers', 'as they were sent could not be fetched'], ['Delivery', 'authentication', 'who answers for it could not be fetched'], ['Parts', 'parts/1/about', 'known of this part could not be fetched'], ['Source', 'raw', 'source could not be fetched'], ['Checks', 'checks', 'checks could not be fetched']]) {
      const failing = new RegExp(`/v1/messages/\\w{13}/${path}`);
      await page.route(failing, (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"detail":"It is broken."}' }));
      await tab(page, name);
      if (name === 'Headers') await page.getByRole('button', { name: 'As sent' }).click();
      const panel = page.getByRole('tabpanel');
      await panel.getByText(text).waitFor();
      await panel.getByText('It is broken.').waitFor();
      await page.unroute(failing);
      await panel.getByRole('button', { name: 'Try again' }).click();
      await panel.getByText(text).waitFor({ state: 'detached' });
    }
    same(page.complaints.filter((text) => !text.includes('status of 500')), [], 'complaints');
    await page.close();
  });

  await check('a message that goes while it is read says when, and where to go on', async () => {
    const [older, newer] = [unique(), unique()];
    await smtp.send({ data: plain(older) });
    const page = await arrived(all, newer, plain(newer));
    await fetch(`${sink.url}/v1/messages/${page.url().split('/').pop()}`, { method: 'DELETE' });
    await page.getByText(/Deleted or expired at \d\d:\d\d/).waitFor();
    await page.getByRole('button', { name: `Find mail to ${newer}@customers.example` }).waitFor();
    await page.getByRole('button', { name: 'Open the next message' }).click();
    await page.locator('.msghead h2', { hasText: older }).waitFor();
    await page.goto(`${sink.url}/m/0000000000000`);
    await page.getByText('no longer here').waitFor();
    await page.getByRole('button', { name: 'Open the newest message' }).click();
    await page.locator('.msghead h2').waitFor();
    await page.close();
  });

  await check('of a message of 25 MB the header and the outline come first, and its source at once', async () => {
    const word = unique();
    const line = `${'All work and no play makes the sink a dull place. '.repeat(19)}\r\n`;
    const page = await arrived(all, word, plain(word, line.repeat(Math.ceil(25_000_000 / line.length))));
    const panel = page.getByRole('tabpanel');
    await panel.getByText('The text of this message has').waitFor();
    await panel.getByRole('listitem').filter({ hasText: 'text/plain' }).waitFor();
    await page.evaluate(() => (window.began = performance.now()));
    await page.getByRole('tab', { name: 'Source' }).click();
    await panel.locator('.ln', { hasText: `Subject: ${word}` }).waitFor();
    const took = await page.evaluate(() => performance.now() - window.began);
    console.log(`      first lines of 25 MB of source after ${Math.round(took)} ms`);
    want(took < 10_000, `${took} ms`);
    await panel.getByText(/^2\d,\d\d\d lines$/).waitFor();
    await panel.locator('.source').evaluate((source) => (source.scrollTop = source.scrollHeight));
    await panel.locator('.ln .no', { hasText: /^2\d{4}$/ }).first().waitFor();
    const nodes = await page.evaluate(() => document.querySelectorAll('.msg *').length);
    want(nodes <= 2000, `${nodes} nodes`);
    await tab(page, 'Text');
    await panel.getByRole('button', { name: 'Show all' }).click();
    await panel.locator('.ln', { hasText: 'All work and no play' }).first().waitFor();
    want((await page.evaluate(() => document.querySelectorAll('.msg *').length)) <= 2000, 'nodes of the text');
    await page.close();
    await fetch(`${sink.url}/v1/messages/${new URL(page.url()).pathname.split('/').pop()}`, { method: 'DELETE' });
  });

  await check('dark is that of the mail and not of the page; what has none is inverted by force alone', async () => {
    const dark = unique();
    const page = await arrived(all, dark, html(dark, '<style>body{margin:0;background:#fff}@media(prefers-color-scheme:dark){body{background:rgb(10,20,60)}}</style><p id="p">Hello</p>'));
    const shown = () => colour(page, page.locator('.preview .frames'));
    const scheme = (name) => page.getByRole('group', { name: 'Colour scheme' }).getByRole('button', { name, exact: true }).click();
    await until(async () => same3(await shown(), [255, 255, 255]), 'white');
    await page.evaluate(() => localStorage.setItem('mailsink', JSON.stringify({ ...JSON.parse(localStorage.getItem('mailsink') ?? '{}'), theme: 'dark' })));
    await page.reload();
    await until(async () => (await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)) === 'dark', 'the page is dark');
    await until(async () => same3(await shown(), [255, 255, 255]), 'still white');
    await scheme('Dark');
    await until(async () => same3(await shown(), [10, 20, 60]), 'its own dark');
    await scheme('Forced dark');
    await page.getByText('Not forced: the mail has colours of its own').waitFor();
    await until(async () => !same3(await shown(), [0, 0, 0]), 'not inverted');
    await page.evaluate(() => localStorage.removeItem('mailsink'));
    await page.close();
    const plainly = unique();
    const other = await arrived(all, plainly, html(plainly, '<body style="margin:0;background:#fff"><p>Hello</p></body>'));
    const seen = () => colour(other, other.locator('.preview .frames'));
    const choose = (name) => other.getByRole('group', { name: 'Colour scheme' }).getByRole('button', { name, exact: true }).click();
    await choose('Dark');
    await other.getByText('no colours of its own for the dark').waitFor();
    await until(async () => same3(await seen(), [255, 255, 255]), 'unchanged in Dark');
    await choose('Forced dark');
    await other.getByText('An approximation').waitFor();
    await until(async () => same3(await seen(), [0, 0, 0]), 'inverted');
    await other.close();
  });

  await check('compatibility follows the programs chosen, and leads to the lines where a feature is used', async () => {
    const word = unique();
    const page = await arrived(all, word, html(word, '<p>one</p>\n<p style="color:red;\n position:sticky">two</p>\n<div style="display:grid">three</div>'));
    await tab(page, 'Checks');
    const box = page.locator('.compatibility');
    const score = () => box.locator('.verdict-of').first().textContent();
    const all41 = await score();
    await box.getByText('Choose programs').click();
    await box.getByRole('group', { name: 'Outlook' }).getByRole('checkbox', { name: 'Outlook Windows', exact: true }).check();
    await until(async () => (await score()) !== all41, 'another score');
    await box.locator('summary', { hasText: 'Outlook (Windows)' }).waitFor();
    same(await box.locator('.features tbody td:last-child').evaluateAll((cells) => cells.filter((cell) => /Gmail|Yahoo/.test(cell.textContent)).length), 0, 'other programs');
    const chosen = await score();
    await page.reload();
    await until(async () => (await score()) === chosen, 'the choice is kept');
    await box.locator('tr', { hasText: 'position' }).getByRole('link', { name: 'Show line 3 of the HTML' }).click();
    await page.locator('.ln.found', { hasText: 'position:sticky' }).waitFor();
    want(page.url().endsWith('#source,html,l=3'), page.url());
    const [number, text] = await page.locator('.ln.found > *').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    want(Math.abs(number - text) < 4, 'the line stands beside its number');
    await page.goBack();
    await box.getByText('Choose programs').click();
    await box.getByRole('button', { name: 'All programs' }).click();
    await until(async () => (await score()) === all41, 'all programs');
    await page.close();
  });

  await check('who answers for a message is told as far as it can be without the DNS', async () => {
    const word = unique();
    const signed = (body) => `Authentication-Results: mx.receiver.example; dkim=pass (2048-bit key) header.d=example.com;\n spf=softfail smtp.mailfrom=shop.example; dmarc=fail (p=NONE) header.from=football.example.com\nDKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com; c=simple/simple; x=1700000000;\n h=Received : From : To : Date : Message-ID; bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=; b=AuUoFEfDxTDkHlLXSZEpZj79\nFrom: Joe SixPack <joe@football.example.com>\nTo: Suzie Q <suzie@shopping.example.net>\nSubject: ${word}\nDate: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\nMessage-ID: <20030712040037.46341.5F8J@football.example.com>\n\n${body}`;
    const page = await arrived(all, word, signed('Hi.\n\nWe lost the game. Are you hungry yet?\n\nJoe.\n'));
    await tab(page, 'Delivery');
    const box = page.locator('.authentication');
    for (const text of ['softfail', 'says mx.receiver.example', 'd=example.com s=brisbane', 'The body is the one that was signed', 'Not signed: Subject', 'expired at', 'brisbane._domainkey.example.com, which was not asked', 'Would look at shop.example, of another organization', 'Can pass for football.example.com by DKIM', 'Nothing is looked up']) await box.getByText(text).first().waitFor();
    await page.close();
  });
}

const same3 = (got, wanted) => got.every((value, at) => Math.abs(value - wanted[at]) <= 2);

/** between stands between a page and a server, which it can take away and bring back. */
async function between(url) {
  const { port: to } = new URL(url);
  const sockets = new Set();
  const server = net.createServer((near) => {
    const far = net.connect(Number(to), '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]]) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => (sockets.delete(one), other.destroy()));
    }
  });
  const listen = (port) => new Promise((done) => server.listen(port, '127.0.0.1', done));
  await listen(0);
  const { port } = server.address();
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: `http://127.0.0.1:${port}`, cut, back: () => listen(port) };
}

function gate() {
  let open;
  const opened = new Promise((done) => (open = done));
  return { opened, open };
}
