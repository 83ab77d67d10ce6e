import type { Model } from '../catalog-types.ts';
import { modelSpecOf } from '../plan/model-spec.ts';
import { shardObjections } from '../plan/shard-objections.ts';
import { versionNumber } from '../plan/versions.ts';
import { findRelease } from '../releases.ts';
import { byRelease, type ByRelease } from './by-release.ts';

/** By size of tensor parallelism, why a model cannot be divided so. */
export type ShardProblems = Readonly<Record<string, string>>;

/** What a model cannot be divided into, beyond its heads: without and with expert parallelism. */
export interface ShardRows {
  readonly tensor: ByRelease<ShardProblems>;
  readonly expert?: ByRelease<ShardProblems>;
}

/** As many GPUs as a pod may have. */
const MOST = 16;

/** Undefined: every size that divides the heads works. `capability` as a number that orders (versions.ts). */
export function shardRows(model: Model, capability: number): ShardRows | undefined {
  const tensor = rows(model, capability, false);
  const expert = model.geometry.moe ? rows(model, capability, true) : [];
  if (!isAny(tensor)) return undefined;
  return { tensor, ...(isAny(expert) && { expert }) };
}

const isAny = (found: ByRelease<ShardProblems>): boolean =>
  found.some(([, problems]) => Object.keys(problems).length > 0);

function rows(model: Model, capability: number, expertParallel: boolean): ByRelease<ShardProblems> {
  const spec = modelSpecOf(model);
  const { heads, kvHeads, mla } = model.geometry;
  // heads have rules of their own (schemas/archon-vllm/model.yaml)
  const sizes = Array.from({ length: MOST - 1 }, (_, index) => index + 2).filter(
    (size) => heads % size === 0 && (mla || kvHeads % size === 0 || size % kvHeads === 0),
  );
  return byRelease(({ version }) => {
    const problems = sizes.flatMap((size) => {
      const division = { tensorParallel: size, pipelineParallel: 1, dataParallel: 1, expertParallel };
      const found = shardObjections({ model: spec, release: versionNumber(version), capability }, division);
      const texts = found.filter(({ certain }) => certain).map(({ text }) => text);
      return texts.length === 0 ? [] : [[String(size), chartWords(texts.join(' '))] as const];
    });
    return Object.fromEntries(problems);
  });
}

const chartWords = (text: string): string =>
  text
    .replace('tensorParallelSize', 'engine.tensorParallelSize')
    .replace('enableExpertParallel', '--enable-expert-parallel in engine.extraArgs');

/** The problem of a size, on a release; the same as the named template "shard-problems". */
export function shardProblems(
  found: ShardRows | undefined,
  size: number,
  expertParallel: boolean,
  release: string,
): string[] {
  const entry = release ? findRelease(release) : undefined;
  const table = expertParallel ? found?.expert : found?.tensor;
  const row = entry && table?.findLast(([since]) => versionNumber(since) <= versionNumber(entry.version))?.[1];
  const text = row?.[String(size)];
  return text === undefined ? [] : [text];
}
