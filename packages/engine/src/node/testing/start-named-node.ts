/** npx tsx packages/engine/src/node/testing/start-named-node.ts <name>: starts a real node and waits until it is stopped, in any way. */
import { Progress } from '@archon/testbed/progress';
import { startNamed } from '@archon/testbed/start-named';
import { vllmNode } from '../vllm-node.ts';
import { lockCluster } from '@archon/testbed/cluster-lock';

const [name] = process.argv.slice(2);
const { signal } = new AbortController();
const lock = await lockCluster(name!, { signal, onWait: () => {} });
await startNamed(
  { name: name!, real: { gpus: 1, content: vllmNode }, ports: {} },
  { lock, signal, progress: new Progress() },
);
console.log('It runs.');
setInterval(() => {}, 60_000);
