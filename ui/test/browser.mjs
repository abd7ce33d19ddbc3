import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PROGRAM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** browse opens Chromium with a profile of its own and gives its context to use; it is closed at the end. */
export async function browse(options, use) {
  const profile = await mkdtemp(join(tmpdir(), 'mailsink-chromium-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath: PROGRAM, headless: true, args: FLAGS, ...options }).catch((cause) => {
    throw new Error(`${PROGRAM} does not start; install it (Debian package chromium), or name another in CHROMIUM: ${cause.message}`);
  });
  try {
    return await use(context);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}
