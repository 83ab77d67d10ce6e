import { afterAll, describe, expect, it } from 'vitest';
import { helmMajors } from '@archon/testbed/helm-command';
import { startHelmEngine } from '@archon/testbed/helm-engine';
import { createNamespace, helms } from '@archon/testbed/testing/test-cluster';
import { chart } from '../support/chart.ts';
import { deploymentFile, deployments } from '../support/deployments.ts';
import { type Rendered, serverComplaints } from '../support/server-dry-run.ts';

const engine = startHelmEngine();
afterAll(() => engine.end());

describe('A strict server', () => {
  it.concurrent.for(helmMajors)(
    'should take the documented deployments from Helm %i in silence',
    async (helm, context) => {
      const namespace = await createNamespace({}, context.onTestFinished);
      const renders: Record<string, Rendered> = {};
      for (const name of deployments) {
        const result = await engine.render({ chart, helm, namespace, values: [deploymentFile(name)] });
        if (!result.ok) throw new Error(`${name}: ${result.error}`);
        renders[name] = result;
      }
      expect(await serverComplaints(namespace, renders)).toEqual({});
    },
  );
});

describe.each(helmMajors)('helm install --dry-run=server by Helm %i', (helm) => {
  it.concurrent.for(deployments)('should say nothing against %s', async (name) => {
    const values = `--values=${deploymentFile(name)}`;
    const args = ['install', 'archon', chart, '--namespace=default', '--dry-run=server', values];
    expect(await helms[helm].run(args)).toMatchObject({ code: 0, stderr: '' });
  });
});
