import type { Placed } from './server.ts';

/** An entry of lora.adapters. */
interface Adapter {
  readonly name: string;
  readonly repo?: string;
  readonly path?: string;
  readonly baseModelName?: string;
}

/** What lora.adapters takes (schemas/archon-vllm/lora.yaml). */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/;
const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9._-]*\/[A-Za-z0-9][A-Za-z0-9._-]*$/;
const FOLDER = /^(\/[A-Za-z0-9_][A-Za-z0-9._@+-]*)+$/;

/** --lora-modules as values; undefined where lora.adapters cannot say what an entry says. */
export function placeLoraModules(modules: readonly string[]): Placed[] | undefined {
  const adapters = modules.map(adapterOf);
  if (!adapters.every((adapter) => adapter !== undefined)) return undefined;
  return [{ path: ['lora', 'adapters'], value: adapters }];
}

/** vLLM has one slot for adapters on the GPU unless told, the chart one for each: an import keeps the memory that is used. */
export function keepLoraSlots(placed: readonly Placed[]): Placed[] {
  const at = (path: string) => placed.find((one) => one.path.join('.') === path);
  const adapters = at('lora.adapters')?.value as readonly Adapter[] | undefined;
  if (adapters === undefined || adapters.length < 2 || at('engine.maxLoras')) return [...placed];
  const why = 'The default of vLLM. Without this line the chart keeps all adapters on the GPU.';
  return [...placed, { path: ['engine', 'maxLoras'], value: 1, why }];
}

function adapterOf(text: string): Adapter | undefined {
  const { name, path, base_model_name: base, ...others } = moduleOf(text);
  const source = isText(path) ? sourceOf(path) : undefined;
  if (!source || !isName(name) || Object.keys(others).length > 0) return undefined;
  if (base === undefined || base === null) return { name, ...source };
  return isName(base) ? { name, ...source, baseModelName: base } : undefined;
}

function moduleOf(text: string): Record<string, unknown> {
  if (!text.startsWith('{')) {
    const [name, path, ...more] = text.split('=');
    return more.length > 0 ? {} : { name, path };
  }
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** A folder of the container, or a repository on the Hub; a path from the folder in which vLLM runs is neither. */
function sourceOf(path: string): Pick<Adapter, 'repo' | 'path'> | undefined {
  const folder = path.replace(/\/$/, '');
  if (FOLDER.test(folder)) return { path: folder };
  return REPOSITORY.test(path) ? { repo: path } : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isName = (value: unknown): value is string => isText(value) && NAME.test(value);
