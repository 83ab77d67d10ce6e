import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheDir } from '../../process/cache-dir.ts';
import { toolFolder } from '../../go/go-tools.ts';
import { crdFolderPath } from '../crds.ts';
import { describeBuild, planBuild } from './build-plan.ts';
import { upTools } from './build-steps.ts';

beforeEach(() => {
  vi.stubEnv('ARCHON_CACHE_DIR', mkdtempSync(join(tmpdir(), 'archon-plan-')));
  vi.stubEnv('GOCACHE', join(cacheDir(), 'go-build'));
});
afterEach(() => {
  rmSync(cacheDir(), { recursive: true });
  vi.unstubAllEnvs();
});

describe('planBuild', () => {
  it('should list everything with time and space, on a machine that has built nothing', () => {
    const text = describeBuild(planBuild()!).join('\n');
    expect(text).toContain(
      'once, from the sources pinned in packages/testbed/src/go.mod: supervisor, etcd, kube-apiserver,',
    );
    expect(text).toMatch(/time {2}up to [7-9] min on two cores, plus downloads/);
    expect(text).toMatch(/disk {2}8\d\d MB for the programs, 4\.0 GB for Go’s build cache/);
  });

  it('should estimate less with a Go cache, and nothing when everything is built', () => {
    mkdirSync(join(cacheDir(), 'go-build'));
    for (const folder of upTools.slice(1).map(toolFolder)) mkdirSync(folder, { recursive: true });
    const text = describeBuild(planBuild()!).join('\n');
    expect(text).toContain('packages/testbed/src/go.mod: supervisor, custom resource definitions.');
    expect(text).toContain('up to 10 s on two cores, seconds for parts that Go’s cache has');
    for (const folder of [toolFolder('supervisor'), crdFolderPath()]) mkdirSync(folder, { recursive: true });
    expect(planBuild()).toBeUndefined();
  });
});
