import { runScript } from '../../process/run-script.ts';
import { buildCluster } from './build-steps.ts';

// The builds of `cluster up`, in a process that can be stopped while Go works.
await runScript(buildCluster);
