import { models } from '../models.ts';
import { attentionObjections } from '../plan/attention-backends.ts';
import { bytesOf, elementType, lacksFloat16 } from '../plan/model-types.ts';
import { modelSpecOf, type ModelSpec } from '../plan/model-spec.ts';
import { capabilityNumber, versionNumber } from '../plan/versions.ts';
import { newestRelease } from '../releases.ts';
import { byRelease, type ByRelease } from './by-release.ts';

/** The compute capabilities that have an objection, and the objection. */
export type Refusal = readonly [capabilities: readonly string[], ...found: readonly [] | readonly [boolean, string]];

/** Values of --kv-cache-dtype that not every backend reads. */
const KV_TYPES = [
  'auto',
  'fp8',
  'fp8_e4m3',
  'fp8_e5m2',
  'fp8_per_token_head',
  'int8_per_token_head',
  'int4_per_token_head',
] as const;

/** Models that ask the same of a backend: `heads 256 512`, `latent`, `heads 64 sinks`. */
export function attentionClass(spec: ModelSpec): string {
  if (spec.mla) return 'latent';
  const widths = [...new Set([spec.headDim, spec.globalAttention?.headDim ?? spec.headDim])];
  const sinks = spec.architecture === 'GptOssForCausalLM' ? ['sinks'] : [];
  const images = spec.architecture === 'Gemma3ForConditionalGeneration' ? ['images'] : [];
  const wide = lacksFloat16(spec, versionNumber(newestRelease.version)) ? ['no float16'] : [];
  return ['heads', ...widths, ...sinks, ...images, ...wide].join(' ');
}

/** By class and type of the KV cache, from each release on: the GPUs that no backend serves, with engine.dtype unset. */
export function attentionRows(capabilities: readonly string[]): Record<string, ByRelease<Refusal>> {
  const numbered = capabilities.map((listed) => ({ listed, capability: capabilityNumber(listed) }));
  const classes = new Map(models.map((model) => [attentionClass(modelSpecOf(model)), modelSpecOf(model)]));
  const rows = [...classes].toSorted().flatMap(([name, spec]) =>
    KV_TYPES.map((kvDtype) => {
      const found = byRelease(({ version }) => refusalOf(spec, kvDtype, versionNumber(version), numbered));
      return [`${name}, ${kvDtype}`, found] as const;
    }),
  );
  return Object.fromEntries(rows.filter(([, found]) => found.some(([, [refused]]) => refused.length > 0)));
}

function refusalOf(
  model: ModelSpec,
  kvDtype: string,
  release: number,
  capabilities: readonly { readonly listed: string; readonly capability: number }[],
): Refusal {
  const found = capabilities.flatMap(({ listed, capability }) => {
    const typeBytes = bytesOf(elementType('auto', model, capability, release));
    const [objection] = attentionObjections({ capability, release, model, kvDtype, typeBytes, textOnly: false });
    return objection?.certain ? [{ listed, objection }] : [];
  });
  return found.length === 0
    ? [[]]
    : [found.map(({ listed }) => listed), true, wordsOf(found[0]!.objection.text, kvDtype)];
}

/** The reasons differ by GPU: the chart gives the one that they share. */
const wordsOf = (text: string, kvDtype: string): string =>
  text.startsWith('No attention backend')
    ? `No attention backend of vLLM %s serves this model with a KV cache in ${kvDtype} on this GPU.`
    : text;
