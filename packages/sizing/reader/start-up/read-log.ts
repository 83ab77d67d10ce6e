import { stripVTControlCharacters } from 'node:util';
import { isNeutral } from '../../src/plan/counted-options.ts';
import type { QuestionOptions } from '../../src/plan/types.ts';
import { findFlag, flagOfKey } from '../../src/flags.ts';
import { pythonLiteral } from './python-literal.ts';

/** What vLLM printed while it started. */
export interface StartUpLog {
  readonly release?: string;
  readonly model?: string;
  /** What CUDA reports, in GiB. */
  readonly totalGiB?: number;
  readonly options: QuestionOptions;
  /** The arguments were printed; otherwise the options are what the engine's configuration tells. */
  readonly argumentsPrinted: boolean;
  /** Left out: the log does not say how it ended. */
  readonly starts?: boolean;
  readonly measured: Measured;
  /** Servers that started in this log. */
  readonly servers: number;
}

/** In GiB per GPU, but for the tokens and the concurrency. */
export interface Measured {
  readonly weightsGiB?: number;
  readonly kvGiB?: number;
  readonly kvTokens?: number;
  readonly concurrency?: number;
  readonly activationGiB?: number;
  readonly nonTorchGiB?: number;
  readonly consumedGiB?: number;
  readonly graphsGiB?: number;
  readonly graphsEstimatedGiB?: number;
}

const VERSION = /(?:API server version|vLLM server version|LLM engine \(v|█\s+version)\s*v?([0-9][\w.+-]*)/g;
const MODEL = [
  /serving model (\S+)/,
  /█\s+model\s+(\S+)/,
  /config: model='([^']+)'/,
  /'model(?:_tag)?': '([^']+)'/,
] as const;

/** Reads the lines that releases 0.6 to 0.33 print; undefined: none of them is there, so it is not a log of vLLM. */
export function readStartUpLog(log: string): StartUpLog | undefined {
  const text = stripVTControlCharacters(log);
  const measured = measuredIn(text);
  const versions = [...text.matchAll(VERSION)].map(([, version]) => version!);
  const model = MODEL.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  if (versions.length === 0 && Object.keys(measured).length === 0) return undefined;
  const release = versions[0];
  const total = totalIn(text);
  const printed = argumentsIn(text);
  const starts = outcomeOf(text);
  return {
    ...(release !== undefined && { release }),
    ...(model !== undefined && { model }),
    ...(total !== undefined && { totalGiB: total }),
    options: printed ? optionsOf(printed) : configured(text),
    argumentsPrinted: printed !== undefined,
    ...(starts !== undefined && { starts }),
    measured,
    servers: serversIn(text),
  };
}

/** Each shard prints its own figures: the least cache and the greatest of the others count. */
function measuredIn(text: string): Measured {
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, figure]) => Number(figure!.replaceAll(',', '')));
  const most = (pattern: RegExp) => all(pattern).reduce<number | undefined>((a, b) => Math.max(a ?? b, b), undefined);
  const least = (pattern: RegExp) => all(pattern).reduce<number | undefined>((a, b) => Math.min(a ?? b, b), undefined);
  const found: Record<keyof Measured, number | undefined> = {
    weightsGiB: most(/(?:Model loading took|oading model weights took|model weights take) ([\d.]+) ?(?:GiB|GB)/g),
    kvGiB:
      least(/Available KV cache memory: (-?[\d.]+) GiB/g) ??
      least(/reserved for KV Cache is (-?[\d.]+) ?GiB/g) ??
      least(/available KV cache memory \((-?[\d.]+) GiB\)/g),
    kvTokens: least(/GPU KV cache size: ([\d,]+) tokens/g),
    concurrency: least(/Maximum concurrency for [\d,]+ tokens per request: ([\d.]+)x/g),
    activationGiB:
      most(/([\d.]+) GiB for peak activation/g) ?? most(/PyTorch activation peak memory takes ([\d.]+) ?GiB/g),
    nonTorchGiB: most(/([\d.]+) GiB for non-torch memory/g) ?? most(/non_torch_memory takes ([\d.]+) ?GiB/g),
    consumedGiB: most(/([\d.]+) GiB for consumed memory/g),
    graphsGiB: most(/(?<!Encoder )[Gg]raph capturing finished in \d+ secs, took (-?[\d.]+) GiB/g),
    graphsEstimatedGiB: most(/Estimated CUDA graph memory: ([\d.]+) GiB/g),
  };
  return Object.fromEntries(Object.entries(found).filter(([, figure]) => figure !== undefined));
}

