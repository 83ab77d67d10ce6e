import { delimiter, dirname } from 'node:path';
import { resolveEngine } from '@archon/engine/install-engine';
import { onThisMachine, podProcess, type Secrets } from '@archon/engine/pod-process';
import { type Server, startServer } from '@archon/engine/start-server';
import type { KubernetesObject } from '@archon/testbed/parse-objects';
import { freePorts } from '@archon/testbed/ports';

/** Starts vLLM as the pod of rendered objects would, with a folder as its home, and waits until it serves. */
export async function startPod(
  objects: readonly KubernetesObject[],
  home: string,
  secrets: Secrets = {},
): Promise<Server> {
  const [port] = await freePorts(1);
  const { command, args, env } = onThisMachine(podProcess(objects, secrets), port!, home);
  // The engine's `vllm`, and the system's compilers.
  const PATH = [dirname(resolveEngine().python), '/usr/bin', '/bin'].join(delimiter);
  return startServer({
    command: [...command, ...args],
    env: { ...env, PATH, VLLM_CPU_KVCACHE_SPACE: '1', OMP_NUM_THREADS: '2' },
    url: `http://127.0.0.1:${port}`,
  });
}
