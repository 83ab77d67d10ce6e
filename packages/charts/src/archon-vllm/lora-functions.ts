import { loraOptions } from '@archon/sizing/lora-options';
import { versionNumber } from '@archon/sizing/versions';
import type { FunctionTable } from '@archon/values';
import { listOf } from '../list-of.ts';

interface Lora {
  existingClaim?: string | null;
  adapters?: Adapter[] | null;
}

interface Adapter {
  name: string;
  repo?: string | null;
  revision?: string | null;
  path?: string | null;
  rank?: number | null;
  baseModelName?: string | null;
}

interface Engine {
  maxLoras?: number | null;
  maxLoraRank?: number | null;
  maxCpuLoras?: number | null;
}

/** The first releases of the catalog that download an adapter themselves, and that read --lora-modules as JSON. */
const DOWNLOADS_FROM = '0.5.5';
const JSON_FROM = '0.6.6';

/** What expressions ask of `lora`, in TypeScript and, as named templates, in Helm. */
export const loraFunctions: FunctionTable = {
  /** How many adapters there are, and the options of the engine that follow: 0 where the engine has its own, or none is needed. */
  loraOptions: {
    arity: [2, 2],
    returns: 'object',
    evaluate: ([lora, engine]) => loraOptions((lora as Lora).adapters ?? [], (engine ?? {}) as Engine),
    emit: ([lora, engine], { include }) => `${include('lora-options', lora!.raw, engine!.raw)} | fromJson`,
  },
  /** What is downloaded before vLLM starts, as id@revision, each once: the model, where it is, and the commits of adapters. */
  downloadsOf: listOf('downloads-of', 2, ({ adapters }: Lora, model: string) => [
    ...new Set([
      ...(model ? [model] : []),
      ...(adapters ?? []).flatMap(({ repo, revision }) => (repo && revision ? [`${repo}@${revision}`] : [])),
    ]),
  ]),
  /** What is wrong with each adapter: lora, engine, release. */
  adapterProblems: listOf(
    'adapter-problems',
    3,
    ({ adapters, existingClaim }: Lora, engine: Engine | null, release: string) =>
      (adapters ?? []).flatMap((adapter) => problemsOf(adapter, existingClaim, engine?.maxLoraRank, release)),
  ),
};

function problemsOf(
  { name, repo, revision, path, rank, baseModelName }: Adapter,
  claim: string | null | undefined,
  maxRank: number | null | undefined,
  release: string,
): string[] {
  const before = (version: string): boolean => release !== '' && versionNumber(release) < versionNumber(version);
  const problems = [
    !repo === !path && 'needs one of repo and path.',
    revision && !repo && 'has a revision, which is of a repo. Set repo, or remove revision.',
    path && !path.startsWith('/') && !claim && `is in the folder ${path} of a claim. Set lora.existingClaim.`,
    maxRank && rank && rank > maxRank
      ? `has rank ${rank}, and engine.maxLoraRank is ${maxRank}. Raise engine.maxLoraRank, or leave it out.`
      : false,
    repo && !revision && before(DOWNLOADS_FROM) && `vLLM ${release} does not download it. Set revision.`,
    baseModelName && before(JSON_FROM) && `vLLM ${release} does not read baseModelName. Remove it.`,
  ];
  return problems.filter((one): one is string => Boolean(one)).map((one) => `Adapter "${name}": ${one}`);
}
