import type { Suggestion } from '@archon/sizing/types';

/** The change as arguments of `archon plan`; helm has the same `--set`. */
export function suggestionText({ change }: Pick<Suggestion, 'change'>): string {
  const { gpu, model, options = {} } = change;
  const given = Object.entries(options).filter(([, value]) => value !== null && value !== undefined);
  return [
    ...(gpu === undefined ? [] : [`--gpu ${gpu}`]),
    ...(model === undefined ? [] : [`--model ${model}`]),
    ...given.map(([key, value]) => `--set engine.${key}=${String(value)}`),
  ].join(' ');
}
