import { same } from './checks.mjs';
import { settled } from './page.mjs';
import { english, scan } from './scan.mjs';
import { screens } from './screens.mjs';

/** What holds words of others: of mail, of what servers and programs say, of rules, and names of people, accounts, files and features. */
export const CONTENT = [
  '.subject, .snippet, .who, .rcpt, .mbox, .tag, .msghead h2, .plain, .address, .chips, .brand, code, pre, bdi, kbd',
  '.headers dt, .headers .value, .way td, .event h4, .event dd, .letter dd, .tree .dim, [role=treeitem], .target, .target + b, .links, .files, .attachments, .part > h3, section.part',
  '.bars .name, .results .name, .offers .name, .nav .name + .n, .nav [title], .compat td, .features, .findings b, .check-of td, .check-of a, .check-of .dim, .mono, .mails a, .entry, .lines-of .dim, .failure p, p.hint[role=alert], .hint[role=alert] > p, .hint[role=status] > p, .ink, .state[role=alert] p + p, .hint[role=alert] p, .search span, .search .ink, option',
].join(', ');

/** Every word can be of another language, longer, and run the other way. */
export async function words({ check, context, smtp, sink }) {
  const page = await context.newPage();
  const all = await screens({ smtp, sink });
  delete all.offline;
  for (const [name, show] of Object.entries(all))
    await check(`in another language nothing is English, cut or covered: ${name}`, async () => {
      const found = [];
      await page.setViewportSize({ width: 390, height: 844 });
      await show(page, 'lang=qps&dir=rtl');
      for (const [width, height] of [[390, 844], [1440, 900]]) {
        await page.setViewportSize({ width, height });
        await settled(page);
        found.push(...(await page.evaluate(scan, false)).map((one) => `${width} pixels: ${one}`));
      }
      if (!(await page.evaluate(mirrored))) found.push('not mirrored');
      found.push(...(await page.evaluate(english, CONTENT)).map((one) => `in English: ${one}`));
      same(found, [], 'faults');
    });
  await page.close();
}

/** mirrored tells whether the page runs from right to left: what is to be on the left stands on the right. */
function mirrored() {
  const [nav, main] = ['.nav.side', 'main'].map((one) => document.querySelector(one).getBoundingClientRect());
  return getComputedStyle(document.body).direction === 'rtl' && nav.left >= main.right - 1;
}
