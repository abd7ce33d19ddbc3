import { until } from './checks.mjs';

/** open shows an address of the sink in a new page, which notes every complaint of the browser. */
export async function open(context, address, size) {
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (cause) => page.complaints.push(cause.message));
  // A mail that would run a script is told off by the browser; that is as it should be.
  page.on('console', (line) => line.type() === 'error' && !line.text().includes('/preview/') && page.complaints.push(line.text()));
  if (size) await page.setViewportSize(size);
  await page.goto(address);
  await page.locator('[role=listbox], .empty').first().waitFor({ state: 'attached' });
  return page;
}

/** option is the list entry with a word in its name. */
export function option(page, word) {
  return page.getByRole('option', { name: new RegExp(word) });
}

/** arrived opens a page, sends a message, and opens it there once it has come. */
export async function arrived({ context, smtp, sink }, word, mail, size) {
  const page = await open(context, sink.url, size);
  await smtp.send({ to: [`${word}@customers.example`], data: mail });
  await option(page, word).first().click();
  await page.locator('.msghead h2', { hasText: word }).waitFor();
  return page;
}

/** tab shows one tab of the open message. */
export async function tab(page, name) {
  await page.getByRole('tab', { name }).click();
  await until(() => page.getByRole('tab', { name }).getAttribute('aria-selected').then((value) => value === 'true'), `the tab ${name}`);
}

/** rowIds returns the messages in sight, in order. */
export function rowIds(page) {
  return page.locator('.window .row').evaluateAll((rows) => rows.map((row) => row.id));
}
