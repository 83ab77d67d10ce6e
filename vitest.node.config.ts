import { defineConfig } from 'vitest/config';

/** Tests of the chart with the real vLLM on a real node: `npm run test:node`. */
export default defineConfig({
  test: {
    // Each has a node of its own, on which vLLM takes gigabytes of memory and both cores.
    fileParallelism: false,
    include: ['charts/*/tests/node/*.node.test.ts', '{tools,packages}/**/*.node.test.ts'],
    // A start of vLLM takes one minute on two idle cores, and several on busy ones.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // How long a stream lasts depends on what else the machine does meanwhile.
    retry: process.env.CI ? 1 : 0,
  },
});
