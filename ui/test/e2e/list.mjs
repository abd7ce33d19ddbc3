import { same, until, want } from './checks.mjs';
import { plain, unique } from './mails.mjs';
import { open, option, rowIds } from './page.mjs';

/** The list is searched, selected from and deleted from, at every width. */
export async function list({ check, context, smtp, sink }) {
  const page = await open(context, sink.url);

  for (let n = 0; n < 25; n++) await smtp.send({ data: plain(`Seed ${n}`) });

  await check('typing in the search box lists what matches', async () => {
    const word = unique();
    await smtp.send({ to: [`${word}@customers.example`], data: plain(`Find ${word}`) });
    await option(page, word).waitFor();
    await page.getByRole('combobox', { name: 'Search messages' }).fill(word);
    await until(async () => (await page.locator('.window .row').count()) === 1, 'one row');
    want(page.url().endsWith(`/q?q=${word}`), page.url());
    await page.getByRole('combobox', { name: 'Search messages' }).fill(`rcpt:${word}`);
    await until(async () => page.url().includes('rcpt') && (await page.locator('.window .row').count()) === 1, 'one row by recipient');
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await until(async () => (await page.locator('.window .row').count()) > 1, 'all rows');
  });

  await check('a recipient in the navigation leads to its mail', async () => {
    const word = unique();
    for (let n = 0; n < 2; n++) await smtp.send({ to: [`${word}@customers.example`], data: plain(`To ${word} ${n}`) });
    await page.getByRole('searchbox', { name: 'Find a recipient' }).fill(word);
    await page.getByRole('link', { name: new RegExp(`${word}@customers.example`) }).click();
    await until(async () => (await page.locator('.window .row').count()) === 2, 'two rows');
    await page.goBack();
    await until(async () => (await page.locator('.window .row').count()) > 2, 'all rows');
  });

  await check('selected rows are deleted together', async () => {
    const word = unique();
    for (let n = 0; n < 4; n++) await smtp.send({ data: plain(`Gone ${word} ${n}`) });
    await until(async () => (await option(page, word).count()) === 4, 'four rows');
    for (const n of [0, 2]) await option(page, `${word} ${n}`).locator('[data-pick]').click();
    same(await option(page, `${word} 0`).getAttribute('aria-selected'), 'true', 'selected');
    await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
    await until(async () => (await option(page, word).count()) === 2, 'two rows left');
    await page.getByText('2 messages deleted').waitFor();
  });

  await check('all that a query finds is deleted, and nothing else', async () => {
    const word = unique();
    for (let n = 0; n < 3; n++) await smtp.send({ data: plain(`All ${word} ${n}`) });
    await smtp.send({ data: plain('Kept after all') });
    await page.getByRole('combobox', { name: 'Search messages' }).fill(word);
    await until(async () => (await page.locator('.window .row').count()) === 3, 'three rows');
    await page.getByRole('checkbox', { name: 'Select all in this view' }).click();
    await page.getByText('3 selected').waitFor();
    await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Show all mail' }).click();
    await option(page, 'Kept after all').waitFor();
  });

  await check('a query that is wrong says so', async () => {
    const wrong = await open(context, `${sink.url}/q?q=${encodeURIComponent('is:nonsense')}`);
    await wrong.getByRole('alert').first().waitFor();
    await wrong.close();
  });

  await check('back leads through message and query to the list where it was', async () => {
    await page.locator('.list').evaluate((element) => (element.scrollTop = 720));
    await until(async () => (await rowIds(page)).length > 5, 'rows');
    await page.locator('.window .row').nth(9).click();
    await page.locator('.msghead').waitFor();
    await page.goBack();
    await page.getByText('No message is open').waitFor();
    same(await page.locator('.list').evaluate((element) => element.scrollTop), 720, 'scroll position');
  });

  await check('on a phone the list and the message take turns', async () => {
    const phone = await open(context, sink.url, { width: 390, height: 844 });
    await phone.locator('.list').evaluate((element) => (element.scrollTop = 360));
    await until(async () => (await rowIds(phone)).length > 5, 'rows');
    await phone.locator('.window .row').nth(7).click();
    await phone.locator('.msghead h2').waitFor();
    same(await phone.locator('.list').isVisible(), false, 'list is seen');
    await phone.getByRole('button', { name: 'Back to the list' }).click();
    await phone.locator('.list').waitFor();
    await until(() => phone.locator('.list').evaluate((element) => element.scrollTop === 360), 'the scroll position');
    await phone.getByRole('button', { name: 'Views' }).click();
    await phone.getByRole('dialog').getByRole('link', { name: /Unread/ }).click();
    await until(() => phone.url().includes('is%3Aunread'), 'unread');
    await phone.close();
  });

  for (const [width, height] of [[1440, 900], [1024, 768], [390, 844], [320, 640]])
    await check(`at ${width} pixels nothing is wider than the page, and every control can be hit`, async () => {
      const here = await open(context, sink.url, { width, height });
      await here.locator('.window .row').first().click();
      await here.locator('.msghead').waitFor();
      const found = await here.evaluate(faults);
      same(found, { over: 0, small: [] }, 'faults');
      await here.close();
    });
  await page.close();
}

/** faults returns how much wider than the window the page is, and the controls that are too small to hit. */
function faults() {
  const small = [...document.querySelectorAll('button, a, input, [role=tab]')].filter((one) => {
    const box = one.getBoundingClientRect();
    const shown = one.checkVisibility({ visibilityProperty: true }) && box.bottom > 0 && getComputedStyle(one).display !== 'inline';
    return shown && (box.height < 24 || box.width < 24) && !one.matches('[type=checkbox]');
  });
  return { over: Math.max(0, document.documentElement.scrollWidth - innerWidth), small: small.map((one) => one.outerHTML.slice(0, 120)) };
}
