import { execFile, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cacheDir, repoRoot } from '@archon/testbed/cache-dir';
import { vllmNode } from '@archon/engine/vllm-node';
import { machineProblem, thisMachine } from '@archon/engine/machine';

const script = join(repoRoot, 'tools/try/try.ts');
const env = { ...process.env, NO_COLOR: '1' };
const tryIt = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', script, ...args], { cwd: repoRoot, env });

const reason = vllmNode.whyNot();

describe.skipIf(reason)(`npm run try${reason ? ` (${reason})` : ''}`, () => {
  it('should stream an answer from the chart’s own pod, and leave nothing', async () => {
    const { stdout, stderr } = await tryIt();
    expect(stderr).toContain('vLLM is ready');
    expect(stdout).toMatch(/You {4}What is Kubernetes\?.*\nArchon \w.{20,}/);
    expect(stdout).toMatch(/first token after \d+\.\d s, then \d+ tokens a second/);
    expect(stdout).toContain('helm4 upgrade archon charts/archon-vllm -n archon-system -f tools/try/values.yaml');
    expect(stdout).toContain('This is not a terminal, so it stops now.');
    expect(readdirSync(join(cacheDir(), 'clusters'))).not.toContain('try');
  });

  it('should leave its node running with --keep, so that cluster down finds it', async () => {
    const { stdout } = await tryIt('--keep');
    expect(stdout).toContain('Stop it with: npm run cluster -- down --name try');
    const cluster = join(repoRoot, 'tools/cluster.ts');
    const down = spawnSync(process.execPath, ['--import', 'tsx', cluster, 'down', '--name', 'try'], {
      cwd: repoRoot,
      env,
    });
    expect(down.stdout.toString()).toMatch(/^"try" is down, after/);
  });
});

const problem = machineProblem(thisMachine());

describe.skipIf(problem)(`npm run try -- --as-process${problem ? ` (${problem})` : ''}`, () => {
  it('should print an answer of the rendered pod’s process, and leave nothing', async () => {
    const { stdout, stderr } = await tryIt('--as-process');
    expect(stderr).toContain('Without a Kubernetes node: --as-process was given.');
    expect(stdout).toMatch(/Archon \w.{20,}/);
  });
});
