import { signal } from '@preact/signals';
import type { Choices } from '@archon/advice/choices';
import type { Model } from '@archon/sizing/catalog-types';

/** A model that the catalog does not have. */
export interface ReadModel {
  readonly model: Model;
  /** Commit on the Hub; left out: a configuration was pasted. */
  readonly revision?: string;
  /** What an answer about it assumes. */
  readonly assumption: string;
}

/** What was read since the page is open: Back finds it again. A link has only its name and revision. */
const read = signal<readonly ReadModel[]>([]);

const isOf = ({ model, revision }: ReadModel, choices: Pick<Choices, 'model' | 'revision'>): boolean =>
  model.id === choices.model && revision === choices.revision;

export const readModelOf = (choices: Choices): ReadModel | undefined => read.value.find((one) => isOf(one, choices));

export function keepModel(found: ReadModel): void {
  const { model, revision } = found;
  const same = { model: model.id, ...(revision !== undefined && { revision }) };
  read.value = [found, ...read.value.filter((one) => !isOf(one, same))];
}

/** Leaves out a configuration that was pasted under a name: the catalog has it too. */
export const dropPasted = (id: string | undefined): void =>
  void (read.value = read.value.filter(({ model, revision }) => revision !== undefined || model.id !== id));
