import { ownProblems } from './own-values.ts';
import { Problems } from './problems.tsx';

/** What the chart would refuse of the person's own values. */
export function OwnProblems() {
  if (ownProblems.value.length === 0) return null;
  return (
    <aside class="notes refused" aria-label="Your own values">
      <p>The chart refuses values of your own:</p>
      <Problems id="own-problems" problems={ownProblems.value} />
    </aside>
  );
}
