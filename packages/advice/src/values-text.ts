import type { Model } from '@archon/sizing/catalog-types';
import { splitPart } from '@archon/sizing/gpu-parts';
import { newestRelease } from '@archon/sizing/releases';
import type { ArchonVllmValues } from '@archon/values';
import { gib, tokens } from './format.ts';
import { versionNumber } from '@archon/sizing/versions';
import { presetVolumeGiB, type Selection, type ValuesRequest } from './choose-values.ts';
import { parsersOf } from './family-serving.ts';

/** The keys of an object's type; none of a list or a scalar. */
type Keys<T> = T extends object ? (T extends readonly unknown[] ? never : Extract<keyof T, string>) : never;

/** A path of the chart's values, up to three keys deep: what is not a value does not compile. */
export type ValuePath<T = NonNullable<ArchonVllmValues>> = {
  [A in Keys<T>]: readonly [A] | Below<A, NonNullable<T[A & keyof T]>>;
}[Keys<T>];
type Below<A extends string, T> = {
  [B in Keys<T>]: readonly [A, B] | Leaf<A, B, NonNullable<T[B & keyof T]>>;
}[Keys<T>];
type Leaf<A extends string, B extends string, T> = { [C in Keys<T>]: readonly [A, B, C] }[Keys<T>];

/** A value with the comment that says why. */
export interface Entry {
  readonly path: ValuePath;
  /** A scalar, or lists and maps of them. */
  readonly value: unknown;
  readonly why?: string;
}

/** The values of a choice, in the order of the chart. */
export function entriesOf(
  selection: Selection,
  { gpu, gpuCount, users, release: requested }: ValuesRequest,
  revision?: string,
): Entry[] {
  const { model, release, options, answer } = selection;
  const { maxModelLen, maxNumSeqs, gpuMemoryUtilization, kvCacheDtype, enforceEager } = options;
  const download = downloadGB(model);
  const loaded = answer.parts!.weights.high;
  const older = release.version !== newestRelease.version;
  const supported = requested
    ? 'As requested.'
    : `The newest image that has kernels for compute capability ${gpu.computeCapability}.`;
  const request = answer.kvCacheGiBLow! - answer.marginGiB!;
  const { whole, part } = splitPart(gpu.id);
  const profile = /^-mig-(.*)$/.exec(part)?.[1];
  const root = older && needsRoot(release.version);
  const why = (path: Entry['path'], value: Entry['value'], text?: string): Entry => ({
    path,
    value,
    ...(text && { why: text }),
  });
  return [
    why(['model', 'id'], model.id, aboutModel(model, answer.parts!.weights.likely)),
    ...(revision === undefined
      ? []
      : [why(['model', 'revision'], revision, 'What was read from the Hub, and planned.')]),
    why(
      ['engine', 'maxModelLen'],
      maxModelLen,
      answer.kvCacheGiBLow === null
        ? 'The model keeps no KV cache.'
        : `One request takes ${gib(request)} GiB of KV cache; at least ${gib(answer.kvCacheGiBLow!)} GiB are available, likely ${gib(answer.kvCacheGiB!)}: ${tokens(answer.kvCacheTokens)} tokens.${users > 1 ? ` ${users} concurrent requests fit.` : ''}`,
    ),
    why(
      ['engine', 'gpuMemoryUtilization'],
      gpuMemoryUtilization!,
      `vLLM uses ${gib(answer.parts!.budget.likely)} of ${gib(answer.parts!.total.likely)} GiB; the rest is for the CUDA context.`,
    ),
    why(
      ['engine', 'maxNumSeqs'],
      maxNumSeqs!,
      'vLLM prepares for 256 or more by default; this number leaves more memory for the KV cache.',
    ),
    ...(kvCacheDtype
      ? [why(['engine', 'kvCacheDtype'], kvCacheDtype, 'With 8 bits the KV cache has space for twice the tokens.')]
      : []),
    ...(enforceEager
      ? [
          why(
            ['engine', 'enforceEager'],
            true,
            'Without CUDA graphs more memory is left for the KV cache, but answers are slower.',
          ),
        ]
      : []),
    ...servingEntries(selection, why),
    ...(gpuCount > 1 && options.tensorParallelSize === gpuCount
      ? [why(['engine', 'tensorParallelSize'], gpuCount, 'The GPUs share each layer.')]
      : []),
    // one that the catalog does not have cannot be checked by the chart
    ...(whole === '' ? [] : [why(['gpu', 'product'], whole, 'Values that cannot run on this GPU are refused.')]),
    ...(profile
      ? [why(['gpu', 'resourceName'], `nvidia.com/mig-${profile}`, 'The slice, as the device plugin names it.')]
      : []),
    ...(gpuCount > 1 ? [why(['gpu', 'count'], gpuCount)] : []),
    ...(older ? [why(['image', 'tag'], `v${release.version}`, supported)] : []),
    ...(selection.preset
      ? []
      : podEntries(loaded * gpuCount, download, startupSeconds(selection), presetVolumeGiB(gpu), why)),
    ...(root
      ? [
          why(['podSecurityContext', 'runAsNonRoot'], false, `The image of vLLM ${release.version} runs only as root.`),
          why(['podSecurityContext', 'runAsUser'], 0),
        ]
      : []),
  ];
}

