import type { Gpu } from '@archon/sizing/catalog-types';
import { reportedGiB } from '@archon/sizing/gpus';
import { pageData } from '../built-data.ts';

const { scores, verdicts } = pageData;
const all = scores[0]!;

/** How the planner does on start-ups that it was not fitted on, and how it counts. */
export function Certainty({ gpu }: { readonly gpu: Gpu }) {
  const score = scores.find(({ name }) => name === classOf(gpu));
  return (
    <details>
      <summary>How sure is this?</summary>
      <p>
        The planner was compared with {all.startUps} published start-ups of vLLM that it was not fitted on. The KV cache
        was {all.meanError} off on average, and {all.between} were between the bounds. Of {verdicts.failed} start-ups
        that failed, it called {verdicts.saidFits} “fits”.
      </p>
      {score && (
        <p>
          On GPUs of this size ({score.name}): {score.startUps} start-ups, {score.meanError} off, {score.between}{' '}
          between the bounds, which are {score.width} apart.
        </p>
      )}
      <h4>The method</h4>
      <p>
        <code>KV cache = total × utilization − weights − non-torch − peak activation − CUDA graphs</code>
      </p>
      <p>
        It counts what vLLM counts at start-up, by the source of each release, and fits only what the source does not
        tell. The total is what CUDA reports, not what the box says. “Fits” means that the pessimistic bound holds one
        whole request of each user. “Does not fit” means that the optimistic bound does not hold one. Everything between
        is “not certain”. The whole method is in <cite>docs/02-planner.md</cite> of Archon.
      </p>
    </details>
  );
}

/** The row of the table that a GPU belongs to. */
function classOf(gpu: Gpu): string {
  const gib = gpu.memory.marketingGiB ?? reportedGiB(gpu) ?? gpu.memory.cudaGiB ?? 0;
  if (gib <= 10) return '<=8 GB';
  const sizes = [12, 16, 24, 32, 48, 80, 96];
  const nearest = sizes.toSorted((a, b) => Math.abs(a - gib) - Math.abs(b - gib))[0]!;
  return Math.abs(nearest - gib) / gib > 0.2 ? '' : `${nearest} GB`;
}
