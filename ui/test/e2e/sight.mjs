import { same, want } from './checks.mjs';
import { html, unique } from './mails.mjs';
import { open, openRow, settled } from './page.mjs';

/** Pairs of colours that lie on each other, and the least contrast of each: 4.5 for text, 3 for the edges of controls and the focus (WCAG 1.4.3, 1.4.11). */
const PAIRS = [
  ...['bg', 'bg-sunken', 'bg-hover', 'bg-sel'].flatMap((under) => ['fg', 'fg-2', 'fg-3', 'accent'].map((over) => [over, under, 4.5])),
  ...['ok', 'warn', 'danger', 'rcpt'].flatMap((name) => [[name, `bg-${name}`, 4.5], [name, 'bg', 4.5]]),
  ...['fg', 'fg-2'].flatMap((over) => ['bg-ok', 'bg-warn', 'bg-danger', 'bg-rcpt'].map((under) => [over, under, 4.5])),
  ['rcpt', 'bg-sel', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-danger', 'danger', 4.5],
  ...['bg', 'bg-sunken'].map((under) => ['line-ctl', under, 3]),
];

/** What can be told from what, for eyes of every kind. */
export async function sight({ check, context, smtp, sink }) {
  const word = unique();
  for (let n = 0; n < 3; n++) await smtp.send({ data: html(`Sight ${word} ${n}`, '<p>Hello</p>') });
  const page = await open(context, `${sink.url}/q?q=${word}`);
  await openRow(page, `${word} 1`);

  await check('every pair of colours has the contrast it needs, in both themes, and with tags of any hue', async () => {
    const low = [];
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      low.push(...(await page.evaluate(contrasts, PAIRS)).map((one) => `${colorScheme}: ${one}`));
    }
    same(low, [], 'too low');
  });

  await check('more contrast is given to who asks for it', async () => {
    const grey = () => page.evaluate(() => getComputedStyle(document.querySelector('.msg .facts, .when')).color);
    const before = await grey();
    await page.emulateMedia({ contrast: 'more' });
    want((await grey()) !== before, `${before} still`);
    await page.emulateMedia({ contrast: 'no-preference' });
  });

  await check('in colours of the user’s own, the active and the open row have an outline, and what is on is told from what is off', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    await page.locator('.list').focus();
    await page.keyboard.press('j');
    const outlines = await page.locator('.row.active, .row.current').evaluateAll((rows) => rows.map((row) => [getComputedStyle(row).outlineStyle, parseFloat(getComputedStyle(row).outlineWidth) >= 2]));
    same([outlines.length > 0, outlines.every(([style, wide]) => style === 'solid' && wide)], [true, true], 'rows, all outlined');
    const look = (selector) => page.locator(selector).first().evaluate((one) => `${getComputedStyle(one).backgroundColor} ${getComputedStyle(one).color}`);
    want((await look('.seg [aria-pressed=true]')) !== (await look('.seg [aria-pressed=false]')), 'a pressed button looks like others');
    await page.emulateMedia({ forcedColors: 'none' });
  });

  await check('nothing moves for who wants less of it', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await smtp.send({ data: html(`Sight ${word} 9`, '<p>Hello</p>') });
    await page.locator('.row', { hasText: `${word} 9` }).waitFor();
    await page.keyboard.press('Control+k');
    await page.locator('dialog').waitFor();
    const moving = await page.evaluate(() => [
      document.getAnimations().filter((one) => one.playState === 'running').map((one) => one.animationName ?? one.transitionProperty),
      [...document.querySelectorAll('*')].filter((one) => getComputedStyle(one).scrollBehavior === 'smooth' || getComputedStyle(one).transitionDuration.split(', ').some((time) => parseFloat(time) > 0)).length,
    ]);
    same(moving, [[], 0], 'animations, and elements that would move');
    await page.keyboard.press('Escape');
    await page.emulateMedia({ reducedMotion: null });
  });

  await check('every tag has a colour of its own behind it', async () => {
    await page.goto(`${sink.url}/q?q=${word}`);
    const { rows } = await (await fetch(`${sink.url}/v1/rows?q=${word}`)).json();
    await fetch(`${sink.url}/v1/actions`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ op: 'tag', tag: 'orders', ids: rows.map(({ id }) => id) }) });
    await page.locator('.row .tag').first().waitFor();
    await settled(page);
    const bare = await page.locator('.tag').evaluateAll((tags) => tags.filter((one) => /rgba\(0, 0, 0, 0\)|transparent/.test(getComputedStyle(one).backgroundColor)).length);
    same(bare, 0, 'tags without one');
  });
  await page.close();
}

/** contrasts names the pairs of colours whose contrast is too low, as WCAG 2.2 computes it from what the browser draws. */
function contrasts(pairs) {
  const probe = document.body.appendChild(document.createElement('span'));
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const luminance = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const drawn = (color) => {
    probe.style.color = color;
    return luminance(getComputedStyle(probe).color);
  };
  const low = [];
  for (const [over, under, least] of pairs) {
    const found = ratio(drawn(`var(--${over})`), drawn(`var(--${under})`));
    if (found < least) low.push(`${over} on ${under}: ${found.toFixed(2)}`);
  }
  probe.className = 'tag';
  for (let hue = 0; hue < 360; hue += 5) {
    probe.style.cssText = `--h: ${hue}`;
    const style = getComputedStyle(probe);
    const found = ratio(luminance(style.color), luminance(style.backgroundColor));
    if (found < 4.5) low.push(`a tag of hue ${hue}: ${found.toFixed(2)}`);
  }
  probe.remove();
  return low;
}
