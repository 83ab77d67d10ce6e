import { defineConfig } from 'vitest/config';

/** Tests of the configurator in a real browser: `npm run test:web`. */
export default defineConfig({
  test: {
    // They share one browser's time on two cores.
    fileParallelism: false,
    include: ['packages/web/tests/**/*.web.test.ts'],
    setupFiles: ['tools/vitest-setup.ts'],
    globalSetup: ['tools/vitest-web-setup.ts'],
    testTimeout: 300_000,
    // A page on a busy machine takes its time for a frame.
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 120_000,
  },
});
