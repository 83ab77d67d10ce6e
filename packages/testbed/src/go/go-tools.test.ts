import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { moduleVersion } from './go.ts';
import { resolveTool } from './go-tools.ts';
import { ToolError } from '../process/tool-error.ts';

const buildTimeoutMs = 600_000;

describe('resolveTool', () => {
  let emptyCache: string | undefined;

  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    if (emptyCache) rmSync(emptyCache, { recursive: true, force: true });
    emptyCache = undefined;
  });

  it.each([
    ['helm4', 'helm.sh/helm/v4'],
    ['helm3', 'helm.sh/helm/v3'],
  ] as const)(
    'should build %s at the pinned version',
    (tool, module) => {
      const printed = execFileSync(resolveTool(tool), ['version', '--short'], { encoding: 'utf8' });
      expect(printed.trim().split('+')[0]).toBe(moduleVersion(module));
    },
    buildTimeoutMs,
  );

  it('should say what is missing, why, and how to get it when there is no go', () => {
    emptyCache = mkdtempSync(join(tmpdir(), 'archon-tools-'));
    vi.stubEnv('ARCHON_CACHE_DIR', emptyCache);
    vi.stubEnv('PATH', emptyCache); // an empty PATH means the working directory, which has a folder named go
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const resolving = expect(() => resolveTool('kubeconform'));
    resolving.toThrow(ToolError);
    resolving.toThrow(/go is missing: kubeconform \S+ is needed.*Install Go 1\.\d+.* or newer/s);
  });
});
