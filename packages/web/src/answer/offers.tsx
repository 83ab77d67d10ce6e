import { useEffect, useState } from 'preact/hooks';
import { gib, tokens } from '@archon/advice/format';
import { offersFor, type Offer } from '@archon/advice/offers';
import type { Outcome } from '@archon/advice/outcome';
import { choices, choose } from '../state.ts';

interface Found {
  readonly outcome: Outcome;
  readonly offers: readonly Offer[];
}

const find = (outcome: Outcome): Found => ({ outcome, offers: offersFor(choices.value, outcome) });

/** What to change, as buttons. Each has been planned, and fits. They are found once the verdict is drawn: typing does not wait. */
export function Offers({ outcome }: { readonly outcome: Outcome }) {
  const [found, setFound] = useState(() => find(outcome));
  const current = found.outcome === outcome;
  useEffect(() => {
    if (current) return;
    const timer = setTimeout(() => setFound(find(outcome)));
    return () => clearTimeout(timer);
  }, [outcome, current]);
  if (outcome.verdict === 'fits') return null;
  const { offers } = found;
  return (
    <>
      <h3>What would fit</h3>
      {current && offers.length === 0 ? (
        <p>No single change makes it fit. Look at other GPUs or other models below.</p>
      ) : (
        <ul class="offers" aria-busy={!current}>
          {offers.map((offer) => (
            <li key={offer.text}>
              <button type="button" disabled={!current} onClick={() => choose(offer.choices, 'step')}>
                <span class="name">{offer.text.replace(/\.$/, '')}</span>
                <span class="about">
                  fits with {tokens(offer.context)} tokens, {gib(offer.marginGiB)} GiB to spare
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
