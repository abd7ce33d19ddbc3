import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { same } from './checks.mjs';
import { attached, hostile, html, unique } from './mails.mjs';
import { open, option } from './page.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What depends on the colours and on the width; the other rules of axe are asked once for wide and once for narrow. */
const LOOKS_RULES = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable', 'aria-hidden-focus', 'label-content-name-mismatch'];

/** Every screen is opened once, and looked at in each of these: theme, width, height, and the rules when not all. */
const LOOKS = [
  ['light', 1440, 900],
  ['dark', 1440, 900, ['color-contrast', 'link-in-text-block']],
  ['dark', 1024, 768, LOOKS_RULES],
  ['dark', 390, 844, LOOKS_RULES],
  ['light', 320, 640],
];

/** Every screen keeps WCAG 2.2 AA, as far as a program can tell. */
export async function accessibility({ check, context, smtp, sink }) {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const word = unique();
  await smtp.send({ data: html(`Read ${word}`, '<html lang="en"><title>t</title><p>Hello</p>') });
  await smtp.send({ data: attached(`Files ${word}`) });
  await smtp.send({ data: hostile(`Remote ${word}`, 'http://127.0.0.1:9') });
  const screens = { list: async () => {}, message: (page) => show(page), selection: (page) => page.locator('[data-pick]').first().click(), keys: (page) => page.keyboard.press('?'), none: (page) => page.getByRole('combobox', { name: 'Search messages' }).fill('nothing-has-this') };
  for (const name of ['Text', 'Source', 'Headers', 'Delivery', 'Parts', 'Checks']) screens[name.toLowerCase()] = async (page) => (await show(page), await page.getByRole('tab', { name }).click());

  for (const [name, key] of [['palette', 'Control+k'], ['tags', 't'], ['write', 'n'], ['links', 'v']]) screens[name] = async (page) => (await show(page), await page.keyboard.press(key), await page.getByRole('dialog').waitFor());
  screens.views = async (page) => (await page.getByRole('button', { name: 'Save this view' }).click(), await page.getByRole('dialog').waitFor());
  const { rows } = await (await fetch(`${sink.url}/v1/rows?q=${word}`)).json();
  const [session] = (await (await fetch(`${sink.url}/v1/sessions`)).json()).sessions;
  const beside = { sessions: '/sessions', session: `/sessions/${session.id}`, rules: '/rules?a=anna@customers.example', stats: '/stats', runs: '/runs', run: '/run/7', settings: '/settings', compare: `/compare/${rows[0].id}/${rows[1].id}`, differ: `/compare/${rows[0].id}/${rows[1].id}#headers` };
  for (const [name, path] of Object.entries(beside))
    screens[name] = async (page) => {
      await page.goto(sink.url + path);
      await page.locator('.screenhead h1').waitFor();
      await page.waitForTimeout(200);
    };

  async function show(page) {
    await option(page, `Files ${word}`).click();
    await page.locator('.msghead').waitFor();
  }

  const page = await open(context, sink.url, { width: 1440, height: 900 });
  for (const [name, go] of Object.entries(screens))
    await check(`no violation: ${name}, in ${LOOKS.length} looks`, async () => {
      const [[colorScheme, width, height]] = LOOKS;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      await page.goto('about:blank');
      await page.goto(`${sink.url}/q?q=${word}`);
      await option(page, word).first().waitFor();
      await go(page);
      await page.evaluate(axe);
      const found = [];
      for (const look of LOOKS) found.push(...(await looked(page, look)));
      same(found, [], 'violations');
    });
  await page.close();
}

/** looked returns what is wrong with what the page shows in one look. */
async function looked(page, [colorScheme, width, height, rules]) {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height });
  // The page has to be laid out and drawn in its new look.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const found = [];
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) found.push(`${wide} pixels too wide`);
  found.push(...(await page.evaluate(small)));
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: TAGS };
  const { violations } = await page.evaluate((runOnly) => window.axe.run(document, { runOnly, iframes: false, resultTypes: ['violations'] }), runOnly);
  found.push(...violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ').slice(0, 200)}`));
  return found.map((one) => `${colorScheme}, ${width} pixels: ${one}`);
}

/** small names the controls in sight that are too small to hit: less than 24 pixels high or wide, and not in a line of text. */
function small() {
  const out = [];
  for (const one of document.querySelectorAll('button, a, input, select, summary, textarea, [role=tab]')) {
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height || !one.checkVisibility() || one.closest('.sr, .skip')) continue;
    const inline = one.tagName === 'A' && (getComputedStyle(one).display === 'inline' || parseFloat(getComputedStyle(one).lineHeight) >= 24);
    const ticked = one.matches('input[type=checkbox]') && (one.closest('label') || one.classList.contains('check'));
    if (!inline && !ticked && (box.height < 23.5 || box.width < 23.5)) out.push(`${one.outerHTML.slice(0, 80)} is ${Math.round(box.width)} x ${Math.round(box.height)}`);
  }
  return out;
}
