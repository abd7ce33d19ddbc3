import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Builds mailsink and runs one for all tests. Its addresses go to the tests by the environment. */
export default async function setup(): Promise<() => void> {
  const dir = mkdtempSync(join(tmpdir(), 'mailsink-js-'));
  const root = join(import.meta.dirname, '..', '..', '..');
  const binary = join(dir, 'mailsink');
  execFileSync('go', ['build', '-o', binary, './cmd/mailsink'], { cwd: root, stdio: 'inherit' });
  const ready = join(dir, 'ready.json');
  const sink = spawn(binary, ['--smtp', '127.0.0.1:0', '--imap', '', '--http', '127.0.0.1:0', '--log-level', 'warn', '--ready-file', ready], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await appears(dir, ready, sink);
  const up = JSON.parse(readFileSync(ready, 'utf8')) as { smtp: string; http: string };
  process.env['MAILSINK_URL'] = `http://${up.http}`;
  process.env['MAILSINK_SMTP'] = up.smtp;
  return () => {
    sink.kill();
    rmSync(dir, { recursive: true, force: true });
  };
}

/** Resolves when the file is there, which is written whole. */
function appears(dir: string, file: string, sink: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher = watch(dir, check);
    sink.once('exit', (status) => {
      watcher.close();
      reject(new Error(`mailsink ended with status ${status}`));
    });
    function check(): void {
      if (!existsSync(file)) return;
      watcher.close();
      sink.removeAllListeners('exit');
      resolve();
    }
    check();
  });
}
