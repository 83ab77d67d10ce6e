import { defineConfig } from 'vitest/config';

/** Tests with the real vLLM: `npm run test:engine`. */
export default defineConfig({
  test: {
    // Each has a vLLM of its own, which takes gigabytes of memory and both cores.
    fileParallelism: false,
    include: ['charts/*/tests/**/*.engine.test.ts', '{tools,packages}/**/*.engine.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    globalSetup: ['tools/vitest-global-setup.ts'],
  },
});
