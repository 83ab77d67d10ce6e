import { gpus } from '../gpus.ts';
import { models } from '../models.ts';
import { kernelObjections, methodObjections, METHODS } from '../plan/compatibility.ts';
import { CONTEXT } from '../plan/headroom.ts';
import { capabilityNumber } from '../plan/versions.ts';
import { newestRelease, releases } from '../releases.ts';
import type { Release } from '../catalog-types.ts';
import { byRelease, type ByRelease } from './by-release.ts';
import { uncountedEnv, uncountedOptions, uncountedSpellings } from './memory-options.ts';

/** What a release cannot do, and what the chart has to know to judge it. A text has `%s` for the release. */
export interface ReleaseTable {
  readonly newest: string;
  /** By compute capability: nothing, or whether it is certain and why. */
  readonly kernels: Record<string, ByRelease<readonly [] | readonly [certain: boolean, text: string]>>;
  /** By quantization method: the compute capabilities that are refused, and why. */
  readonly methods: Record<string, ByRelease<readonly [capabilities: readonly string[], text: string]>>;
  /** Values of --kv-cache-dtype. */
  readonly kvCacheDtypes: ByRelease<readonly string[]>;
  /** Least that a GPU must have left beside the utilization, in GiB. */
  readonly leastContext: number;
  readonly uncounted: { readonly options: readonly string[]; readonly env: string; readonly args: readonly string[] };
}

export function releaseTable(): ReleaseTable {
  const listed = new Set(gpus.flatMap(({ computeCapability }) => computeCapability ?? []));
  const capabilities = [...listed].sort((a, b) => capabilityNumber(a) - capabilityNumber(b));
  const kernels = capabilities.map((capability) => [
    capability,
    byRelease((release) => kernelsOf(release, capability)),
  ]);
  const methods = methodNames()
    .map((method) => [method, byRelease((release) => refusedBy(release, method, capabilities))] as const)
    .filter(([, rows]) => rows.some(([, [refused]]) => refused.length > 0));
  return {
    newest: newestRelease.version,
    kernels: Object.fromEntries(kernels) as ReleaseTable['kernels'],
    methods: Object.fromEntries(methods),
    kvCacheDtypes: byRelease(({ kvCacheDtypes = [] }) => kvCacheDtypes),
    leastContext: CONTEXT.least,
    uncounted: { options: uncountedOptions, env: uncountedEnv, args: uncountedSpellings() },
  };
}

function kernelsOf(release: Release, capability: string): readonly [] | readonly [boolean, string] {
  const [found] = kernelObjections(release, capabilityNumber(capability));
  return found ? [found.certain, textOf(found.text, release)] : [];
}

function refusedBy(release: Release, method: string, capabilities: string[]): readonly [string[], string] {
  const found = capabilities.flatMap((capability) => {
    const certain = methodObjections(release, method, capabilityNumber(capability)).find((one) => one.certain);
    return certain ? [{ capability, text: certain.text }] : [];
  });
  return [found.map(({ capability }) => capability), found[0] ? textOf(found[0].text, release) : ''];
}

const textOf = (text: string, { version }: Release): string => text.replace(`vLLM ${version}`, 'vLLM %s');

function methodNames(): string[] {
  const ofReleases = releases.flatMap(({ quantization }) => quantization?.methods ?? []);
  const ofModels = models.flatMap(({ quantization }) => quantization?.method ?? []);
  return [...new Set([...ofReleases, ...ofModels, ...Object.keys(METHODS)])].sort();
}
