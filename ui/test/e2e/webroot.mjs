import { seeded } from '../real.mjs';
import { same } from './checks.mjs';

/** Below a path, as behind a proxy, everything is found. */
export async function webroot({ check, context }) {
  await seeded(async (sink) => {
    await check('below a path every screen loads, and links stay below it', async () => {
      const page = await context.newPage();
      const wrong = [];
      page.on('pageerror', (cause) => wrong.push(cause.message));
      page.on('response', (answer) => answer.status() >= 400 && wrong.push(`${answer.status()} ${answer.url()}`));
      const base = `${sink.url}/mail`;
      for (const path of ['/sessions', '/rules?a=boss@team.example', '/stats', '/runs', '/settings']) {
        await page.goto(base + path);
        await page.locator('.screenhead h1').waitFor();
      }
      await page.goto(`${base}/q?q=shipped`);
      await page.locator('.window .row').nth(1).click();
      await page.getByRole('tab', { name: 'Checks' }).click();
      await page.locator('.check-of').first().waitFor();
      await page.getByRole('link', { name: 'Sessions' }).click();
      await page.locator('.sessions tbody tr').first().waitFor();
      same([new URL(page.url()).pathname, wrong], ['/mail/sessions', []], 'path, and what failed');
      await page.close();
    });
  }, '--webroot', '/mail');
}
