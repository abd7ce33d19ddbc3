import http from 'node:http';
import { same, until, want } from './checks.mjs';
import { hostile, html, plain, unique } from './mails.mjs';
import { arrived, inFrame, open, openRow, option, tab } from './page.mjs';
import { asked, setTrap } from './trap.mjs';
import { files, vectors } from './vectors.mjs';

/** A hostile message runs nothing, fetches nothing, and leads nowhere. */
export async function hostility(all) {
  const { check, context, smtp, sink } = all;
  const trap = await setTrap();
  const word = unique();
  await context.addInitScript(() => {
    window.heard = [];
    if (window === window.top) addEventListener('message', (event) => window.heard.push(String(event.data)));
  });
  let alerts = 0;
  const page = await arrived(all, word, hostile(`Hostile ${word}`, trap.origin));
  page.on('dialog', (dialog) => (alerts++, dialog.dismiss()));
  const where = page.url();

  await check('framed, it fetches nothing', async () => {
    await page.frameLocator('.preview iframe.now').getByText('hostile').first().waitFor();
    await page.waitForLoadState('networkidle');
    await asked(context);
    same(trap.requests, [], 'requests');
  });

  await check('it runs no script, and neither address nor title change', async () => {
    same([await page.evaluate(() => window.heard), alerts, page.url()], [[], 0, where], 'messages, alerts, address');
    want((await page.title()).includes('mailsink'), await page.title());
  });

  await check('it does not take the focus', async () => {
    same(await page.evaluate(() => document.activeElement.tagName === 'IFRAME'), false, 'focus in the frame');
  });

  await check('its script links do nothing', async () => {
    await inFrame(page, 'body', (body) => body.querySelectorAll('a, button').forEach((one) => one.click()));
    await asked(context);
    same([await page.evaluate(() => window.heard), page.url()], [[], where], 'messages, address');
    for (const popup of context.pages()) if (popup.url().startsWith(trap.origin)) await popup.close();
  });

  await check('opened by itself, it fetches nothing either and has no origin', async () => {
    trap.requests.length = 0;
    const alone = await context.newPage();
    await alone.goto(new URL(await page.locator('.preview iframe.now').getAttribute('src'), sink.url).href);
    await asked(context);
    same([trap.requests, await alone.evaluate(() => origin)], [[], 'null'], 'requests, origin');
    await alone.close();
  });

  await check('every tab of it fetches nothing', async () => {
    for (const name of ['Text', 'Source', 'Headers', 'Delivery', 'Parts', 'Checks']) await tab(page, name);
    await asked(context);
    same(trap.requests, [], 'requests');
  });
  await page.close();

  await check('markup in subject, names and addresses stays text', async () => {
    const name = unique();
    const markup = `<img src=${trap.origin}/subject onerror=parent.postMessage('subject','*')>`;
    const here = await open(context, sink.url);
    const mail = plain('x').replace('Subject: x', `Subject: ${name} ${markup}`).replace('From: Shop', `From: "<b>${markup}</b>"`);
    await smtp.send({ data: mail });
    await openRow(here, name);
    await here.locator('.msghead h2', { hasText: name }).waitFor();
    await asked(context);
    same([trap.requests, await here.evaluate(() => window.heard)], [[], []], 'requests, messages');
    await here.close();
  });

  await check('nothing that HTML, CSS or SVG can load or run does so', async () => {
    trap.requests.length = 0;
    const name = unique();
    const all = vectors(trap.origin);
    want(all.length > 150, `${all.length} vectors`);
    // Those that swallow what follows have mails of their own.
    const greedy = (one) => /unclosed|comment|doctype|frame|css-close|manifest|svgmixed|xmp|template|select|body/.test(one);
    const mails = [all.filter(([one]) => !greedy(one)).map(([, piece]) => piece).join('\n'), ...all.filter(([one]) => greedy(one)).map(([, piece]) => piece)];
    for (const mail of mails) await smtp.send({ to: [`${name}@customers.example`], data: html(`Vector ${name}`, `<p>vector</p>${mail}`, 'vector').replace('MIME-Version', `Content-Location: ${trap.origin}/location/\nMIME-Version`) });
    const { rows } = await (await fetch(`${sink.url}/v1/rows?q=${name}`)).json();
    same(rows.length, mails.length, 'mails');
    const here = await context.newPage();
    here.on('dialog', (dialog) => (alerts++, dialog.dismiss()));
    for (const { id } of rows) {
      const { preview } = await (await fetch(`${sink.url}/v1/messages/${id}`)).json();
      await here.goto(sink.url + preview);
      await here.locator('body').evaluate((body) => body.querySelectorAll('button, input, summary').forEach((one) => one.click()));
      same([new URL(here.url()).pathname, await here.evaluate(() => window.heard), alerts], [preview, [], 0], 'address, messages, alerts');
    }
    const { id } = rows[rows.length - 1];
    await here.goto(`${sink.url}/m/${id}`);
    const frame = here.frameLocator('.preview iframe.now');
    await frame.getByText('vector').first().waitFor();
    await inFrame(here, 'body', (body) => body.querySelectorAll('button, input, summary, a.click[href^="java"]').forEach((one) => one.click()));
    await asked(context);
    same([new URL(here.url()).pathname, await here.evaluate(() => window.heard), alerts], [`/m/${id}`, [], 0], 'address, messages, alerts');
    same(trap.requests, [], 'requests');
    await here.close();
  });

  await check('the policy alone holds what has not been rewritten', async () => {
    trap.requests.length = 0;
    const src = await lastPreview(sink, word);
    const policy = (await fetch(sink.url + src)).headers.get('content-security-policy');
    // A preconnect and a look-up of a name are not loads, which policies are about; rewriting takes them out.
    const mail = vectors(trap.origin).filter(([one]) => !/connect|dns|unclosed|comment|doctype|manifest|svgmixed|frame|rules|css-close/.test(one)).map(([, piece]) => piece).join('\n');
    const server = http.createServer((_, answer) => answer.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy, 'X-DNS-Prefetch-Control': 'off' }).end(`<p>raw</p>${mail}`));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const here = await context.newPage();
    await here.goto(`http://127.0.0.1:${server.address().port}/`);
    await here.getByText('raw').first().waitFor();
    await asked(context);
    same([trap.requests.filter((one) => one !== 'connection'), await here.evaluate(() => window.heard)], [[], []], 'requests, messages');
    await here.close();
    server.closeAllConnections();
    server.close();
  });

  await check('files that came by mail are downloaded, never opened', async () => {
    trap.requests.length = 0;
    const name = unique();
    const part = ([type, file, body]) => `--b\nContent-Type: ${type}; name="${file}"\nContent-Disposition: inline; filename="${file}"\n\n${body}\n`;
    await smtp.send({ to: [`${name}@customers.example`], data: plain(name).replace(/Content-Type: text\/plain[^]*/, `Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nfiles\n${files(trap.origin).map(part).join('')}--b--\n`) });
    const { rows } = await (await fetch(`${sink.url}/v1/rows?q=${name}`)).json();
    const base = `${sink.url}/v1/messages/${rows[0].id}`;
    const here = await context.newPage();
    await here.goto(`${sink.url}/openapi.json`);
    const at = here.url();
    for (let n = 2; n < files('').length + 2; n++) {
      const answer = await fetch(`${base}/parts/${n}`);
      const held = [answer.headers.get('content-disposition').startsWith('attachment'), answer.headers.get('content-security-policy').startsWith('sandbox'), answer.headers.get('x-content-type-options')];
      same(held, [true, true, 'nosniff'], `part ${n}`);
      want(!/html|xml|svg|script|css/.test(answer.headers.get('content-type')), answer.headers.get('content-type'));
      // A navigation to a download does not happen: the address stays.
      const [saved] = await Promise.all([here.waitForEvent('download'), here.goto(`${base}/parts/${n}`).catch(() => undefined)]);
      await saved.cancel();
      same(here.url(), at, 'address');
    }
    // What is there to be looked at is text.
    for (const path of ['raw?view=1', 'parts/3?raw=1', 'text']) {
      await here.goto(`${base}/${path}`);
      same(await here.evaluate(() => [origin, document.contentType, document.scripts.length]), ['null', 'text/plain', 0], path);
    }
    const shown = await arrivedParts(context, sink, rows[0].id);
    same([trap.requests, await shown.evaluate(() => window.heard), shown.complaints], [[], [], []], 'requests, messages, complaints');
    await shown.close();
    await here.close();
  });

  await check('the page runs under its policy: nothing inline, nothing from elsewhere', async () => {
    const answer = await fetch(sink.url);
    const policy = answer.headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]) want(policy.includes(part), policy);
    const here = await open(context, sink.url);
    await until(() => here.locator('.chip.live').count(), 'live');
    same(here.complaints, [], 'complaints of the browser');
    await here.close();
  });
  trap.close();
}

/** lastPreview returns where the HTML of the newest message of a query is shown. */
async function lastPreview(sink, q) {
  const { rows } = await (await fetch(`${sink.url}/v1/rows?q=${q}`)).json();
  return (await (await fetch(`${sink.url}/v1/messages/${rows[0].id}`)).json()).preview;
}

/** arrivedParts opens the tab of parts and looks at each of them. */
async function arrivedParts(context, sink, id) {
  const page = await open(context, `${sink.url}/m/${id}#parts`);
  const items = page.getByRole('treeitem');
  await items.first().waitFor();
  for (let n = 0; n < (await items.count()); n++) {
    await items.nth(n).click();
    await page.locator('.part .sum code').waitFor();
  }
  return page;
}
