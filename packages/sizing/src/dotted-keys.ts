import { numberOf } from '@archon/values/number-text';

type JsonMap = Readonly<Record<string, unknown>>;

/**
 * What `--flag.a.b=value` says of a JSON flag: `{a: {b: value}}`, and `--flag.a+=x,y` with a list of texts. A text is
 * read as FlexibleArgumentParser does: vllm/utils/argparse_utils.py at 0.33.0.
 */
export function dottedKeys(path: string, value: unknown): JsonMap {
  const appends = path.endsWith('+');
  const keys = (appends ? path.slice(0, -1) : path).split('.');
  const inner = typeof value !== 'string' ? value : appends ? value.split(',') : jsonOf(value);
  return keys.reduceRight<unknown>((nested, key) => ({ [key]: nested }), inner) as JsonMap;
}

/** Two values of one flag together: maps are merged, lists are joined, and else the later one is taken. */
export function mergeJson<Value>(before: unknown, after: Value): Value {
  if (Array.isArray(before) && Array.isArray(after))
    return [...(before as unknown[]), ...(after as unknown[])] as Value;
  if (!isMap(before) || !isMap(after)) return after;
  const shared = Object.keys(after).filter((key) => Object.hasOwn(before, key));
  return { ...before, ...after, ...Object.fromEntries(shared.map((key) => [key, mergeJson(before[key], after[key])])) };
}

const isMap = (value: unknown): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a text is as JSON; the text itself where it is none. */
export function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function jsonOf(text: string): unknown {
  const value = jsonOrText(text);
  return value === text ? (numberOf(text) ?? text) : value;
}
