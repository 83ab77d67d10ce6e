import { afterAll, vi } from 'vitest';

// Test files share a process and its modules, so each leaves the environment and the console as it found them.
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
