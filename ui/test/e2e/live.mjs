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

  await check('resumed after hundreds, the list changes once, and the pause before not at all', async () => {
    await page.goto(sink.url);
    await page.locator('.window .row').first().waitFor();
    await page.locator('.list').focus();
    await page.keyboard.press('.');
    await page.evaluate(() => {
      window.changes = 0;
      new MutationObserver(() => window.changes++).observe(document.querySelector('.list'), { childList: true, subtree: true, attributes: true, characterData: true });
    });
    for (let n = 0; n < 300; n++) await smtp.send({ data: plain(`Gathered ${n}`) });
    await page.getByText('Paused · 300 waiting').waitFor();
    same(await page.evaluate(() => window.changes), 0, 'changes while it is paused');
    await page.keyboard.press('.');
    await option(page, 'Gathered 299').waitFor();
    same(await page.evaluate(() => window.changes), 1, 'changes when it goes on');
  });

  await check('screen readers are told at most once in ten seconds', async () => {
    const told = await open(context, sink.url);
    await told.evaluate(() => {
      window.told = [];
      new MutationObserver(() => window.told.push(document.querySelector('.app > [aria-live]').textContent)).observe(document.querySelector('.app > [aria-live]'), { childList: true, subtree: true, characterData: true });
    });
    const began = performance.now();
    for (let n = 0; n < 200; n++) await smtp.send({ data: plain(`Told ${n}`) });
    await option(told, 'Told 199').waitFor();
    const spoken = await told.evaluate(() => window.told);
    want(spoken.length <= 1 + Math.floor((performance.now() - began) / 10_000), JSON.stringify(spoken));
    want(/^\d+ new messages?\. Newest: Told \d+ to /.test(spoken[0] ?? ''), JSON.stringify(spoken));
    await told.close();
  });

  await check('what others delete fades while nothing may move, and goes with the next drawing', async () => {
    const word = unique();
    for (let n = 0; n < 3; n++) await smtp.send({ data: plain(`Fade ${word} ${n}`) });
    await page.goto(`${sink.url}/q?q=${word}`);
    await until(async () => (await option(page, word).count()) === 3, 'three rows');
    await page.locator('.list').focus();
    await page.keyboard.press('.');
    const { rows } = await (await fetch(`${sink.url}/v1/rows?q=${word}`)).json();
    await fetch(`${sink.url}/v1/messages/${rows[1].id}`, { method: 'DELETE' });
    await page.getByRole('option', { name: new RegExp(`^\\s*deleted.*${word} 1`), disabled: true }).waitFor();
    same(await rowIds(page), rows.map(({ id }) => `m-${id}`), 'rows that stay in their place');
    await page.getByText('2 messages', { exact: true }).waitFor();
    await page.keyboard.press('.');
    await until(async () => (await option(page, word).count()) === 2, 'two rows');
  });

  await check('a long list that was missed is caught up with in one drawing, and says how much', async () => {
    const away = await context.newPage();
    await away.addInitScript(() => {
      window.WebSocket = new Proxy(window.WebSocket, { construct: (target, given) => (window.socket = new target(...given)) });
    });
    await away.goto(sink.url);
    await away.locator('.chip.live').waitFor();
    let go;
    const held = new Promise((resolve) => (go = resolve));
    await away.route(/\/v1\/rows/, async (route) => (await held, route.continue()));
    const { asof } = await (await fetch(`${sink.url}/v1/rows?limit=1`)).json();
    await away.evaluate((from) => window.socket.onmessage({ data: JSON.stringify({ type: 'gap', from, to: from + 1203 }) }), asof + 1);
    await away.locator('.chip', { hasText: 'Catching up 1,204' }).waitFor();
    go();
    await away.locator('.chip.live').waitFor();
    await away.close();
  });

  await check('the active row can be referred to, and places are right, after scrolling, arrivals and deletions', async () => {
    await page.goto(sink.url);
    const list = page.locator('.list');
    await list.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('j');
    const faults = () => list.evaluate((element) => {
      const id = element.getAttribute('aria-activedescendant');
      const out = id && !document.getElementById(id) ? [`${id} is not there`] : [];
      const rows = [...element.querySelectorAll('.window [role=option]')];
      const [first] = rows.map((row) => Number(row.ariaPosInSet));
      const sizes = new Set(rows.map((row) => row.ariaSetSize));
      if (sizes.size !== 1) out.push(`sizes ${[...sizes]}`);
      rows.forEach((row, at) => Number(row.ariaPosInSet) === first + at || out.push(`place ${row.ariaPosInSet} is not ${first + at}`));
      return out;
    });
    const step = async (what, act) => {
      await act();
      same(await faults(), [], `faults after ${what}`);
    };
    await step('scrolling', () => list.evaluate((element) => new Promise((resolve) => ((element.scrollTop = 3000), requestAnimationFrame(() => requestAnimationFrame(resolve))))));
    await step('an arrival', () => smtp.send({ data: plain('Referred to') }));
    await step('going back', () => page.keyboard.press('Home'));
    await step('a deletion', () => page.keyboard.press('#'));
    await step('its undoing', () => page.keyboard.press('z'));
    await step('an end', () => page.keyboard.press('End'));
    want(await list.getAttribute('aria-activedescendant'), 'no row is active');
  });

  await page.close();
}
