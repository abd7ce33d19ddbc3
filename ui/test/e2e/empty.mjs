import { execFile, spawnSync } from 'node:child_process';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until } from './checks.mjs';
import { open, option } from './page.mjs';

const run = promisify(execFile);

const MODULES = fileURLToPath(new URL('../../../internal/imap/clienttests/testdata/node_modules/nodemailer', import.meta.url));

/** written runs a snippet out of a file in a folder of its own. */
const written = (name, ...command) => async (code) => {
  const folder = await mkdtemp(join(tmpdir(), 'mailsink-snippet-'));
  try {
    await writeFile(join(folder, name), code.replace('"nodemailer"', JSON.stringify(join(MODULES, 'lib/nodemailer.js'))));
    await run(command[0], [...command.slice(1), join(folder, name)], { timeout: 120_000, cwd: folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A Python that has Django, if there is one. */
const DJANGO = ['python3', '/usr/bin/python3'].find((program) => spawnSync(program, ['-c', 'import django']).status === 0);

/** django makes a project, puts the lines of the snippet into its settings, and gives it the command that the snippet names. */
async function django(code) {
  const folder = await mkdtemp(join(tmpdir(), 'mailsink-snippet-'));
  try {
    await run(DJANGO, ['-m', 'django', 'startproject', 'shop', folder], { timeout: 30_000 });
    await appendFile(join(folder, 'shop/settings.py'), `\n${code}\n`);
    const command = /^# python (manage\.py .*)$/m.exec(code)[1];
    await run(DJANGO, command.split(' '), { timeout: 30_000, cwd: folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How a snippet is run, by its tab. Those whose language is not here are left out, save for the first two, which always are. */
const RUNNERS = {
  curl: (code) => run('sh', ['-c', code], { timeout: 30_000 }),
  Python: (code) => run('python3', ['-c', code], { timeout: 30_000 }),
  swaks: (code) => run('sh', ['-c', code], { timeout: 30_000 }),
  Node: written('send.mjs', 'node'),
  Go: written('send.go', 'go', 'run'),
  Ruby: written('send.rb', 'ruby'),
  Django: django,
};
/** What the message of a snippet is called, where a program has a name of its own for it. */
const SUBJECTS = { Django: 'Test email from' };
const there = (stack) => stack === 'Django' ? Boolean(DJANGO) : ['curl', 'Python', 'Node', 'Go'].includes(stack) || spawnSync(stack.toLowerCase(), ['--version']).status === 0;

/** An empty sink teaches how to send, with snippets that work. It is left alone when it holds mail already. */
export async function empty({ check, context, sink }) {
  const { total } = await fetch(`${sink.url}/v1/rows?limit=1`).then((answer) => answer.json());
  if (total) return console.log('skip  empty: the mailsink holds mail');
  const page = await open(context, sink.url);

  await check('the page says where to send', async () => {
    await page.getByText(sink.smtp, { exact: true }).waitFor();
  });

  await check('the first steps are ticked off as they are taken', async () => {
    const steps = page.getByRole('list', { name: 'First steps' });
    const said = () => steps.getByRole('listitem').allTextContents();
    await until(async () => /^Done:.*\nTo do:.*\nTo do:/.test((await said()).join('\n')), 'a connection has been seen, and no more', 10_000);
    await steps.getByRole('button', { name: 'Say which addresses are yours' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('anna*@customers.example');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await until(async () => (await said())[2].startsWith('Done:'), 'the addresses are known');
  });

  const snippets = {};
  for (const stack of Object.keys(RUNNERS).filter(there)) {
    await page.getByRole('tab', { name: stack, exact: true }).click();
    snippets[stack] = await page.getByRole('tabpanel').locator('pre').textContent();
  }
  for (const [stack, code] of Object.entries(snippets))
    await check(`the snippet for ${stack} sends a message, which appears`, async () => {
      await RUNNERS[stack](code);
      await option(page, SUBJECTS[stack] ?? `Hello from ${stack}`).waitFor();
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
