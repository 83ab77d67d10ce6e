import type { Parts } from '@archon/sizing/types';
import type { Outcome } from '@archon/advice/outcome';
import { gib, tokens } from '@archon/advice/format';
import { entriesOf } from '@archon/advice/values-text';
import { readModel } from '../state.ts';
import { figureOf, subjectOf, titleOf, verdictSigns } from '../texts.ts';
import { Certainty } from './certainty.tsx';
import { MemoryBar } from './memory-bar.tsx';
import { Offers } from './offers.tsx';

/** The verdict with its number, the memory, why, and what to change. */
export function Answer({ outcome }: { readonly outcome: Outcome }) {
  const { verdict, answer, reasons } = outcome;
  return (
    <section class={`answer ${verdict}`} aria-labelledby="verdict">
      <header>
        <span class="sign" aria-hidden="true">
          {verdictSigns[verdict].sign}
        </span>
        <h2 id="verdict">{titleOf(outcome)}</h2>
        <p class="figure">{figureOf(outcome)}</p>
        <p class="subject">{subjectOf(outcome)}</p>
      </header>
      <MemoryBar answer={answer} />
      {verdict === 'unknown' && answer.parts === null && (
        <p class="ask">The memory that CUDA reports would settle it: type it on the left, below the GPU.</p>
      )}
      <Facts outcome={outcome} />
      <h3>Why</h3>
      <ul class="reasons">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <Offers outcome={outcome} />
      {outcome.selection && <ChosenForYou outcome={outcome} />}
      <details>
        <summary>What this assumes</summary>
        <ul class="reasons">
          {[...(readModel.value ? [readModel.value.assumption] : []), ...answer.assumptions].map((assumption) => (
            <li key={assumption}>{assumption}</li>
          ))}
        </ul>
        {answer.parts && <Figures parts={answer.parts} />}
      </details>
      <Certainty gpu={outcome.request.gpu} />
    </section>
  );
}

function Facts({ outcome: { answer, verdict, release } }: { readonly outcome: Outcome }) {
  const { maxModelLen, concurrency, kvCacheTokens } = answer;
  const facts = [
    [
      'Longest context',
      verdict === 'unknown' || maxModelLen === null
        ? '?'
        : maxModelLen === 0
          ? 'none'
          : `${tokens(maxModelLen)} tokens`,
    ],
    ['Concurrent whole requests', concurrency === null ? '–' : `${Math.max(0, concurrency).toFixed(1)}, likely`],
    ['KV cache', kvCacheTokens === null ? '–' : `${tokens(Math.max(0, kvCacheTokens))} tokens, likely`],
    ['vLLM', release],
  ];
  return (
    <dl class="facts">
      {facts.map(([term, text]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the planner chose, with its reason: the same as in the file. */
function ChosenForYou({ outcome: { selection, request } }: { readonly outcome: Outcome }) {
  const entries = entriesOf(selection!, request).filter(({ path }) => path[0] === 'engine' || path[0] === 'image');
  const typed = new Set(Object.keys(request.fixed));
  const preset = selection!.preset;
  return (
    <details>
      <summary>Values{preset ? ` of the preset ${preset.name}, and others` : ''}, chosen for you</summary>
      <dl class="values">
        {entries.map(({ path, value, why }) => (
          <div key={path.join('.')}>
            <dt>
              <code>
                {path.join('.')}: {String(value)}
              </code>
            </dt>
            <dd>{typed.has(path[1] ?? '') ? 'Yours.' : (why ?? '')}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const rows: readonly (readonly [keyof Parts, string])[] = [
  ['total', 'the GPU'],
  ['budget', 'share of vLLM'],
  ['weights', 'weights'],
  ['nonTorch', 'CUDA, NCCL, libraries'],
  ['activation', 'peak activation'],
  ['cudaGraphs', 'CUDA graphs'],
  ['kvCache', 'KV cache'],
];

function Figures({ parts }: { readonly parts: Parts }) {
  return (
    <div class="scroll" role="region" aria-label="The figures" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">GiB per GPU</th>
            <th scope="col">likely</th>
            <th scope="col">low</th>
            <th scope="col">high</th>
            <th scope="col">basis</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, name]) => {
            const { likely, low, high, basis } = parts[key];
            return (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td>{gib(likely)}</td>
                <td>{gib(low)}</td>
                <td>{gib(high)}</td>
                <td>{basis}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
