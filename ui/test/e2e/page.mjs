import { equal, until } from './checks.mjs';

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

/** openRow opens the first message with a word in its row. A row that moved away from beneath the pointer is clicked again. */
export async function openRow(page, word) {
  await until(async () => {
    const row = option(page, word).first();
    const id = await row.getAttribute('id');
    await row.click({ timeout: 5000 });
    return page.waitForURL((url) => url.pathname.endsWith(`/m/${id.slice(2)}`), { timeout: 2000 }).then(() => true);
  }, `the message ${word} is open`);
  await page.locator('.msghead h2').waitFor();
}

/** arrived opens a page, sends a message, and opens it there once it has come. */
export async function arrived({ context, smtp, sink }, word, mail, size) {
  const page = await open(context, sink.url, size);
  await smtp.send({ to: [`${word}@customers.example`], data: mail });
  await openRow(page, word);
  await page.locator('.msghead h2', { hasText: word }).waitFor();
  return page;
}

/** The preview that is shown, while the next one may be loading behind it. */
const SHOWN = '.preview iframe.now';

/**
 * inFrame asks something of an element inside the preview that is shown. The
 * preview is exchanged for another when what is shown changes, also between
 * finding the element and asking it: then the new one is asked.
 */
export async function inFrame(page, selector, ask, arg) {
  let answer;
  await until(async () => {
    await page.locator('.preview iframe.next').waitFor({ state: 'detached', timeout: 5000 });
    answer = await page.frameLocator(SHOWN).locator(selector).first().evaluate(ask, arg, { timeout: 5000 });
    return true;
  }, `${selector} in the preview`);
  return answer;
}

/** frameSays waits until what is asked inside the preview is answered as wanted. */
export function frameSays(page, selector, ask, wanted, what) {
  return equal(() => inFrame(page, selector, ask), wanted, what);
}

/** opened clicks a link in the preview until a page has opened, and returns that. */
export async function opened(page, selector) {
  let popup;
  await until(async () => {
    const opening = page.context().waitForEvent('page', { timeout: 5000 });
    await Promise.all([opening, page.frameLocator(SHOWN).locator(selector).click({ timeout: 5000 })]);
    popup = await opening;
    return true;
  }, `${selector} opens a page`);
  return popup;
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

/** settled waits until the page is laid out and drawn, and nothing of it moves any more. */
export function settled(page) {
  return page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    await document.fonts.ready;
    await frame();
    await Promise.all(document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity).map((one) => one.finished.catch(() => undefined)));
    await frame();
  });
}
