import { defineConfig } from 'vitest/config';

/** Tests on a real control plane: `npm run test:cluster`. */
export default defineConfig({
  test: {
    include: ['charts/*/tests/**/*.cluster.test.ts', 'tools/**/*.cluster.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    globalSetup: ['tools/cluster/testing/global-setup.ts'],
  },
});
