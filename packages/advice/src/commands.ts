import { shellWord } from '@archon/values/shell-word';
import { entriesIn } from './chosen-values.ts';
import type { Choices } from './choices.ts';

/** The command that prints the values file for choices; undefined for a GPU that the catalog does not have, or has otherwise. */
export function valuesCommand(choices: Choices, { pasted = false } = {}): string | undefined {
  const { gpu, totalGiB, gpuCount, context, users, release, engine, set = {} } = choices;
  const further = entriesIn(set).map(setFlag);
  if (gpu === undefined || totalGiB !== undefined || further.includes(undefined)) return undefined;
  const flag = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`--${name} ${shellWord(String(value))}`];
  return [
    'archon values',
    ...flag('gpu', gpu),
    ...flag('gpu-count', gpuCount === 1 ? undefined : gpuCount),
    ...(pasted ? flag('model-config', 'config.json') : flag('model', modelAddress(choices))),
    ...flag('release', release),
    ...flag('context', context),
    ...flag('users', users === 1 ? undefined : users),
    ...(pasted ? flag('set', `model.id=${choices.model}`) : []),
    ...Object.entries(engine).map(([key, value]) => `--set engine.${key}=${String(value)}`),
    ...further,
  ].join(' ');
}

/** A value as a flag; undefined: --set would read another one. */
function setFlag({ path, value }: { path: readonly string[]; value: unknown }): string | undefined {
  const plain =
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isSafeInteger(value)) ||
    (typeof value === 'string' && /^[A-Za-z][\w./:-]*$/.test(value) && !/^(true|false|null)$/.test(value));
  return plain && path.every((key) => /^\w+$/.test(key)) ? `--set ${path.join('.')}=${String(value)}` : undefined;
}

/** Of a model that was read from the Hub, its address with the commit, which the command reads from any hub. */
export const modelAddress = ({ model, revision }: Pick<Choices, 'model' | 'revision'>): string | undefined =>
  revision === undefined ? model : `https://huggingface.co/${model}/tree/${revision}`;

/** Installs the chart with a values file. */
export const helmCommand = (chart: string): string =>
  `helm install archon ${chart} \\\n  --namespace archon-system --create-namespace \\\n  --values values.yaml`;
