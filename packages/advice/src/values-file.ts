import { countedGpu, gib, tokens } from './format.ts';
import type { Selection, ValuesRequest } from './choose-values.ts';
import { withCluster, withUser } from './user-entries.ts';
import { entriesOf, notesOf, valuesText, type Entry } from './values-text.ts';

/** What a file says besides what was selected. */
export interface FileSource {
  /** The command that prints the same file again. */
  readonly printedBy: string;
  /** The user's values: they are in the file as they are. */
  readonly user?: Readonly<Record<string, unknown>>;
  /** Where the model was read, if the catalog does not have it. */
  readonly read?: { readonly assumption: string; readonly revision: string };
  /** What a cluster decides. */
  readonly cluster?: { readonly entries: readonly Entry[]; readonly notes: readonly string[] };
}

/** The values file for a selection, with a comment for each value. */
export function valuesFile(selection: Selection, request: ValuesRequest, source: FileSource): string {
  const { model, options, release, preset, answer } = selection;
  const { gpu, gpuCount } = request;
  const { user = {}, read, cluster } = source;
  const header = [
    `${model.id} on ${countedGpu(gpu.name, gpuCount)}: ${tokens(options.maxModelLen)} tokens of context,`,
    `with vLLM ${release.version} and ${gib(answer.marginGiB!)} GiB spare by the planner's pessimistic estimate.`,
    ...originOf(source),
  ];
  const planned = withCluster(entriesOf(selection, request, read?.revision), cluster?.entries ?? []);
  return valuesText(header, withUser([presetEntry(preset), ...planned], user), [
    ...notesOf(selection),
    ...(cluster?.notes ?? []),
  ]);
}

/** Where the model was read, and what prints the file again. */
export const originOf = ({ printedBy, read }: FileSource): string[] => [
  ...(read ? [read.assumption] : []),
  `Printed by: ${printedBy.replaceAll('\n', ' ')}`,
];

/** The first value of a file. */
export const presetEntry = (preset: Selection['preset']): Entry => ({
  path: ['preset'],
  value: preset?.name ?? '',
  why: preset
    ? 'For this GPU. It sets what is not set here: CPU, memory, volume, startup.'
    : 'No preset: this file is complete.',
});
