import { findFlag, flagOfKey } from '../flags.ts';
import type { Objection } from './compatibility.ts';
import { uncountedOption } from './counted-options.ts';
import type { Resolved } from './resolve-question.ts';

/** Options that the release does not know, that do not go with the GPUs, or that are not counted. */
export function optionObjections({ options, entry, gpuCount, model }: Resolved): Objection[] {
  const found: Objection[] = [];
  for (const [key, value] of Object.entries(options)) {
    const uncounted = uncountedOption(key, value, options);
    if (uncounted !== undefined) found.push({ certain: false, text: uncounted });
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    const missing = entry && missingFlag(key, entry.version);
    if (missing) found.push(missing);
  }
  const { tensorParallelSize: tp, pipelineParallelSize: pp, dataParallelSize: dp } = options;
  const shards = (tp ?? 1) * (pp ?? 1) * (dp ?? 1);
  if (gpuCount !== undefined && shards > gpuCount)
    found.push({ certain: true, text: `${shards} shards need ${shards} GPUs, not ${gpuCount}.` });
  if ((dp ?? 1) > 1 && model.moe)
    found.push({ certain: false, text: 'Data parallel ranks share the experts; the planner does not count that.' });
  if (options.quantization && options.quantization !== model.method)
    found.push({
      certain: false,
      text: `quantization is ${options.quantization}, but the checkpoint is ${model.method ?? 'not quantized'}: the size after loading is not counted.`,
    });
  if (/^float(32)?$/.test(options.dtype ?? '') && model.weightBytes === undefined)
    found.push({
      certain: false,
      text: 'The type of the checkpoint is unknown: whether its weights grow in float32 is not counted.',
    });
  return found;
}

function missingFlag(key: string, version: string): Objection | undefined {
  const found = findFlag(flagOfKey(key), version);
  if (!found || found.availability.available) return undefined;
  return { certain: true, text: `vLLM ${version} has no --${found.flag.name}.` };
}
