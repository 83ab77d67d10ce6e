import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NodeRelease, model } from './node-release.ts';

/** The results of the requests. */
export interface LoadResult {
  answered: number;
  failures: string[];
}

/** Starts a pod that sends requests to a release without a pause. Returns a function that ends it and gives the results. */
export async function startLoad(release: NodeRelease): Promise<() => Promise<LoadResult>> {
  const { node, namespace } = release;
  const { spec } = await node.kubectl.get('deployment/vllm', ...release.here);
  const { securityContext, containers } = spec.template.spec;
  await node.kubectl.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'load', namespace },
    spec: {
      restartPolicy: 'Never',
      enableServiceLinks: false,
      securityContext,
      containers: [
        {
          name: 'vllm',
          image: containers[0].image,
          command: ['python3', '-c', readFileSync(join(import.meta.dirname, 'load.py'), 'utf8')],
          args: ['http://vllm:8000', model],
          securityContext: containers[0].securityContext,
        },
      ],
    },
  });
  await release.kubectl('wait', 'pod/load', '--for=condition=Ready', '--timeout=180s');
  return async () => {
    await release.exec('touch /tmp/stop', 'pod/load');
    await release.kubectl('wait', 'pod/load', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=120s');
    return JSON.parse(await release.kubectl('logs', 'load')) as LoadResult;
  };
}
