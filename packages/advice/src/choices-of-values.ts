import { presets } from '@archon/presets';
import { findGpu } from '@archon/sizing/gpu-parts';
import { isHubId } from '@archon/sizing/hub-id';
import { plainVersion } from '@archon/sizing/releases';
import { numberOf } from '@archon/values/number-text';
import { findModelNamed } from './catalog-names.ts';
import { noChoices, type Choices, type EngineChoices, type Values } from './choices.ts';
import { entriesIn, withValue } from './chosen-values.ts';

/** Engine values that the configurator has a field for, as a values file may write them. */
const fields = {
  kvCacheDtype: (value) => (value === 'auto' || value === 'fp8' ? value : undefined),
  maxNumSeqs: (value) => numberOf(String(value)),
  gpuMemoryUtilization: (value) => numberOf(String(value)),
  enforceEager: (value) => (typeof value === 'boolean' ? value : undefined),
} as const satisfies Record<keyof EngineChoices, (value: unknown) => unknown>;

/** An engine value as a choice; undefined: it has no field, or is none that the field can say. */
export function engineChoice(key: string, value: unknown): EngineChoices | undefined {
  const read = Object.hasOwn(fields, key) ? fields[key as keyof EngineChoices](value) : undefined;
  return read === undefined ? undefined : { [key]: read };
}

/** Choices that say the same as values: what has a field is there, and the rest is kept as it is. */
export function choicesOfValues(values: Values): Choices {
  let choices: Choices = noChoices;
  for (const { path, value } of entriesIn(values)) {
    const change = changeFor(path, value, values);
    choices = change
      ? { ...choices, ...change, engine: { ...choices.engine, ...change.engine } }
      : { ...choices, set: withValue(choices.set ?? {}, path, value) };
  }
  const { set, gpuCount } = choices;
  // the number of GPUs says this by itself
  const { tensorParallelSize } = (set?.engine ?? {}) as { tensorParallelSize?: unknown };
  return tensorParallelSize !== undefined && Number(tensorParallelSize) === gpuCount
    ? withoutSet({ ...choices, set: withValue(set!, ['engine', 'tensorParallelSize'], undefined) })
    : choices;
}

const withoutSet = ({ set, ...choices }: Choices): Choices =>
  set && Object.keys(set).length > 0 ? { ...choices, set } : choices;

function changeFor(path: readonly string[], value: unknown, values: Values): Partial<Choices> | undefined {
  const text = String(value);
  switch (path.join('.')) {
    case 'preset':
      return ofPreset(text, values);
    case 'model.id': {
      const id = findModelNamed(text)?.id ?? (isHubId(text) ? text : undefined);
      return id === undefined ? undefined : { model: id };
    }
    case 'gpu.product':
      return text === '' ? {} : findGpu(text) && { gpu: text };
    case 'gpu.count':
      return Number.isInteger(value) && Number(value) > 0 && Number(value) <= 1024
        ? { gpuCount: Number(value) }
        : undefined;
    case 'engine.maxModelLen':
      return contextOf(text);
    case 'image.repository':
      return isOfficial(text) ? {} : undefined;
    case 'image.tag': {
      const release = isOwnImage(values) && /^v?\d+\.\d+(\.\d+)?$/.test(text) ? plainVersion(text) : undefined;
      return release === undefined ? undefined : { release };
    }
    default: {
      const engine = path.length === 2 && path[0] === 'engine' ? engineChoice(path[1]!, value) : undefined;
      return engine && { engine };
    }
  }
}

/** A length, or undefined: what fits, which is also what auto means. */
function contextOf(text: string): Partial<Choices> | undefined {
  if (text === 'auto' || text === '-1') return {};
  const tokens = numberOf(text);
  return tokens !== undefined && tokens > 0 && tokens <= 2 ** 24 ? { context: tokens } : undefined;
}

const isOfficial = (repository: string): boolean => /^(docker\.io\/)?vllm\/vllm-openai$/.test(repository);

const isOwnImage = ({ image }: Values): boolean => {
  const { repository, digest } = (image ?? {}) as { repository?: unknown; digest?: unknown };
  return digest == null && (repository == null || isOfficial(String(repository)));
};

/** What a preset says that values do not: its model and context. The rest of it follows from the GPU. */
function ofPreset(name: string, { model, engine }: Values): Partial<Choices> {
  const preset = presets.find((one) => one.name === name)?.model;
  if (!preset) return {};
  const named = (model as Values | undefined)?.id != null;
  const context = contextOf(String(preset.engine?.maxModelLen));
  return named ? {} : { model: preset.model.id, ...((engine as Values | undefined)?.maxModelLen == null && context) };
}