type Why = (path: Entry['path'], value: Entry['value'], text?: string) => Entry;

function servingEntries({ model, release }: Selection, why: Why): Entry[] {
  const { toolCallParser, reasoningParser, of } = parsersOf(model) ?? {};
  const recipe =
    of === undefined ? 'Tools, as in vLLM’s recipe for the model.' : `Tools, as in vLLM’s recipe for ${of}.`;
  const has = (parsers: readonly string[] | undefined, parser: string | undefined): parser is string =>
    parser !== undefined && (parsers === undefined || parsers.includes(parser));
  return [
    ...(has(release.toolCallParsers, toolCallParser)
      ? [why(['engine', 'enableAutoToolChoice'], true, recipe), why(['engine', 'toolCallParser'], toolCallParser)]
      : []),
    ...(has(release.reasoningParsers, reasoningParser) ? [why(['engine', 'reasoningParser'], reasoningParser)] : []),
  ];
}

const downloadGB = ({ weights }: Model): number => (weights!.fileBytes ?? weights!.bytes) / 1e9;

/** How long the first start may take: as the preset says, else for a download at 10 MB/s and a disk at 200 MB/s. */
export function startupSeconds({ preset, model }: Pick<Selection, 'preset' | 'model'>): number {
  // 3600: the chart's default
  if (preset) return preset.model.startup?.timeoutSeconds ?? 3600;
  return Math.min(86_400, Math.ceil((downloadGB(model) * 105 + 420) / 300) * 300);
}

/** What the pod needs besides the GPU: 12 GiB and the weights. */
function podEntries(loaded: number, download: number, seconds: number, least: number, why: Why): Entry[] {
  const limit = Math.max(16, Math.ceil((loaded + 12) / 4) * 4);
  const size = Math.max(10, least, Math.ceil((download * 2e9) / 2 ** 30 / 10) * 10);
  return [
    why(['resources', 'requests', 'memory'], `${Math.ceil((limit * 2) / 3)}Gi`),
    why(
      ['resources', 'limits', 'memory'],
      `${limit}Gi`,
      `The weights are loaded through memory (${gib(loaded)} GiB); the server and /dev/shm need up to 12 GiB.`,
    ),
    why(
      ['startup', 'timeoutSeconds'],
      seconds,
      `${download.toFixed(1)} GB take ${Math.ceil((download * 100) / 60)} minutes to download at 10 MB/s; then vLLM loads and compiles.`,
    ),
    why(
      ['persistence', 'size'],
      `${size}Gi`,
      size === least
        ? 'As the preset for this GPU: at least twice the download, so that a new revision fits next to the old one.'
        : 'Twice the download, so that a new revision fits next to the old one.',
    ),
  ];
}

/** Images have their own user from 0.22.1 on (rule image-needs-root). */
export const needsRoot = (version: string): boolean => versionNumber(version) < versionNumber('0.22.1');

function aboutModel({ quantization, licence, dtype, geometry }: Model, weights: number): string {
  const stored = quantization
    ? `${quantization.method}, ${quantization.bits} bits, set by its own configuration`
    : dtype;
  return `${gib(weights)} GiB of weights (${stored}); reaches ${tokens(geometry.maxPositionEmbeddings)} tokens; licence ${licence ?? 'unknown'}.`;
}

