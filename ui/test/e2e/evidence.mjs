import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How many lines of a page's console are kept. */
const LINES = 200;

/** Evidence remembers what pages say on their consoles, and keeps that and a picture of each in a folder when asked to. */
export class Evidence {
  said = new WeakMap();
  contexts = new Set();
  cases = 0;

  /** watch listens to every page of a context, from now on. */
  watch(context) {
    this.contexts.add(context);
    context.on('close', () => this.contexts.delete(context));
    context.on('page', (page) => this.listen(page));
    for (const page of context.pages()) this.listen(page);
  }

  listen(page) {
    const lines = [];
    this.said.set(page, lines);
    const note = (line) => lines.push(line) > LINES && lines.shift();
    page.on('console', (line) => note(`${line.type()}: ${line.text()}`));
    page.on('pageerror', (cause) => note(`error: ${cause.stack ?? cause.message}`));
    page.on('requestfailed', (request) => note(`failed: ${request.method()} ${request.url()} ${request.failure()?.errorText}`));
    page.on('response', (answer) => answer.status() >= 400 && note(`${answer.status()}: ${answer.url()}`));
  }

  /** keep writes a picture and the console of each page that is open, and returns the folder. */
  async keep(promise) {
    const folder = process.env.MAILSINK_EVIDENCE || join(tmpdir(), 'mailsink-page-evidence');
    await mkdir(folder, { recursive: true });
    const name = join(folder, `${process.pid}-${++this.cases}`);
    const pages = [...this.contexts].flatMap((context) => context.pages());
    for (const [nth, page] of pages.entries()) {
      await page.screenshot({ path: `${name}-${nth}.png`, timeout: 10_000 }).catch(() => undefined);
      await writeFile(`${name}-${nth}.txt`, [promise, page.url(), ...(this.said.get(page) ?? [])].join('\n'));
    }
    return `${name}-*`;
  }
}