function totalIn(text: string): number | undefined {
  const found =
    /Free memory on device(?: \S+)? \([\d.]+\/([\d.]+) GiB\)/.exec(text) ??
    /total_gpu_memory \(([\d.]+) ?GiB\)/.exec(text);
  return found ? Number(found[1]) : undefined;
}

/** Lines after which the server answers, and lines with which it fails. */
function outcomeOf(text: string): boolean | undefined {
  const failed =
    /failed to start|No available memory for the cache blocks|larger than the available KV cache|OutOfMemoryError|is less than desired GPU memory utilization|initialization failed/;
  if (failed.test(text)) return false;
  return /Application startup complete|Uvicorn running on/.test(text) ? true : undefined;
}

/** Each server names its version once, each engine once; the engines of one server are told apart by their rank. */
function serversIn(text: string): number {
  const servers = [...text.matchAll(/(?:API server version|vLLM server version|█\s+version) /g)].length;
  const engines = [...text.matchAll(/(\(EngineCore\w*[^)]*\))?[^\n]*Initializing an? (?:V[01] )?LLM engine/g)];
  const byRank = new Map<string, number>();
  for (const [, rank = ''] of engines) {
    const name = rank.replace(/ pid=\d+/, '');
    byRank.set(name, (byRank.get(name) ?? 0) + 1);
  }
  // several ranks are the engines of one data parallel server, whose caches are not those of one
  return Math.max(1, servers, byRank.size, ...byRank.values());
}

function argumentsIn(text: string): Record<string, unknown> | undefined {
  const line = /non-default args: (\{.*\})/.exec(text)?.[1];
  if (line === undefined) return undefined;
  try {
    return pythonLiteral(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Without what changes nothing in the memory, where tokens and addresses with passwords are. */
function optionsOf(printed: Record<string, unknown>): QuestionOptions {
  const keyed = Object.entries(printed).map(
    ([key, value]) => [key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()), value] as const,
  );
  return Object.fromEntries(keyed.filter(([key]) => !isNeutral(key) && findFlag(flagOfKey(key)) !== undefined));
}

/** What the configuration of the engine says where the arguments are not printed. */
function configured(text: string): QuestionOptions {
  const config = /LLM engine \(v[^)]*\) with config: (.*)/.exec(text)?.[1] ?? '';
  const value = (key: string) => new RegExp(`\\b${key}=([^,\\s]+)`).exec(config)?.[1]?.replaceAll("'", '');
  const number = (key: string) => (value(key) === undefined ? undefined : Number(value(key)));
  const cache = value('kv_cache_dtype');
  const utilization = /gpu_memory_utilization \(([\d.]+)\)/.exec(text)?.[1];
  const options = {
    maxModelLen: number('max_seq_len'),
    tensorParallelSize: number('tensor_parallel_size'),
    pipelineParallelSize: number('pipeline_parallel_size'),
    enforceEager: value('enforce_eager') === 'True' ? true : undefined,
    kvCacheDtype: cache === 'auto' ? undefined : cache,
    gpuMemoryUtilization: utilization === undefined ? undefined : Number(utilization),
  };
  const told = Object.entries(options).filter(
    ([key, own]) => own !== undefined && !(own === 1 && key.endsWith('Size')),
  );
  return Object.fromEntries(told) as QuestionOptions;
}
