import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

// The system's Chromium does where Playwright's own is not installed.
const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

export default defineConfig({
  testMatch: '*.spec.ts',
  outputDir: '../node_modules/.playwright',
  reporter: 'line',
  globalSetup: '../test/sink.ts',
  use: system ? { launchOptions: { executablePath: system, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] } } : {},
});
