import { same, until, want } from './checks.mjs';
import { hostile, plain, unique } from './mails.mjs';
import { arrived, option, open, tab } from './page.mjs';
import { setTrap } from './trap.mjs';

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
    await page.waitForTimeout(500);
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
    await page.frameLocator('.preview iframe.now').locator('body').evaluate((body) => body.querySelectorAll('a, button').forEach((one) => one.click()));
    await page.waitForTimeout(300);
    same([await page.evaluate(() => window.heard), page.url()], [[], where], 'messages, address');
    for (const popup of context.pages()) if (popup.url().startsWith(trap.origin)) await popup.close();
  });

  await check('opened by itself, it fetches nothing either and has no origin', async () => {
    trap.requests.length = 0;
    const alone = await context.newPage();
    await alone.goto(new URL(await page.locator('.preview iframe.now').getAttribute('src'), sink.url).href);
    await alone.waitForTimeout(500);
    same([trap.requests, await alone.evaluate(() => origin)], [[], 'null'], 'requests, origin');
    await alone.close();
  });

  await check('every tab of it fetches nothing', async () => {
    for (const name of ['Text', 'Source', 'Headers', 'Delivery', 'Parts', 'Checks']) await tab(page, name);
    await page.waitForTimeout(200);
    same(trap.requests, [], 'requests');
  });
  await page.close();

  await check('markup in subject, names and addresses stays text', async () => {
    const name = unique();
    const markup = `<img src=${trap.origin}/subject onerror=parent.postMessage('subject','*')>`;
    const here = await open(context, sink.url);
    const mail = plain('x').replace('Subject: x', `Subject: ${name} ${markup}`).replace('From: Shop', `From: "<b>${markup}</b>"`);
    await smtp.send({ data: mail });
    await option(here, name).click();
    await here.locator('.msghead h2', { hasText: name }).waitFor();
    await here.waitForTimeout(200);
    same([trap.requests, await here.evaluate(() => window.heard)], [[], []], 'requests, messages');
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
