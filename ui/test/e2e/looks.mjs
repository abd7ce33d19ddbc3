import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { settled } from './page.mjs';
import { scan, spaceOut } from './scan.mjs';

/** LOOKS are in what every screen is seen: theme, width, height, points of the screen for one of the page, and whether all rules of axe are asked, of all or of what is new, or only those about colours. */
const LOOKS = [
  ['light', 1440, 900, 1, 'all'],
  ['light', 1024, 768, 1],
  // 1,440 pixels at 200 %.
  ['light', 720, 450, 2],
  ['light', 390, 844, 1],
  ['light', 320, 640, 1, 'new'],
  ['dark', 320, 640, 1],
  ['dark', 390, 844, 1],
  ['dark', 1024, 768, 1],
  ['dark', 1440, 900, 1],
];

/** The rules of axe that depend on colours, which are asked of each pair of colours of each kind of element. How large things are, and whether they can be reached, is scanned in each look. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Looks sees a page as people do: in both themes, at every width, enlarged, and with its text spaced out. */
export class Looks {
  /** What axe was asked about already, by what it was asked for. */
  seen = {};

  constructor(page, axe, cdp) {
    Object.assign(this, { page, axe, cdp });
  }

  static async at(page) {
    return new Looks(page, await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'), await page.context().newCDPSession(page));
  }

  /** first puts the page into the look in which screens are opened. */
  first() {
    return this.wear(LOOKS[0]);
  }

  async wear([colorScheme, width, height, deviceScaleFactor]) {
    if (this.scheme !== colorScheme) await this.page.emulateMedia({ colorScheme: (this.scheme = colorScheme), reducedMotion: 'reduce' });
    await this.cdp.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor, mobile: false });
    await settled(this.page);
  }

  /** wrong returns what is wrong with what the page shows now, in each look. */
  async wrong() {
    await this.page.evaluate(this.axe);
    const found = [];
    for (const look of LOOKS) {
      const [scheme, width, , , all] = look;
      await this.wear(look);
      // Where things are does not depend on their colours.
      const said = scheme === 'light' ? await this.page.evaluate(scan, false) : [];
      said.push(...(await this.violations(look)));
      if (all) said.push(...(await this.spaced()));
      found.push(...said.map((one) => `${scheme}, ${width} pixels: ${one}`));
    }
    await this.first();
    return found;
  }

  /** violations asks axe: about everything where all rules are to hold, elsewhere about what has not been seen so before. */
  async violations([scheme, width, , , all]) {
    const places = [this.place(`colours ${scheme}`), all ? this.place(`kinds ${width}`) : undefined];
    const [colours, kinds] = await this.page.evaluate(fresh, places);
    places[0].push(...colours);
    places[1]?.push(...kinds);
    if (all === 'all') return this.page.evaluate(ask, { whole: true });
    if (all) return kinds.length ? this.page.evaluate(ask, {}) : [];
    return colours.length ? this.page.evaluate(ask, { rules: COLOURS }) : [];
  }

  place(name) {
    return (this.seen[name] ??= []);
  }

  /** spaced returns what is lost when the user spaces out the text. */
  async spaced() {
    await this.page.evaluate(spaceOut, true);
    await settled(this.page);
    const found = await this.page.evaluate(scan, true);
    await this.page.evaluate(spaceOut, false);
    return found.map((one) => `spaced out, ${one}`);
  }
}

/** fresh marks the elements in sight of which none of their kind, in its place, was seen in its colours, or at all, and returns their kinds. */
function fresh(places) {
  const known = places.map((kinds) => kinds && new Set(kinds));
  const news = places.map(() => new Set());
  const kinds = new Map();
  const kind = (one) => {
    if (!kinds.has(one)) kinds.set(one, `${one.tagName}.${one.getAttribute('class') ?? ''}${['aria-pressed', 'aria-selected', 'aria-current', 'aria-disabled', 'disabled'].map((name) => one.getAttribute(name) ?? '')}`);
    return kinds.get(one);
  };
  for (const one of document.querySelectorAll('[data-fresh]')) one.removeAttribute('data-fresh');
  for (const one of document.body.querySelectorAll(':not(svg, svg *)')) {
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    const { color, backgroundColor, fontSize } = getComputedStyle(one);
    const said = one.matches('button, a, input, select') ? one.getAttribute('aria-label') ?? one.title : '';
    const name = `${kind(one.parentElement)} ${kind(one)} ${said}`;
    for (const [nth, it] of [`${name} ${color} ${backgroundColor} ${fontSize}`, name].entries()) {
      if (!known[nth] || known[nth].has(it) || news[nth].has(it)) continue;
      news[nth].add(it);
      one.setAttribute('data-fresh', '');
    }
  }
  return news.map((kinds) => [...kinds]);
}

/** ask has axe look at the whole document, or at what is marked, by all rules or by some. */
async function ask({ rules, whole }) {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: tags };
  const { violations } = await window.axe.run(whole ? document : { include: [['[data-fresh]']] }, { runOnly, iframes: false, resultTypes: ['violations'] });
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ').slice(0, 200)}`);
}
