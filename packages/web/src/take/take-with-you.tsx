import type { Outcome } from '@archon/advice/outcome';
import { riskOf } from '@archon/advice/risky-file';
import { useRef, useState } from 'preact/hooks';
import { CheckWithHelm } from '../helm/check-with-helm.tsx';
import { choices, link, outcome, readModel } from '../state.ts';
import { takenFrom } from './files.ts';
import { Copy, highlighted, Save } from './text-tools.tsx';

/** The files and commands, in tabs. */
export function TakeWithYou() {
  const found = outcome.value;
  const [tab, setTab] = useState('values');
  // the risk of one question is not that of another
  const [accepted, setAccepted] = useState<string>();
  const tabs = useRef<HTMLDivElement>(null);
  if (!found) return null;
  const question = link.value;
  const atRisk = accepted === question;
  const taken = takenFrom(choices.value, found, question, readModel.value, atRisk);
  if (taken.length === 0) return <NoFile outcome={found} given={!atRisk} onAccept={() => setAccepted(question)} />;
  const current = taken.find(({ id }) => id === tab) ?? taken[0]!;
  const step = (event: KeyboardEvent): void => {
    const index = taken.indexOf(current);
    const places: Readonly<Record<string, number>> = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    const next = taken.at(place % taken.length)!;
    setTab(next.id);
    tabs.current?.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };
  return (
    <section class="take" aria-labelledby="take">
      <h2 id="take">Take it with you</h2>
      <div class="tabs" role="tablist" aria-labelledby="take" ref={tabs} onKeyDown={step}>
        {taken.map(({ id, title }) => (
          <button
            key={id}
            id={`tab-${id}`}
            type="button"
            role="tab"
            aria-selected={id === current.id}
            aria-controls="taken"
            tabIndex={id === current.id ? 0 : -1}
            onClick={() => setTab(id)}
          >
            {title}
          </button>
        ))}
      </div>
      <div id="taken" role="tabpanel" aria-labelledby={`tab-${current.id}`}>
        <div class="tools">
          <p class="hint">{current.hint}</p>
          <Copy taken={current} selector="#taken pre" />
          {current.file !== undefined && <Save taken={current} file={current.file} />}
        </div>
        <pre tabIndex={0} aria-label={current.title}>
          <code>{highlighted(current)}</code>
        </pre>
      </div>
      <CheckWithHelm values={taken[0]!.text} />
    </section>
  );
}

interface NoFileProperties {
  readonly outcome: Outcome;
  /** Nobody has taken the risk yet. */
  readonly given: boolean;
  readonly onAccept: () => void;
}

function NoFile({ outcome: found, given, onAccept }: NoFileProperties) {
  return (
    <section class="take none" aria-labelledby="take">
      <h2 id="take">Take it with you</h2>
      <p>
        There is no file for values that are not certain to start. Change the question, or take one of the suggestions.
      </p>
      {given ? (
        <>
          <p class="risk">{riskOf(found)}</p>
          <button type="button" onClick={onAccept}>
            Take it all the same
          </button>
        </>
      ) : (
        <p class="problem">What the pod needs is not counted for this question, so there are no values to take.</p>
      )}
    </section>
  );
}
