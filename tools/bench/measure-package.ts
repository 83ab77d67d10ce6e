import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTool } from '@archon/testbed/go-tools';
import { helmEnvironment } from '@archon/testbed/helm-command';
import type { Measure } from './figure.ts';
import { runProcess } from './run-process.ts';

/** The size of the chart as `helm package` makes it. */
export const measurePackage: Measure = () => {
  const folder = mkdtempSync(join(tmpdir(), 'archon-bench-'));
  try {
    runProcess(resolveTool('helm4'), ['package', 'charts/archon-vllm', '--destination', folder], helmEnvironment());
    const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
    const value = sizes.reduce((sum, size) => sum + size, 0) / 1000;
    return [{ name: 'helm package', value, unit: 'kB', goal: 100, remark: 'size of the .tgz' }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
