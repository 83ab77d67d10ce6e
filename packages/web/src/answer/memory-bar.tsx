import type { Answer } from '@archon/sizing/types';
import { gib } from '@archon/advice/format';
import { segmentsOf, type SegmentName } from '@archon/advice/memory-segments';

/** The parts of the bar in words. */
const segmentNames: Readonly<Record<SegmentName, string>> = {
  weights: 'weights',
  nonTorch: 'CUDA and libraries',
  activation: 'peak activation',
  cudaGraphs: 'CUDA graphs',
  request: 'KV cache, one request',
  cache: 'KV cache, more requests',
  outside: 'outside of vLLM’s share',
  missing: 'one request, no room for it',
};

/**
 * The GPU's memory by parts, likely values; below it where vLLM's share and the GPU end, and between which bounds the KV
 * cache begins. What one request lacks is drawn past the share.
 */
export function MemoryBar({ answer }: { readonly answer: Answer }) {
  const { parts } = answer;
  if (!parts || Number.isNaN(parts.total.likely)) return null;
  const segments = segmentsOf(answer);
  const drawn = segments.reduce((sum, segment) => sum + segment.gib, 0);
  const scale = Math.max(parts.total.likely, drawn);
  const share = (size: number): number => Math.max(0, Math.min(100, (size / scale) * 100));
  const percent = (size: number): string => `${share(size).toFixed(3)}%`;
  const { budget, total, kvCache } = parts;
  const [from, to] = [budget.likely - kvCache.high, budget.likely - kvCache.low];
  const short = segments.some(({ name }) => name === 'missing') ? drawn - budget.likely : 0;
  const label = segments.map(({ name, gib: size }) => `${segmentNames[name]} ${gib(size)} GiB`).join(', ');
  return (
    <figure class="memory">
      <div
        class="bar"
        role="img"
        aria-label={`Memory of one GPU: ${label}. vLLM may use ${gib(budget.likely)} of ${gib(total.likely)} GiB.`}
      >
        {segments.map(({ name, gib: size }) => (
          <span
            key={name}
            class={`segment ${name}`}
            style={{ width: percent(size) }}
            title={`${segmentNames[name]}: ${gib(size)} GiB`}
          >
            {share(size) > 8 && <span class={share(size) > 18 ? '' : 'narrow'}>{gib(size)}</span>}
          </span>
        ))}
      </div>
      <div class="ruler" aria-hidden="true">
        <span class="uncertain" style={{ left: percent(from), width: `${(share(to) - share(from)).toFixed(3)}%` }} />
        {short > 0 && <span class="short" style={{ left: percent(budget.likely), width: percent(short) }} />}
        <Mark at={share(budget.likely)} text={`vLLM may use ${gib(budget.likely)}`} />
        <Mark at={share(total.likely)} text={`GPU ${gib(total.likely)} GiB`} low />
      </div>
      <figcaption>
        <ul class="legend">
          {segments.map(({ name, gib: size }) => (
            <li key={name}>
              <span class={`swatch ${name}`} aria-hidden="true" />
              {segmentNames[name]} <b>{gib(size)}</b>
            </li>
          ))}
          {short > 0 && (
            <li class="short">
              past vLLM’s share, missing <b>{gib(short)}</b>
            </li>
          )}
          <li>
            <span class="swatch uncertain" aria-hidden="true" />
            uncertainty: the KV cache begins between {gib(Math.max(0, from))} and {gib(to)}
          </li>
        </ul>
      </figcaption>
    </figure>
  );
}

/** A line at a place of the bar; its text is on the side that has room. */
function Mark({ at, text, low }: { readonly at: number; readonly text: string; readonly low?: boolean }) {
  return (
    <span class={`mark ${at > 50 ? 'left' : 'right'} ${low ? 'low' : ''}`} style={{ left: `${at.toFixed(3)}%` }}>
      <span>{text}</span>
    </span>
  );
}
