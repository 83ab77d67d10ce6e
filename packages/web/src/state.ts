import { computed, effect, signal } from '@preact/signals';
import { chosenGpu, chosenModel, noChoices, requestOf, type Choices } from '@archon/advice/choices';
import { decodeChoices, encodeChoices } from '@archon/advice/link';
import { outcomeOf } from '@archon/advice/outcome';
import { listGpus, listModels } from '@archon/advice/short-list';
import { readModelOf } from './read-models.ts';

/** All state of the page; everything else follows from it. The address has it too, after the #. */
const atStart = decodeChoices(location.hash);
export const choices = signal<Choices>(atStart.choices);
/** What was not understood of the link. */
export const notes = signal<readonly string[]>(atStart.notes);

export const gpu = computed(() => chosenGpu(choices.value));
/** The model where the catalog does not have it: as it was read since the page is open. */
export const readModel = computed(() => readModelOf(choices.value));
export const model = computed(() => chosenModel(choices.value, readModel.value?.model));
export const outcome = computed(() => {
  const request = requestOf(choices.value, readModel.value?.model);
  return request && outcomeOf(request);
});
/** All models, with what becomes of each on the chosen GPU. */
export const modelList = computed(() => (gpu.value ? listModels(choices.value, gpu.value) : undefined));
/** All GPUs, with what becomes of the chosen model on each. */
export const gpuList = computed(() => (model.value ? listGpus(choices.value, model.value) : undefined));

const fragmentOf = (state: Choices): string => {
  const text = encodeChoices(state);
  return text === '' ? '' : `#${text}`;
};

/** The link to what is chosen. */
export const link = computed(() => `${location.href.split('#')[0]}${fragmentOf(choices.value)}`);

/** Typing replaces the address; `step` adds to the history, so that Back undoes it. */
export function choose(next: Choices, how: 'type' | 'step' = 'type'): void {
  if (how === 'step') history.pushState(null, '', location.href);
  choices.value = next;
}

/** Changes parts of the choices; undefined leaves a part out. */
export function change(parts: { readonly [K in keyof Choices]?: Choices[K] | undefined }, how?: 'type' | 'step'): void {
  const merged = Object.entries({ ...choices.value, ...parts }).filter(([, value]) => value !== undefined);
  choose({ ...noChoices, ...(Object.fromEntries(merged) as Partial<Choices>) }, how);
}

/** Takes a GPU of the catalog, or none: what was said of one that is not listed goes with it. */
export const takeGpu = (id: string | undefined, how?: 'type' | 'step'): void =>
  change({ gpu: id, totalGiB: undefined, computeCapability: undefined }, how);

/** Keeps address and state the same, both ways. */
export function followAddress(): void {
  effect(() => {
    const wanted = fragmentOf(choices.value);
    if (location.hash !== wanted)
      history.replaceState(null, '', wanted === '' ? location.pathname + location.search : wanted);
  });
  const read = (): void => {
    if (location.hash === fragmentOf(choices.value)) return;
    const decoded = decodeChoices(location.hash);
    notes.value = decoded.notes;
    choices.value = decoded.choices;
  };
  addEventListener('hashchange', read);
  addEventListener('popstate', read);
}
