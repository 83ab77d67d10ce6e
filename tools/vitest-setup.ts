import fc from 'fast-check';
import { afterAll, vi } from 'vitest';

// The same random cases on every run; ARCHON_SEED chooses others.
fc.configureGlobal({ seed: Number(process.env.ARCHON_SEED ?? 14) });

// Test files share a process and its modules, so each leaves the environment and the console as it found them.
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
