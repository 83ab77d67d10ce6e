import { requestOf } from '@archon/advice/choices';
import { decodeChoices } from '@archon/advice/link';
import { outcomeOf } from '@archon/advice/outcome';
import { pageData } from './built-data.ts';
import { takenFrom } from './take/files.ts';

/** What the page says of a link, as data: for programs that have the page open. */
function answerTo(fragment: string) {
  const { choices, notes } = decodeChoices(fragment);
  const request = requestOf(choices);
  if (!request) return { notes };
  const outcome = outcomeOf(request);
  const { verdict, answer, options, release, reasons } = outcome;
  const files = takenFrom(choices, outcome, `#${fragment}`);
  return { notes, verdict, release, options, answer, reasons, files };
}

/** `archon.answerTo('gpu=l4&model=Qwen/Qwen3-8B')` in the console of the browser; the catalog is also for what is loaded later. */
export function offerAnswers(): void {
  Object.assign(globalThis, { archon: { answerTo, catalog: pageData.catalog } });
}
