import { readFile } from 'node:fs/promises';
import { same, until, want } from './checks.mjs';
import { html, plain, unique } from './mails.mjs';
import { option, open } from './page.mjs';
import { Smtp } from './smtp.mjs';

/** The screens beside the mail. */
export async function tools({ check, context, smtp, sink }) {
  const word = unique();
  const visit = (path) => show(context, sink.url + path);

  await check('a screen is shown with its style or not at all', async () => {
    const page = await context.newPage();
    await page.route(/later\.css/, (route) => route.abort());
    await page.goto(`${sink.url}/rules`);
    await page.getByRole('alert').waitFor();
    same(await page.locator('.screenhead').count(), 0, 'a heading without style');
    await page.unroute(/later\.css/);
    // The page tries by itself, too, once, a second after it began.
    await page.getByRole('alert').getByRole('button').click({ timeout: 2000 }).catch(() => undefined);
    await page.locator('.tester').waitFor();
    want((await page.locator('.tester').evaluate((one) => getComputedStyle(one).display)) === 'grid', 'style');
    await page.close();
  });

  await check('a session that was refused is listed, with what was said', async () => {
    const other = await Smtp.open(sink.smtp);
    await other.say(`MAIL FROM:<${word}@shop.example>`);
    await other.say(`VRFY ${word}`).catch(() => undefined);
    await other.say('DATA').catch(() => undefined);
    other.close();
    const page = await visit('/sessions?q=is:empty');
    const row = page.locator('.sessions tbody tr').first();
    await row.click();
    await page.locator('.said code', { hasText: `MAIL FROM:<${word}@shop.example>` }).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).click()]);
    want((await readFile(await download.path(), 'utf8')).includes(`C: MAIL FROM:<${word}@shop.example>`), 'the transcript as a file');
    want((await page.locator('.said .bad').count()) > 0, 'a refusal stands out');
    await page.keyboard.press('Escape');
    await until(() => new URL(page.url()).pathname.endsWith('/sessions'), page.url());
    await page.setViewportSize({ width: 390, height: 844 });
    const [time, result] = await Promise.all(['td', 'td.outcome'].map((cell) => row.locator(cell).first().boundingBox()));
    want(result.y >= time.y + time.height - 4 && result.width > 150, 'two lines on a phone');
    same(page.complaints, [], 'complaints');
    await page.close();
  });

  await check('what arrived of a message that was refused can be taken home', async () => {
    const chunks = await Smtp.open(sink.smtp);
    await chunks.say(`MAIL FROM:<${word}@shop.example>`);
    await chunks.say('RCPT TO:<half@customers.example>');
    await chunks.say(`BDAT ${word.length + 2}\r\n${word}`);
    await chunks.say('BDAT nonsense').catch(() => undefined);
    chunks.close();
    const page = await visit('/sessions?q=is:refused');
    await page.locator('.sessions tbody tr').first().click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download what arrived' }).click()]);
    same(await readFile(await download.path(), 'utf8'), `${word}\r\n`, 'the octets');
    const arrived = await page.locator('.arrived').innerText();
    want(arrived.includes(`${word.length + 2} B`) && arrived.includes('501 5.5.4'), arrived);
    same(page.complaints, [], 'complaints');
    await page.close();
  });

  await check('a message leads to its session, and the session to its messages', async () => {
    await smtp.send({ to: [`${word}@customers.example`], data: plain(`Session ${word}`) });
    const page = await open(context, `${sink.url}/q?q=${word}`);
    await option(page, word).click();
    await page.getByRole('tab', { name: 'Delivery' }).click();
    await page.locator('.said code', { hasText: `RCPT TO:<${word}@customers.example>` }).first().waitFor();
    await page.getByRole('link', { name: 'Whole session' }).click();
    await page.getByRole('heading', { name: 'Sessions', level: 1 }).waitFor();
    await page.locator('.right-side .links a').last().click();
    await page.locator('.msghead h2', { hasText: word }).waitFor();
    await page.close();
  });

  await check('an address is tested while it is typed', async () => {
    const page = await visit('/rules');
    await page.getByRole('textbox', { name: 'Test an address' }).fill(`${word}@customers.example`);
    await page.locator('.found .final', { hasText: 'sink@mailsink.test' }).waitFor();
    const answer = await (await fetch(`${sink.url}/v1/rules/query?address=${word}@customers.example`)).json();
    const shown = await page.locator('.steps').innerText();
    for (const step of answer.steps) want(shown.includes(`:${step.line}`), shown);
    await page.locator('.many summary').click();
    await page.locator('.many textarea').fill(`a-${word}@x.example b-${word}@y.example`);
    await page.getByRole('button', { name: 'Test 2 addresses' }).click();
    await until(async () => (await page.locator('.many tbody tr').count()) === 2, 'two answers');
    await page.close();
  });

  await check('statistics count what came', async () => {
    await smtp.send({ data: plain(`Counted ${word}`) });
    const refused = await Smtp.open(sink.smtp);
    await refused.say('DATA').catch(() => undefined);
    refused.close();
    const page = await visit('/stats');
    await page.getByRole('figure').getByRole('status').getByText(/in all/).waitFor();
    const stats = await (await fetch(`${sink.url}/v1/stats`)).json();
    await page.locator('.cards dd', { hasText: stats.messages.toLocaleString('en') }).first().waitFor();
    const card = (name) => page.locator('.cards > div').filter({ has: page.getByText(name, { exact: true }) }).getByRole('link');
    await until(async () => {
      const { messages, unread } = await (await fetch(`${sink.url}/v1/stats`)).json();
      const percent = ((messages - unread) / messages) * 100;
      return (await card('Read').textContent()) === `${percent % 100 ? Math.min(99, Math.max(1, Math.round(percent))) : percent} %`;
    }, 'how much was read');
    await card('Refused sessions').click();
    await page.locator('.sessions tbody tr').first().waitFor();
    await page.goBack();
    await page.locator('.plot').focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByText('Show data').first().click();
    await until(async () => (await page.locator('.chart.wide .data tbody tr').count()) === 60, 'a row for each minute');
    same(await page.locator('.plot svg > :is(title, desc)').allTextContents(), ['Messages per minute', await page.locator('figcaption + .plot desc').textContent()], 'what the drawing is called');
    const size = page.locator('.chart', { hasText: 'Sizes' }).getByRole('link').first();
    const n = await size.locator('xpath=following-sibling::span').textContent();
    await size.click();
    await page.locator('.listhead .count', { hasText: `${n} message` }).waitFor();
    await page.goBack();
    await page.locator('.plot').focus();
    for (let n = 0; n < 60; n++) {
      await page.keyboard.press('ArrowLeft');
      if (!/ 0$/.test(await page.getByRole('figure').getByRole('status').textContent())) break;
    }
    await page.keyboard.press('Enter');
    await until(() => new URL(page.url()).searchParams.get('q')?.startsWith('after:'), page.url());
    await page.locator('.window .row').first().waitFor();
    await page.close();
  });

  await check('a wait in vain is told, with what came near', async () => {
    const q = `rcpt:${word} subject:nothing-${word}`;
    same((await fetch(`${sink.url}/v1/wait?timeout=0&q=${encodeURIComponent(q)}`)).status, 204, 'status');
    const page = await visit('/runs');
    const wait = page.locator('.waits .wrong', { hasText: q });
    await wait.waitFor();
    await wait.locator('.near .hit', { hasText: `rcpt:${word}` }).first().waitFor();
    await wait.locator('.near .miss', { hasText: `subject:nothing-${word}` }).first().waitFor();
    const twin = `rcpt:${word} subject:Session`;
    same((await fetch(`${sink.url}/v1/wait?timeout=0&q=${encodeURIComponent(twin)}`)).status, 200, 'status');
    await wait.getByRole('button', { name: 'Ask again now' }).click();
    await wait.getByText('Now 0 messages match').waitFor();
    await smtp.send({ to: [`${word}@customers.example`], data: plain(`nothing-${word}`) });
    await wait.getByRole('button', { name: 'Ask again now' }).click();
    await wait.getByText('Now 1 message matches').waitFor();
    await page.close();
  });

  await check('a run is taken home as a report, and what came near is held against what was found', async () => {
    const run = unique();
    const mail = (subject) => smtp.send({ to: [`${run}@customers.example`], data: `X-Mailsink-Run: ${run}\r\n${plain(subject)}` });
    await mail(`Welcom ${run}`);
    const wait = (subject) => fetch(`${sink.url}/v1/wait?timeout=0&q=${encodeURIComponent(`rcpt:${run} subject:"${subject}"`)}`);
    same((await wait(`Welcome ${run}`)).status, 204, 'status');
    await mail(`Hello ${run}`);
    same((await wait(`Hello ${run}`)).status, 200, 'status');
    const page = await visit(`/run/${run}`);
    await page.locator('.near').getByRole('link', { name: 'Compare with the one that was found' }).click();
    await page.locator('.screen.compare').waitFor();
    await page.goBack();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()]);
    same(download.suggestedFilename(), `run-${run}.zip`, 'name');
    const octets = await readFile(await download.path());
    want(['PK\x03\x04', 'index.html', 'mail/'].every((text) => octets.includes(text, 'latin1')), 'a page and messages in it');
    await page.close();
  });

  await check('choices of the settings hold', async () => {
    const page = await visit('/settings');
    const group = page.getByRole('group', { name: 'Lines of a row' });
    await group.getByRole('button', { name: '1', exact: true }).click();
    await page.goto(sink.url);
    await until(async () => (await page.locator('.row.probe').evaluate((row) => row.offsetHeight)) < 40, 'low rows');
    await visitAgain(page, `${sink.url}/settings`);
    await group.getByRole('button', { name: '3', exact: true }).click();
    await page.getByLabel('Numbers and dates').selectOption('de');
    await page.getByText('1.234.567,8').waitFor();
    await page.getByLabel('Numbers and dates').selectOption('');
    await page.getByLabel('Language').selectOption('qps');
    await page.getByRole('heading', { level: 1, name: /^\[/ }).waitFor();
    await page.locator('select').filter({ has: page.locator('option[value=qps]') }).selectOption('en');
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    const info = await (await fetch(`${sink.url}/v1/info`)).json();
    const facts = await page.locator('.sections .facts').innerText();
    for (const text of [...info.doors.map(({ address }) => address), info.store, 'not offered', 'nothing leaves this sink']) want(facts.includes(text), `the server's block lacks ${text}: ${facts}`);
    await page.close();
  });

  await check('a message is written into the sink', async () => {
    const page = await open(context, sink.url);
    await page.locator('.list').focus();
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'RCPT TO' }).fill(`inject-${word}@customers.example`);
    await dialog.getByRole('textbox', { name: 'Subject' }).fill(`Injected ${word}`);
    await dialog.locator('.head-fields summary').click();
    await dialog.getByRole('textbox', { name: 'More header fields' }).fill(`X-Shop: ${word}`);
    await dialog.getByRole('textbox', { name: 'To, if it differs' }).fill(`Somebody <other-${word}@elsewhere.example>`);
    await dialog.getByRole('button', { name: 'Put it in' }).click();
    const led = dialog.locator('.ways li', { hasText: `inject-${word}@customers.example` });
    await led.locator('.rule').first().waitFor();
    await led.getByText('sink@mailsink.test').waitFor();
    same((await (await fetch(`${sink.url}/v1/rows?q=header:X-Shop=${word}`)).json()).total, 1, 'messages with the field');
    same((await (await fetch(`${sink.url}/v1/rows?q=to:other-${word}+-rcpt:other-${word}+rcpt:inject-${word}`)).json()).total, 1, 'messages with a header of their own');
    await dialog.locator('input[type=file][accept]').setInputFiles({ name: 'a.eml', mimeType: 'message/rfc822', buffer: Buffer.from(`Subject: Opened ${word} \xfc\r\n\r\n.\r\n`, 'latin1') });
    await dialog.getByRole('textbox', { name: 'Raw message' }).and(page.locator('textarea')).waitFor();
    await dialog.getByRole('button', { name: 'Put it in' }).click();
    let raw = '';
    await until(async () => {
      const { rows } = await (await fetch(`${sink.url}/v1/rows?q=subject:Opened+${word}`)).json();
      raw = rows[0] ? Buffer.from(await (await fetch(`${sink.url}/v1/messages/${rows[0].id}/raw`)).arrayBuffer()).toString('latin1') : '';
      return raw !== '';
    }, 'the message of the file');
    same(raw, `Subject: Opened ${word} \xfc\r\n\r\n.\r\n`, 'the octets of the file');
    await dialog.getByRole('link').first().click();
    await page.locator('.msghead h2', { hasText: `Opened ${word}` }).waitFor();
    await page.close();
  });

  await check('every address works when it is opened cold, and again', async () => {
    const { id } = (await (await fetch(`${sink.url}/v1/rows?q=Injected+${word}`)).json()).rows[0];
    const page = await context.newPage();
    const wrong = [];
    page.on('pageerror', (cause) => wrong.push(cause.message));
    page.on('console', (line) => line.type() === 'error' && wrong.push(line.text()));
    const shown = {
      '/': '.list[role=listbox]', [`/q?q=${word}`]: '.window .row', [`/m/${id}?q=${word}#source`]: '.panel[data-tab=source]', [`/m/${id}/delivery`]: '.panel[data-tab=delivery]', [`/latest?q=${word}`]: '.msghead',
      [`/compare/${id}/${id}#text`]: '.differ', '/sessions': '.sessions tbody tr', '/run': '.waits', [`/run/${word}`]: '.screen.runs', [`/rules?a=${word}@customers.example`]: '.found .final', '/stats': '.plot', '/settings': '.keytable',
    };
    for (const [path, seen] of Object.entries(shown))
      for (const again of /^.(m|q|rules)/.test(path) ? [false, true] : [false]) {
        await (again ? page.reload() : page.goto(sink.url + path));
        await page.locator(seen).first().waitFor().catch(() => want(false, `${path} ${again ? 'anew ' : ''}does not show ${seen}`));
      }
    same(wrong, [], 'complaints');
    await page.close();
  });

  await check('the newest match is at one address, and who waits hears of it at once', async () => {
    const late = unique();
    const took = [];
    for (const n of [1, 2, 3]) {
      const waiting = fetch(`${sink.url}/latest?q=${late}-${n}&wait=20s`, { redirect: 'manual' }).then((answer) => [answer.headers.get('location'), performance.now()]);
      await until(async () => (await (await fetch(`${sink.url}/v1/waits`)).json()).waits.some(({ q }) => q.includes(`${late}-${n}`)), 'a wait under way').catch(() => undefined);
      await smtp.send({ data: plain(`${late}-${n}`) });
      const sent = performance.now();
      const [to, at] = await waiting;
      want(/\/m\//.test(to), `led to ${to}`);
      took.push(at - sent);
    }
    want(Math.min(...took) <= 200, `heard of it after ${took.map(Math.round)} ms`);
  });

  await check('every text can be another language, and every screen mirrored', async () => {
    const page = await context.newPage();
    for (const path of ['/settings', '/runs', '/sessions', '/stats', '/rules'])
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto(`${sink.url}${path}?lang=qps&dir=rtl`);
        await page.locator('.screenhead h1').waitFor();
        const { plain, wide } = await page.evaluate(() => ({
          plain: [...document.querySelectorAll('h1, h2, label, .btn, th, .seg button')].filter((one) => !one.querySelector('bdi')).map((one) => one.textContent.trim()).filter((text) => /[a-z]{4}/i.test(text) && !text.includes('[') && !['EHLO', 'HTML'].includes(text)),
          wide: document.documentElement.scrollWidth - innerWidth,
        }));
        same([plain, Math.max(0, wide), await page.evaluate(() => getComputedStyle(document.body).direction)], [[], 0, 'rtl'], `${path} at ${width}`);
      }
    await page.close();
  });

  await check('equal messages differ in nothing, others in their words', async () => {
    const twin = unique();
    for (const text of ['left', 'left', 'arrived']) await smtp.send({ data: html(`Twin ${twin}`, `<body style="margin:0;background:#fff"><p>It has ${text}.</p></body>`, `It has ${text}.`) });
    const { rows } = await (await fetch(`${sink.url}/v1/rows?q=${twin}`)).json();
    const page = await visit(`/compare/${rows[1].id}/${rows[2].id}#text`);
    await page.getByText('No difference').waitFor();
    await visitAgain(page, `${sink.url}/compare/${rows[1].id}/${rows[0].id}#text`);
    await page.reload();
    await page.locator('.differ ins', { hasText: 'arrived' }).waitFor();
    same([await page.locator('.differ ins').count(), await page.locator('.differ del').count()], [1, 1], 'changes');
    for (const [other, wanted] of [[rows[2], true], [rows[0], false]]) {
      await visitAgain(page, `${sink.url}/compare/${rows[1].id}/${other.id}#html`);
      await page.reload();
      await page.getByRole('button', { name: 'Difference' }).click();
      await page.frameLocator('.both .upper iframe').getByText('It has').waitFor();
      await until(async () => (await black(page)) === wanted, `black: ${wanted}`);
    }
    await page.close();
  });
}

/** show opens a screen beside the mail. */
async function show(context, address) {
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (cause) => page.complaints.push(cause.message));
  await page.goto(address);
  await page.locator('.screenhead h1').waitFor();
  return page;
}

async function visitAgain(page, address) {
  await page.goto(address);
  await page.locator('.screenhead h1').waitFor();
}

/** black tells whether the difference has no other colour; a picture of one colour compresses to almost nothing. */
async function black(page) {
  const picture = await page.locator('.both').screenshot();
  const { width } = await page.locator('.both').boundingBox();
  return page.evaluate(async ([bytes]) => {
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 2, bitmap.width, bitmap.height - 2);
    for (let at = 0; at < data.length; at += 4) if (data[at] + data[at + 1] + data[at + 2] > 0) return false;
    return true;
  }, [[...picture], width]);
}
