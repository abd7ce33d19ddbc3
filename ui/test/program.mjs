import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let built;

/** program returns where mailsink is: what MAILSINK names, else one that is built once for all that ask. */
export function program() {
  return (built ??= process.env.MAILSINK ?? build());
}

function build() {
  const folder = mkdtempSync(join(tmpdir(), 'mailsink-built-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'mailsink');
  const { status, stderr, error } = spawnSync('go', ['build', '-o', path, './cmd/mailsink'], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`mailsink does not build: ${stderr ?? error}`);
  return path;
}

/** started gives use a mailsink on ports of its own, and a folder that goes when it ends; prepare writes files there and returns further flags. */
export async function started(use, prepare = () => []) {
  const folder = await mkdtemp(join(tmpdir(), 'mailsink-page-'));
  const ready = join(folder, 'ready');
  const doors = ['--smtp', '127.0.0.1:0', '--imap', '127.0.0.1:0', '--http', '127.0.0.1:0', '--ready-file', ready];
  const child = spawn(program(), [...doors, ...(await prepare(folder))], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (data) => (log = (log + data).slice(-4000)));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const { http, smtp } = await told(ready, child, () => log);
    return await use({ url: http.startsWith('http') ? http : `http://${http}`, smtp, folder });
  } finally {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

/** told returns what the ready file says, once it is there. */
async function told(file, child, log) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`mailsink ended: ${log()}`);
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text) return JSON.parse(text);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
