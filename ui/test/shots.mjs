import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { browse } from './browser.mjs';
import { Fake } from './fake/server.mjs';

// Pictures of every screen, in three widths and two themes:
//
//	node test/shots.mjs FOLDER [part of a screen's name]

const folder = process.argv[2];
const only = process.argv[3] ?? '';
if (!folder) throw new Error('say where to write: node test/shots.mjs FOLDER');

const SIZES = { 1440: { width: 1440, height: 900 }, 1024: { width: 1024, height: 768 }, 390: { width: 390, height: 844 } };

const full = new Fake(100_000);
full.environment = { name: 'Staging', color: '#b45309' };
const empty = new Fake(0);
const [home, blank] = [await full.listen(), await empty.listen()];
const at = (back) => full.rows[full.rows.length - back];
const find = (kind, from = 1) => full.rows.slice(0, -from).findLast((one) => one.seq % 6 === kind);
const message = (kind, tab) => async (page) => open(page, `${home}/m/${find(kind).id}${tab ? `#${tab}` : ''}`);

async function open(page, url) {
  await page.goto(url);
  await page.waitForLoadState('networkidle');
}

const SCREENS = {
  list: (page) => open(page, home),
  selected: async (page) => {
    await open(page, home);
    for (const nth of [1, 3]) await page.locator('[data-pick]').nth(nth).click();
  },
  held: async (page) => {
    await open(page, home);
    await page.locator('.list').evaluate((list) => (list.scrollTop = 3000));
    await page.waitForTimeout(300);
    full.arrive(37);
    await page.waitForTimeout(400);
  },
  html: message(0),
  code: message(1),
  attachments: message(2),
  dark: message(0, 'html,w=360,dark'),
  text: message(3, 'text'),
  source: message(2, 'source'),
  headers: message(0, 'headers'),
  delivery: message(4, 'delivery'),
  parts: message(2, 'parts'),
  rtl: message(5),
  gone: (page) => open(page, `${home}/m/nothing`),
  search: (page) => open(page, `${home}/q?q=invoice`),
  none: (page) => open(page, `${home}/q?q=no-such-thing`),
  empty: (page) => open(page, blank),
  keys: async (page) => {
    await open(page, home);
    await page.keyboard.press('?');
  },
  nav: async (page) => {
    await open(page, home);
    const button = page.locator('.drawer:visible, .bottombar button:nth-child(2):visible');
    if (await button.count()) await button.first().click();
  },
  paused: async (page) => {
    await open(page, `${home}/m/${at(3).id}`);
    await page.keyboard.press('.');
    full.arrive(5);
    await page.waitForTimeout(300);
  },
  offline: async (page) => {
    await open(page, home);
    full.deaf = true;
    for (const one of full.subscribers) one.close();
    await page.waitForTimeout(4000);
    full.deaf = false;
  },
  confirm: async (page) => {
    await open(page, home);
    await page.locator('.list').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('#');
  },
};

await mkdir(folder, { recursive: true });
await browse({}, async (context) => {
  for (const [width, viewport] of Object.entries(SIZES))
    for (const colorScheme of ['light', 'dark'])
      for (const [name, go] of Object.entries(SCREENS)) {
        if (!`${name}-${width}-${colorScheme}`.includes(only)) continue;
        const page = await context.newPage();
        page.on('console', (line) => line.type() === 'error' && console.error(name, line.text()));
        page.on('pageerror', (cause) => console.error(name, cause.message));
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await go(page);
        await page.waitForTimeout(250);
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
        await page.close();
      }
});
full.close();
empty.close();
