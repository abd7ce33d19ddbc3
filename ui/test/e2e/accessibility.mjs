import { same } from './checks.mjs';
import { Looks } from './looks.mjs';

import { screens, severable } from './screens.mjs';

/** Every screen keeps WCAG 2.2 AA, as far as a program can tell. */
export async function accessibility({ check, context, smtp, sink }) {
  const all = await screens({ smtp, sink });
  const page = await context.newPage();
  await page.addInitScript(severable);
  const looks = await Looks.at(page);
  for (const [name, show] of Object.entries(all))
    await check(`no violation, and nothing cut or covered: ${name}`, async () => {
      await looks.first();
      await show(page);
      same(await looks.wrong(), [], 'faults');
    });
  await page.close();
}
