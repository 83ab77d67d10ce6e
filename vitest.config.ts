import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Vitest leaves one core to itself; on two it would run one file at a time.
    maxWorkers: '100%',
    include: ['packages/*/{src,reader}/**/*.test.ts', 'charts/*/tests/**/*.test.ts', 'tools/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/*.cluster.test.ts', '**/*.engine.test.ts', '**/*.node.test.ts'],
    // To load the model, the catalog and the presets takes seconds: once for each process, not for each file.
    isolate: false,
    setupFiles: ['tools/vitest-setup.ts'],
    testTimeout: 180_000,
    // a model that the catalog does not have is looked for in the cache, not on the Hub
    env: { HF_HUB_OFFLINE: '1' },
    globalSetup: ['tools/vitest-global-setup.ts'],
  },
});
