import { defineConfig } from 'vitest/config';

/** Tests on a real control plane: `npm run test:cluster`. */
export default defineConfig({
  test: {
    // Vitest leaves one core to itself; on two it would run one file at a time.
    maxWorkers: '100%',
    include: ['charts/*/tests/**/*.cluster.test.ts', '{tools,packages}/**/*.cluster.test.ts'],
    // A test takes up to 40 s on two idle cores, a release 200 s; what fails says so itself, earlier.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    // How long a controller takes depends on what else the machine does meanwhile.
    retry: process.env.CI ? 1 : 0,
    globalSetup: ['tools/vitest-cluster-setup.ts'],
  },
});
