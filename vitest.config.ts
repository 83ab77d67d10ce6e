import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'charts/*/tests/**/*.test.ts', 'tools/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/*.cluster.test.ts'],
    testTimeout: 60_000,
    globalSetup: ['tools/vitest-global-setup.ts'],
  },
});
