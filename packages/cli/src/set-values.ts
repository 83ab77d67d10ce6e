import { ArchonError } from '@archon/values/problem';

type Values = Record<string, unknown>;

/**
 * `--set a.b=1,c=x` as helm reads it: dots nest, commas part, a backslash takes the next character as it is, `{a,b}` is
 * a list. Fractions are numbers here, which helm takes by --set-json only.
 */
export function parseSet(texts: readonly string[]): Values {
  const values: Values = {};
  for (const text of texts) for (const pair of split(text, ',')) assign(values, text, pair);
  return values;
}

function assign(values: Values, text: string, pair: string): void {
  const equals = splitAt(pair, '=');
  if (!equals) throw refused(text, `"${pair}" has no "=".`);
  const [name, value] = equals;
  const steps = split(name, '.').map(unescape);
  if (steps.some((step) => step === '')) throw refused(text, `"${name}" is not a path of values.`);
  if (steps.some((step) => /\[\d*\]$/.test(step)))
    throw refused(text, `${name}: an element of a list cannot be set here.`, 'Set the whole list as {a,b}, or use -f.');
  let node = values;
  for (const step of steps.slice(0, -1)) {
    const below = Object.hasOwn(node, step) ? node[step] : undefined;
    const next: Values = typeof below === 'object' && below !== null && !Array.isArray(below) ? (below as Values) : {};
    define(node, step, next);
    node = next;
  }
  define(node, steps.at(-1)!, valueOf(value));
}

/** As an own property, so that `__proto__` is a key like any other. */
function define(node: Values, key: string, value: unknown): void {
  Object.defineProperty(node, key, { value, enumerable: true, configurable: true, writable: true });
}

function valueOf(text: string): unknown {
  const list = /^\{(.*)\}$/s.exec(text)?.[1];
  if (list !== undefined) return list === '' ? [] : split(list, ',').map(scalar);
  return scalar(text);
}

function scalar(text: string): unknown {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (/^null$/i.test(text)) return null;
  if (/^-?(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  if (/^-?\d+\.\d+$/.test(text)) return Number(text);
  return unescape(text);
}

/** Splits a text at a character that is not escaped and not in braces. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (character === separator && depth === 0) {
      parts.push('');
      continue;
    }
    if (character === '{') depth++;
    if (character === '}') depth--;
    parts[parts.length - 1] += character === '\\' ? character + (text[++index] ?? '') : character;
  }
  return parts;
}

function splitAt(text: string, separator: string): [string, string] | undefined {
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === separator) return [text.slice(0, index), text.slice(index + 1)];
  }
  return undefined;
}

const unescape = (text: string): string => text.replaceAll(/\\(.)/gs, '$1');

const refused = (text: string, message: string, hint?: string): ArchonError =>
  new ArchonError([{ path: `--set ${text}`, message, ...(hint && { hint }) }]);
