import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** run gives use a mailsink: the one that MAILSINK_URL and MAILSINK_SMTP name, else one built and started for it. */
export async function run(use) {
  const { MAILSINK_URL: url, MAILSINK_SMTP: smtp } = process.env;
  if (url && smtp) return use({ url: url.replace(/\/$/, ''), smtp });
  return started(use);
}

/** started gives use a mailsink of its own, with flags; MAILSINK names a program that is built already. */
export async function started(use, ...flags) {
  const folder = await mkdtemp(join(tmpdir(), 'mailsink-e2e-'));
  const program = process.env.MAILSINK ?? join(folder, 'mailsink');
  const built = process.env.MAILSINK ? { status: 0 } : spawnSync('go', ['build', '-o', program, './cmd/mailsink'], { cwd: ROOT, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`mailsink does not build: ${built.stderr ?? built.error}`);
  const child = spawn(program, [...flags, '--smtp', '127.0.0.1:0', '--imap', '127.0.0.1:0', '--http', '127.0.0.1:0', '--ready-file', join(folder, 'ready')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (data) => (log = (log + data).slice(-4000)));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const { http, smtp: door } = await ready(join(folder, 'ready'), child, () => log);
    return await use({ url: http.startsWith('http') ? http : `http://${http}`, smtp: door });
  } finally {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

async function ready(file, child, log) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`mailsink ended: ${log()}`);
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text) return JSON.parse(text);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
