import { same, until, want } from './checks.mjs';
import { html, unique } from './mails.mjs';
import { open, option } from './page.mjs';

/** Two messages are set beside each other. */
export async function compare({ check, context, smtp, sink }) {
  const word = unique();
  const order = (n, verb, price) => html(`Order ${n} ${word}`, `<body style="margin:0;background:#fff"><p>Order ${n} has ${verb}.</p><p style="height:1500px">Thank you</p><p>${price} in all</p><img src="https://cdn.example/a.png" alt=""></body>`, `Order ${n} has ${verb}.\nIt was a pleasure.\n${price} in all, ${verb === 'left' ? 'paid by card' : 'paid by cash'}.\nSee you ${verb === 'left' ? 'soon' : 'later'}.`);
  for (const [n, verb, price] of [[1001, 'left', '9.90'], [1002, 'arrived', '12.50'], [1003, 'arrived', '12.50']]) await smtp.send({ data: order(n, verb, price) });
  const { rows } = await (await fetch(`${sink.url}/v1/rows?q=${word}`)).json();
  const [third, second, first] = rows.map(({ id }) => id);
  const page = await open(context, `${sink.url}/m/${third}`);

  await check('the key compares with the one of the same kind before it, and goes on from there', async () => {
    await page.locator('.msghead h2', { hasText: word }).waitFor();
    await option(page, `1003 ${word}`).waitFor();
    await page.keyboard.press('=');
    await page.waitForURL(`${sink.url}/compare/${second}/${third}**`);
    await page.getByRole('button', { name: 'Earlier one of this kind' }).click();
    await page.waitForURL(`${sink.url}/compare/${first}/${third}**`);
    await page.getByRole('button', { name: 'Swap the sides' }).click();
    await page.waitForURL(`${sink.url}/compare/${third}/${first}**`);
    await page.getByRole('button', { name: 'Swap the sides' }).click();
  });

  await check('changes are counted and gone through, and what is ignored is shown as it is', async () => {
    await page.getByText('Remote content is blocked').waitFor();
    await page.getByRole('button', { name: '5 changes in the text' }).click();
    const status = page.getByRole('status').filter({ hasText: /change|difference/ });
    await status.getByText('3 changes').waitFor();
    await page.getByText('2 more in what is ignored').waitFor();
    same(await page.locator('.differ ins').evaluateAll((all) => all.map((one) => one.lastChild.textContent)), ['arrived', 'cash', 'later'], 'changed words');
    want((await page.locator('.differ').textContent()).includes('12.50 in all'), 'the number of the second');
    for (const at of [1, 2, 3, 1]) {
      await page.getByRole('button', { name: 'Next change' }).click();
      await status.getByText(`${at} of 3 changes`).waitFor();
      same(await page.locator('.differ .here').count(), 2, 'marked');
    }
    await page.getByRole('button', { name: 'Change before' }).click();
    await status.getByText('3 of 3 changes').waitFor();
    await page.getByRole('checkbox', { name: 'numbers and tokens' }).uncheck();
    await status.getByText('5 changes').waitFor();
    await page.getByRole('checkbox', { name: 'numbers and tokens' }).check();
    await page.getByRole('tab', { name: 'Headers' }).click();
    await page.getByText('No difference').waitFor();
    await page.getByRole('checkbox', { name: 'numbers and tokens' }).uncheck();
    await status.getByText('1 change').waitFor();
    await page.getByRole('checkbox', { name: 'Message-ID' }).uncheck();
    await status.getByText('2 changes').waitFor();
    await page.getByRole('checkbox', { name: 'Message-ID' }).check();
  });

  await check('both are looked at in one place, scrolled as one, one above the other on a phone', async () => {
    await page.getByRole('tab', { name: 'Visual' }).click();
    for (const how of ['Overlay', 'Swipe']) {
      await page.getByRole('button', { name: how, exact: true }).click();
      await page.getByRole('slider', { name: 'How much of B is seen' }).fill('20');
      const [upper, lower] = await page.locator('.both .one').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
      same([upper.top, upper.left, upper.width], [lower.top, lower.left, lower.width], how);
    }
    same(await page.locator('.both .upper').evaluate((one) => getComputedStyle(one).clipPath.includes('20%')), true, 'swiped');
    await page.getByRole('button', { name: 'Difference', exact: true }).click();
    const tops = () => page.locator('.both iframe').evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
    const before = await tops();
    await page.locator('.both').evaluate((both) => (both.scrollTop = 50));
    await until(async () => { const after = await tops(); return after[0] === after[1] && after[0] <= before[0]; }, 'scrolled as one');
    await page.getByRole('button', { name: 'Side by side' }).click();
    await page.setViewportSize({ width: 390, height: 844 });
    await until(async () => { const [a, b] = await page.locator('.both .one').evaluateAll((all) => all.map((one) => one.getBoundingClientRect())); return b.top >= a.bottom && a.left === b.left; }, 'one above the other');
    same(await page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth)), 0, 'overflow');
  });
  same(page.complaints, [], 'complaints of the browser');
  await page.close();
}
