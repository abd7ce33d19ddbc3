import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { browse } from './browser.mjs';
import { settled } from './e2e/page.mjs';
import { screens, severable } from './e2e/screens.mjs';
import { Smtp } from './e2e/smtp.mjs';
import { Fake } from './fake/server.mjs';
import { started } from './program.mjs';
import { seeded } from './real.mjs';

// Pictures of every screen, layer and state, on a desk and on a phone, the main
// ones also in between and at 200 % (720 pixels), in two themes: those of the
// mail with a stand-in that has a hundred thousand messages, the others with
// real mailsinks.
//
//	node test/shots.mjs FOLDER [part of a screen's name]

const folder = process.argv[2];
const only = process.argv[3] ?? '';
if (!folder) throw new Error('say where to write: node test/shots.mjs FOLDER');

const SIZES = { 1440: { width: 1440, height: 900 }, 1024: { width: 1024, height: 768 }, 720: { width: 720, height: 450 }, 390: { width: 390, height: 844 } };

/** The sizes that only the main screens are shown in. */
const BETWEEN = ['1024', '720'];
const MAIN = ['list', 'mail', 'news-delivery', 'news-parts', 'news-checks', 'empty', 'rules', 'sessions', 'session', 'runs', 'stats', 'settings', 'compare', 'write', 'keys', 'palette', 'mirrored', 'login'];
/** The states that are made by their name. */
const STATES = ['offers', 'wrong', 'bad', 'links', 'views', 'mine', 'deleted', 'failed', 'unlisted', 'unknown', 'offline', 'gone'];

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

/** beside returns the screens that a real mailsink shows. */
async function beside({ url }) {
  const { rows } = await (await fetch(`${url}/v1/rows?limit=60`)).json();
  const { sessions } = await (await fetch(`${url}/v1/sessions`)).json();
  const at = (subject) => rows.find((row) => row.subj.startsWith(subject)).id;
  await fetch(`${url}/v1/wait?timeout=0&q=${encodeURIComponent('rcpt:qa+run2 subject:Welcome')}`);
  const go = (path) => (page) => open(page, url + path);
  return {
    mail: go(`/m/${at('Your order 1002')}`),
    news: go(`/m/${at('Your invitation')}#html,w=393`),
    'news-text': go(`/m/${at('Your invitation')}#text`),
    'news-source': async (page) => {
      await open(page, `${url}/m/${at('Your invitation')}#source`);
      await page.getByRole('button', { name: 'HTML', exact: true }).click();
    },
    'news-headers': go(`/m/${at('Your invitation')}#headers`),
    'news-delivery': go(`/m/${at('Your invitation')}#delivery`),
    'news-parts': go(`/m/${at('Your invitation')}#parts`),
    'news-picture': async (page) => {
      await open(page, `${url}/m/${at('Your invitation')}#parts`);
      await page.getByRole('treeitem', { name: /image/ }).click();
    },
    'news-letter': async (page) => {
      await open(page, `${url}/m/${at('Your invitation')}#parts`);
      await page.getByRole('treeitem', { name: /rfc822/ }).click();
    },
    'news-checks': go(`/m/${at('Your invitation')}#checks`),
    arabic: go(`/m/${at('تم شحن')}`),
    'compare-headers': go(`/compare/${at('Your order 1001')}/${at('Your order 1002')}#headers`),
    checks: go(`/m/${at('Your order 1002')}#checks`),
    'way-external': go(`/m/${at('Figures')}#delivery`),
    sessions: go('/sessions'),
    session: go(`/sessions/${sessions.find((one) => one.refused).id}`),
    rules: go('/rules?a=boss@team.example'),
    draft: async (page) => {
      await open(page, `${url}/rules?a=lena.park@customers.example`);
      if (page.viewportSize().width < 720) await page.locator('.table-list .entry:not(:disabled)').first().click();
      await page.locator('.lines-edit textarea').fill('# staging\n/^boss@team\\.example$/   ceo@team.example\n/^qa\\+(.*)@team\\.example$/   qa@shop.example\n/@customers\\.example$/   anna@shop.example\n');
      await page.waitForTimeout(600);
    },
    run: go('/run/9912'),
    runs: go('/runs'),
    stats: go('/stats'),
    settings: go('/settings'),
    compare: go(`/compare/${at('Your order 1001')}/${at('Your order 1002')}`),
    words: go(`/compare/${at('Your order 1001')}/${at('Your order 1002')}#text`),
    write: async (page) => (await open(page, url), await page.keyboard.press('n'), await page.getByRole('dialog').waitFor()),
    palette: async (page) => (await open(page, url), await page.keyboard.press('Control+k'), await page.getByRole('combobox', { name: 'Do anything' }).fill('ru')),
    tags: async (page) => (await open(page, `${url}/m/${at('Confirm')}`), await page.keyboard.press('t'), await page.getByRole('dialog').waitFor()),
    found: go('/q?q=rcpt%3Aanna+is%3Aunread+shipped'),
    pseudo: go(`/rules?lang=qps&a=boss@team.example`),
    mirrored: go(`/m/${at('Your order 1002')}?dir=rtl`),
  };
}

/** picture takes every screen in its sizes and both themes. */
async function picture(context, screens) {
  for (const [width, viewport] of Object.entries(SIZES))
    for (const [name, go] of Object.entries(screens)) {
      const wanted = ['light', 'dark'].filter((theme) => `${name}-${width}-${theme}`.includes(only));
      if (!wanted.length || (BETWEEN.includes(width) && !MAIN.includes(name))) continue;
      const page = await context.newPage();
      page.on('console', (line) => line.type() === 'error' && console.error(name, line.text()));
      page.on('pageerror', (cause) => console.error(name, cause.message));
      await page.addInitScript(severable);
      await page.setViewportSize(viewport);
      await go(page);
      for (const colorScheme of wanted) {
        await page.emulateMedia({ colorScheme });
        await settled(page);
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
      }
      await page.close();
    }
}

/** states returns the layers and states that the other screens do not show. */
async function states(sink) {
  const smtp = await Smtp.open(sink.smtp);
  const all = await screens({ smtp, sink });
  smtp.close();
  return Object.fromEntries(STATES.map((name) => [`state-${name}`, all[name]]));
}

/** guarded shows the login of a sink, before and after a wrong password. */
function guarded(context) {
  const users = async (file) => (await writeFile(join(file, 'users'), 'ann:{PLAIN}secret\n', { mode: 0o600 }), ['--users', join(file, 'users'), '--environment', 'Staging:#b45309']);
  const wrong = async (page, url) => {
    await open(page, url);
    await page.locator('#name').fill('ann');
    await page.locator('#password').fill('guess');
    await page.keyboard.press('Enter');
    await page.locator('[role=alert]').waitFor();
  };
  return started(({ url }) => picture(context, { login: (page) => open(page, url), 'login-wrong': (page) => wrong(page, url) }), users);
}

await mkdir(folder, { recursive: true });
await browse({}, async (context) => {
  await picture(context, SCREENS);
  await seeded(async (sink) => picture(context, await beside(sink)));
  if (!only || 'state-'.startsWith(only.slice(0, 6))) await started(async (sink) => picture(context, await states(sink)));
  if (!only || only.startsWith('login')) await guarded(context);
});
full.close();
empty.close();
