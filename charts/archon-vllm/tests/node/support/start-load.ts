import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NodeRelease, model } from './node-release.ts';

/** What clients send, one request after the other. */
export interface Load {
  clients: number;
  /** The least and the most tokens of an answer. */
  tokens: readonly [number, number];
  /** How often a prompt repeats its sentence, at least and at most. */
  promptRepeats: readonly [number, number];
  /** After which a request has failed. */
  timeoutSeconds: number;
  /** The name of the model. */
  model: string;
}

/** Clients that a server answers without a queue. */
export const lightLoad: Load = { clients: 2, tokens: [8, 8], promptRepeats: [1, 1], timeoutSeconds: 60, model };

/** The results of the requests. */
export interface LoadResult {
  answered: number;
  failures: string[];
}

/** Starts a pod that sends requests to a release without a pause. Returns a function that ends it and gives the results. */
export async function startLoad(release: NodeRelease, load: Load = lightLoad): Promise<() => Promise<LoadResult>> {
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
          args: [JSON.stringify({ service: 'vllm', port: 8000, ...load })],
          securityContext: containers[0].securityContext,
        },
      ],
    },
  });
  await release.kubectl('wait', 'pod/load', '--for=condition=Ready', '--timeout=180s');
  return async () => {
    await release.exec('touch /tmp/stop', 'pod/load');
    const ended = '--for=jsonpath={.status.phase}=Succeeded';
    await release.kubectl('wait', 'pod/load', ended, `--timeout=${2 * load.timeoutSeconds}s`);
    const result = JSON.parse(await release.kubectl('logs', 'load')) as LoadResult;
    await release.kubectl('delete', 'pod', 'load');
    return result;
  };
}
