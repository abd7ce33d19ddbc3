import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { same } from './checks.mjs';
import { attached, hostile, html, unique } from './mails.mjs';
import { open, option } from './page.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const LOOKS = [
  ['light', 1440, 900],
  ['light', 1024, 768],
  ['light', 390, 844],
  ['light', 320, 640],
  ['dark', 1440, 900],
  ['dark', 390, 844],
];

/** Every screen keeps WCAG 2.2 AA, as far as a program can tell. */
export async function accessibility({ check, context, smtp, sink }) {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const word = unique();
  await smtp.send({ data: html(`Read ${word}`, '<html lang="en"><title>t</title><p>Hello</p>') });
  await smtp.send({ data: attached(`Files ${word}`) });
  await smtp.send({ data: hostile(`Remote ${word}`, 'http://127.0.0.1:9') });
  const screens = { list: async () => {}, message: (page) => show(page), selection: (page) => page.locator('[data-pick]').first().click(), keys: (page) => page.keyboard.press('?'), none: (page) => page.getByRole('combobox', { name: 'Search messages' }).fill('nothing-has-this') };
  for (const name of ['Text', 'Source', 'Headers', 'Delivery', 'Parts']) screens[name.toLowerCase()] = async (page) => (await show(page), await page.getByRole('tab', { name }).click());

  async function show(page) {
    await option(page, `Files ${word}`).click();
    await page.locator('.msghead').waitFor();
  }

  for (const [colorScheme, width, height] of LOOKS)
    await check(`no violation in ${Object.keys(screens).length} screens, ${colorScheme}, ${width} pixels`, async () => {
      const found = [];
      for (const [name, go] of Object.entries(screens)) {
        const page = await open(context, `${sink.url}/q?q=${word}`, { width, height });
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await option(page, word).first().waitFor();
        await go(page);
        await page.waitForTimeout(150);
        await page.evaluate(axe);
        const { violations } = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags, iframes: false }), TAGS);
        found.push(...violations.map((one) => `${name}: ${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ').slice(0, 200)}`));
        await page.close();
      }
      same(found, [], 'violations');
    });
}
