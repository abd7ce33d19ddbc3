import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { until } from './checks.mjs';
import { open, option } from './page.mjs';

const run = promisify(execFile);

/** How a snippet is run, by its tab. */
const RUNNERS = { curl: ['sh', '-c'], Python: ['python3', '-c'] };

/** An empty sink teaches how to send, with snippets that work. It is left alone when it holds mail already. */
export async function empty({ check, context, sink }) {
  const { total } = await fetch(`${sink.url}/v1/rows?limit=1`).then((answer) => answer.json());
  if (total) return console.log('skip  empty: the mailsink holds mail');
  const page = await open(context, sink.url);

  await check('the page says where to send', async () => {
    await page.getByText(sink.smtp, { exact: true }).waitFor();
  });

  const snippets = {};
  for (const stack of Object.keys(RUNNERS)) {
    await page.getByRole('tab', { name: stack }).click();
    snippets[stack] = await page.getByRole('tabpanel').locator('pre').textContent();
  }
  for (const [stack, [program, flag]] of Object.entries(RUNNERS))
    await check(`the snippet for ${stack} sends a message, which appears`, async () => {
      await run(program, [flag, snippets[stack]], { timeout: 10_000 });
      await option(page, `Hello from ${stack}`).waitFor();
    });

  await check('the page sends a message for the user', async () => {
    const all = await fetch(`${sink.url}/v1/rows?limit=10`).then((answer) => answer.json());
    await fetch(`${sink.url}/v1/actions`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ op: 'delete', ids: all.rows.map((row) => row.id) }) });
    await page.getByRole('button', { name: 'Send a test message for me' }).click();
    await option(page, 'Hello from mailsink').waitFor();
    await option(page, 'Hello from mailsink').click();
    await until(() => page.getByRole('button', { name: 'Copy code 482913' }).count(), 'the code');
  });
  await page.close();
}
