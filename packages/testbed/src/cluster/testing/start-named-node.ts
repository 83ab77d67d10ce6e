/** npx tsx packages/testbed/src/cluster/testing/start-named-node.ts <name>: starts a real node and waits until it is stopped, in any way. */
import { Progress } from '../cli/progress.ts';
import { startNamed } from '../cli/start-named.ts';
import { lockCluster } from '../state/cluster-lock.ts';

const [name] = process.argv.slice(2);
const { signal } = new AbortController();
const lock = await lockCluster(name!, { signal, onWait: () => {} });
await startNamed({ name: name!, real: { gpus: 1 }, ports: {} }, { lock, signal, progress: new Progress() });
console.log('It runs.');
setInterval(() => {}, 60_000);
