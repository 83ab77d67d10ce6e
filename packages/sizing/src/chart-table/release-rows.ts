import type { Release } from '../catalog-types.ts';
import { gpus } from '../gpus.ts';
import { models } from '../models.ts';
import { kernelObjections, methodKey, methodObjections, METHODS } from '../plan/compatibility.ts';
import type { Objection } from '../plan/objection.ts';
import { CONTEXT } from '../plan/headroom.ts';
import { capabilityNumber } from '../plan/versions.ts';
import { newestRelease, releases } from '../releases.ts';
import { attentionRows } from './attention-rows.ts';
import { byRelease, type ByRelease } from './by-release.ts';
import { graphLimits } from './behaviour-rows.ts';
import { COUNTED_FROM } from './memory-rows.ts';
import { uncountedEnv, uncountedNames, uncountedOptions } from './uncounted.ts';

/** An objection, with `%s` for the release; nothing: there is none. */
type Found = readonly [] | readonly [certain: boolean, text: string];

/** What a release cannot run, and the limits of what the chart counts. */
export interface ReleaseRows {
  readonly limits: {
    readonly newest: string;
    readonly countedFrom: string;
    /** Least that a GPU must have left outside the utilization, in GiB. */
    readonly leastContext: number;
    readonly graphs: typeof graphLimits;
  };
  /** By compute capability. */
  readonly kernels: Record<string, ByRelease<Found>>;
  /** By quantization method: the compute capabilities that have an objection (`*`: all), and the objection. */
  readonly methods: Record<string, ByRelease<readonly [capabilities: readonly string[], ...found: Found]>>;
  /** By what models ask of attention, and the type of the KV cache: the compute capabilities that no backend serves. */
  readonly attention: ReturnType<typeof attentionRows>;
  /** Values of --kv-cache-dtype. */
  readonly kvCacheDtypes: ByRelease<readonly string[]>;
  readonly uncounted: { readonly options: readonly string[]; readonly env: string; readonly args: readonly string[] };
}

export function releaseRows(): ReleaseRows {
  const listed = new Set(gpus.flatMap(({ computeCapability }) => computeCapability ?? []));
  const capabilities = [...listed].sort((a, b) => capabilityNumber(a) - capabilityNumber(b));
  const kernels = capabilities.map((capability) => [
    capability,
    byRelease((release) => foundIn(kernelObjections(release, capabilityNumber(capability))[0], release)),
  ]);
  const methods = methodNames()
    .map((method) => [method, byRelease((release) => objectionsTo(release, method, capabilities))] as const)
    .filter(([, rows]) => rows.some(([, [refused]]) => refused.length > 0));
  return {
    limits: {
      newest: newestRelease.version,
      countedFrom: COUNTED_FROM,
      leastContext: CONTEXT.least,
      graphs: graphLimits,
    },
    kernels: Object.fromEntries(kernels) as ReleaseRows['kernels'],
    methods: Object.fromEntries(methods),
    attention: attentionRows(capabilities),
    kvCacheDtypes: byRelease(({ kvCacheDtypes = [] }) => kvCacheDtypes),
    uncounted: { options: uncountedOptions, env: uncountedEnv, args: uncountedNames() },
  };
}

function foundIn(objection: Objection | undefined, { version }: Release): Found {
  return objection ? [objection.certain, objection.text.replace(`vLLM ${version}`, 'vLLM %s')] : [];
}

function objectionsTo(release: Release, method: string, capabilities: string[]): readonly [string[], ...Found] {
  const found = capabilities.flatMap((capability) => {
    const [objection] = methodObjections(release, method, capabilityNumber(capability));
    return objection ? [{ capability, objection }] : [];
  });
  const all = found.length === capabilities.length;
  return [all ? ['*'] : found.map(({ capability }) => capability), ...foundIn(found[0]?.objection, release)];
}

function methodNames(): string[] {
  const ofReleases = releases.flatMap(({ quantization }) => quantization?.methods ?? []);
  const ofModels = models.flatMap(({ quantization }) => methodKey(quantization?.method, quantization?.bits) ?? []);
  return [...new Set([...ofReleases, ...ofModels, ...Object.keys(METHODS)])].sort();
}
