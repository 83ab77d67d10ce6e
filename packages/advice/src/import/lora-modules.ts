/** An entry of lora.adapters. */
interface Adapter {
  readonly name: string;
  readonly repo?: string;
  readonly path?: string;
  readonly baseModelName?: string;
}

/** What --lora-modules lists, as lora.adapters; undefined where an entry is neither name=path nor the JSON that vLLM reads. */
export function adaptersOf(modules: readonly string[]): Adapter[] | undefined {
  const adapters = modules.map(adapterOf);
  return adapters.every((adapter) => adapter !== undefined) ? adapters : undefined;
}

function adapterOf(text: string): Adapter | undefined {
  const { name, path, base_model_name: base, ...others } = moduleOf(text);
  if (!isText(name) || !isText(path) || Object.keys(others).length > 0) return undefined;
  const source = sourceOf(path);
  if (!source || (base !== undefined && base !== null && !isText(base))) return undefined;
  return { name, ...source, ...(isText(base) && { baseModelName: base }) };
}

function moduleOf(text: string): Record<string, unknown> {
  if (!text.startsWith('{')) {
    const [name, ...path] = text.split('=');
    return { name, path: path.join('=') };
  }
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** A folder of the container, or a repository on the Hub; a path from the folder in which vLLM runs is neither. */
function sourceOf(path: string): Pick<Adapter, 'repo' | 'path'> | undefined {
  if (path.startsWith('/')) return { path: path.replace(/(?<=.)\/+$/, '') };
  return /^[\w-][\w.-]*\/[\w.-]+$/.test(path) ? { repo: path } : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
