import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/editor/**'],
    globalSetup: 'test/support/built.ts',
    setupFiles: 'test/support/seed.ts',
    testTimeout: 120_000,
    // Every file reads the whole engine: one that has been read serves all of them, in a third of the time.
    pool: 'threads',
    isolate: false,
  },
});
