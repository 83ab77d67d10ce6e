import { archonVllm } from '@archon/charts/archon-vllm';
import { generateChart } from '@archon/generator';
import { repoRoot } from '@archon/testbed/cache-dir';

// What the first regeneration of a process takes, in ms; measure-generation.ts runs this file.
const start = performance.now();
generateChart(repoRoot, archonVllm);
console.log(performance.now() - start);
