import type { Verdict } from '@archon/advice/outcome';
import { verdictShort, verdictSigns } from './texts.ts';

/** A verdict in a list: sign and word. */
export function Badge({ verdict }: { readonly verdict: Verdict }) {
  return (
    <span class={`badge ${verdict}`}>
      <span aria-hidden="true">{verdictSigns[verdict].sign}</span> {verdictShort[verdict]}
    </span>
  );
}
