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

    await check('previews of an origin of their own are shown, with pictures of the message', async () => {
      const { previews } = await (await fetch(`${sink.url}/mail/v1/info`)).json();
      const page = await context.newPage();
      const wrong = [];
      page.on('console', (line) => line.type() === 'error' && wrong.push(line.text()));
      await page.goto(`${sink.url}/mail/q?q=invitation`);
      await page.locator('.window .row').first().click();
      await page.frameLocator('.preview iframe.now').getByText('left our warehouse').waitFor();
      const frame = new URL(await page.locator('.preview iframe.now').getAttribute('src'), page.url());
      same([frame.port === previews.slice(1), frame.port !== new URL(sink.url).port, wrong], [true, true, []], 'port, other than that of the page, complaints');
      same((await fetch(new URL('/mail/v1/messages', frame))).status, 404, 'the API at that origin');
      await page.close();
    });

    await check('what is blocked is loaded through the server, when asked for, and never past it', async () => {
      const page = await context.newPage();
      const asked = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(`${sink.url}/mail/q?q=invitation`);
      await page.locator('.window .row').first().click();
      await page.frameLocator('.preview iframe.now').getByText('left our warehouse').waitFor();
      same(asked.filter((url) => /remote\/|cdn\.shop/.test(url)), [], 'before');
      await Promise.all([page.waitForRequest(/\/remote\/0$/), page.getByRole('button', { name: 'Load through this server' }).click()]);
      await page.getByText('Remote content is loaded through this server').waitFor();
      const loaded = asked.filter((url) => /remote\/|cdn\.shop/.test(url));
      same([loaded.length, loaded.filter((url) => !/\/mail\/preview\/[\w-]+\/remote\/0$/.test(url))], [1, []], 'requests');
      await page.getByRole('button', { name: 'Block again' }).click();
      await page.getByText('1 remote resource is blocked').waitFor();
      await page.close();
    });

    await check('loading through the server can be the choice of this browser, and loading past it cannot', async () => {
      const page = await context.newPage();
      const asked = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(`${sink.url}/mail/settings`);
      const choice = page.getByRole('group', { name: 'Remote content' });
      same(await choice.getByRole('button').allTextContents(), ['Blocked', 'Load by proxy'], 'choices');
      await choice.getByRole('button', { name: 'Load by proxy' }).click();
      await page.goto(`${sink.url}/mail/q?q=invitation`);
      await Promise.all([page.waitForRequest(/\/mail\/preview\/[\w-]+\/remote\/0$/), page.locator('.window .row').first().click()]);
      await page.getByText('Remote content is loaded through this server').waitFor();
      same(asked.filter((url) => url.includes('cdn.shop')), [], 'requests past the server');
      await page.goto(`${sink.url}/mail/settings`);
      await choice.getByRole('button', { name: 'Blocked' }).click();
      await page.close();
    });
  }, '--webroot', '/mail', '--preview', '127.0.0.1:0', '--remote-content');
}