/** What no values can say: a comment at the end. */
export function notesOf({ model, release }: Selection): string[] {
  const gated = /^(llama|gemma)/.test(model.licence ?? '');
  const remote = model.serving?.args?.includes('--trust-remote-code');
  const parser = parsersOf(model)?.toolCallParser;
  const tools = parser !== undefined && release.toolCallParsers?.includes(parser);
  return [
    ...(release.image.minDriver === undefined
      ? []
      : [`The node needs an NVIDIA driver of branch ${release.image.minDriver} or later.`]),
    ...(tools
      ? []
      : ['Tool calls are off, because no parser is known for this model: a request with tools gets status 400.']),
    ...(gated ? ['The model is gated: accept its licence on the hub, and set huggingFace.token.existingSecret.'] : []),
    ...(remote
      ? ['vLLM’s recipe sets engine.trustRemoteCode, which runs Python code of the model’s repository: read it first.']
      : []),
  ];
}

/** The file: a header, then nested keys with their comments. */
export function valuesText(header: readonly string[], entries: readonly Entry[], notes: readonly string[]): string {
  const lines = header.map((line) => `# ${line}`);
  let open: readonly string[] = [];
  for (const { path, value, why } of entries) {
    const parents = path.slice(0, -1);
    const shared = parents.findIndex((step, index) => open[index] !== step);
    const from = shared === -1 ? parents.length : shared;
    if (from === 0) lines.push('');
    const [first = path.at(-1)!] = parents.slice(from);
    const indent = '  '.repeat(from);
    if (why !== undefined && from < parents.length && parents.length === 1) {
      lines.push(`${indent}${first}:`, ...comment(why, '  '.repeat(parents.length)));
    } else {
      parents.slice(from).forEach((step, index) => lines.push(`${'  '.repeat(from + index)}${step}:`));
      if (why !== undefined) lines.push(...comment(why, '  '.repeat(parents.length)));
    }
    lines.push(...valueLines(keyText(path.at(-1)!), value, parents.length));
    open = parents;
  }
  if (notes.length > 0) lines.push('', ...notes.flatMap((note) => comment(note, '')));
  return `${lines.join('\n')}\n`;
}

/** A paragraph per line of the text; a line that begins with spaces is a command, and stays whole. */
function comment(text: string, indent: string): string[] {
  return text
    .split('\n')
    .flatMap((paragraph) => (paragraph.startsWith(' ') ? [paragraph] : wrap(paragraph, 98 - indent.length)))
    .map((line) => (line === '' ? '' : `${indent}# ${line}`));
}

/** The lines of a paragraph; those of a list's entry are below its text. */
export function wrap(paragraph: string, width: number): string[] {
  const hang = paragraph.startsWith('- ') ? '  ' : '';
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${hang}${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** A key with its value, a list or map in lines of its own. */
function valueLines(key: string, value: unknown, depth: number): string[] {
  const indent = '  '.repeat(depth);
  if (!hasEntries(value)) return [`${indent}${key}: ${scalar(value)}`];
  return [`${indent}${key}:`, ...blockLines(value, depth + 1)];
}

/** The lines of a list or a map that has entries. An entry of a list begins on the line of its dash. */
function blockLines(value: object, depth: number): string[] {
  if (!Array.isArray(value))
    return Object.entries(value).flatMap(([key, child]) => valueLines(keyText(key), child, depth));
  const indent = '  '.repeat(depth);
  return value.flatMap((child: unknown) => {
    if (!hasEntries(child)) return [`${indent}- ${scalar(child)}`];
    const [first = '', ...rest] = blockLines(child, depth + 1);
    return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
  });
}

const hasEntries = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

/** Texts that YAML, or YAML 1.1 as Helm reads it, takes for something else. */
const reserved = /^(y|n|yes|no|on|off|true|false|null)$/i;
const plain = /^[A-Za-z/][A-Za-z0-9._/-]*$|^\d+[KMGT]i?$|^--[a-z]/;

const keyText = (key: string): string =>
  /^[A-Za-z_][\w./-]*$/.test(key) && !reserved.test(key) ? key : JSON.stringify(key);

/** Quotes a text that YAML would read as something else. */
function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return plain.test(value) && !reserved.test(value) && !/: |:$| #|\s$|[\p{C}\n]/u.test(value)
    ? value
    : JSON.stringify(value);
}
