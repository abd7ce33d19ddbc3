import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000, // of a loaded machine
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    globalSetup: 'test/sink.ts',
  },
});
