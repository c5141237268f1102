import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/editor/**'],
    globalSetup: 'test/support/built.ts',
    setupFiles: 'test/support/seed.ts',
    testTimeout: 20_000,
  },
});
