import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { settled } from './page.mjs';
import { scan, spaceOut } from './scan.mjs';

/** LOOKS are in what every screen is seen: theme, width, height, points of the screen for one of the page, and whether all rules of axe are asked or those that depend on it. */
const LOOKS = [
  ['light', 1440, 900, 1, 'all'],
  ['dark', 1440, 900, 1],
  ['dark', 1024, 768, 1],
  ['light', 1024, 768, 1],
  // 1,440 pixels at 200 %.
  ['light', 720, 450, 2],
  ['light', 390, 844, 1],
  ['dark', 390, 844, 1],
  ['dark', 320, 640, 1],
  ['light', 320, 640, 1, 'all'],
];

/** The rules of axe that depend on colours, which are asked of each pair of colours of each kind of element, and on the width, of each kind of element at each width. */
const RULES = {
  colours: ['color-contrast', 'link-in-text-block'],
  sizes: ['target-size', 'scrollable-region-focusable', 'aria-hidden-focus', 'label-content-name-mismatch'],
};

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
      await this.wear(look);
      const said = [...(await this.page.evaluate(scan, false)), ...(await this.violations(look))];
      found.push(...said.map((one) => `${look[0]}, ${look[1]} pixels: ${one}`));
    }
    found.push(...(await this.spaced()));
    await this.first();
    return found;
  }

  /** violations asks axe: about everything where all rules are to hold, elsewhere about what has not been seen so before. */
  async violations([scheme, width, , , all]) {
    const found = [];
    const places = { colours: scheme, sizes: `${width}` };
    for (const [what, rules] of Object.entries(RULES)) {
      const seen = (this.seen[`${what} ${places[what]}`] ??= []);
      const news = await this.page.evaluate(fresh, { seen, what });
      seen.push(...news);
      if (news.length && !all) found.push(...(await this.page.evaluate(ask, rules)));
    }
    return all ? this.page.evaluate(ask, undefined) : found;
  }

  /** spaced returns what is lost when the user spaces out the text, on a phone and on a desk. */
  async spaced() {
    const found = [];
    for (const look of [LOOKS[8], LOOKS[0]]) {
      await this.wear(look);
      await this.page.evaluate(spaceOut, true);
      await settled(this.page);
      found.push(...(await this.page.evaluate(scan, true)).map((one) => `spaced out, ${look[1]} pixels: ${one}`));
      await this.page.evaluate(spaceOut, false);
    }
    return found;
  }
}

/** fresh marks the elements in sight of which none of their kind, in its place, was seen, and returns their kinds. */
function fresh({ seen, what }) {
  const known = new Set(seen);
  const news = new Set();
  const kind = (one) => `${one.tagName}.${one.getAttribute('class') ?? ''}${['aria-pressed', 'aria-selected', 'aria-current', 'aria-disabled', 'disabled'].map((name) => one.getAttribute(name) ?? '')}`;
  const drawn = (one) => {
    const { color, backgroundColor, fontSize } = getComputedStyle(one);
    return `${color} ${backgroundColor} ${fontSize}`;
  };
  for (const one of document.body.querySelectorAll('*')) {
    one.removeAttribute('data-fresh');
    if (one.closest('svg') || !one.checkVisibility({ visibilityProperty: true })) continue;
    const name = `${kind(one.parentElement)} ${kind(one)}${what === 'colours' ? drawn(one) : ''}`;
    if (known.has(name) || news.has(name)) continue;
    news.add(name);
    one.setAttribute('data-fresh', '');
  }
  return [...news];
}

/** ask has axe look at the whole document, or by some rules at what is marked. */
async function ask(rules) {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: tags };
  const { violations } = await window.axe.run(rules ? { include: [['[data-fresh]']] } : document, { runOnly, iframes: false, resultTypes: ['violations'] });
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ').slice(0, 200)}`);
}
