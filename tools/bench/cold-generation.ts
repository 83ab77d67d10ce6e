import { generateChart } from '../../packages/generator/src/index.ts';
import { repoRoot } from '../cache-dir.ts';

// What the first regeneration of a process takes, in ms; measure-generation.ts runs this file.
const start = performance.now();
generateChart(repoRoot, 'archon-vllm');
console.log(performance.now() - start);
