import { isHubId } from '@archon/sizing/hub-id';
import { isRecord } from '@archon/values/is-record';
import { ArchonError } from '@archon/values/problem';
import { nearest } from '@archon/values/nearest';
import { plainJson } from '@archon/values/plain-json';
import { visible } from '@archon/values/visible';
import { findModelNamed, gpuNamed, modelNamed, releaseNamed } from './catalog-names.ts';
import { noChoices, type Choices, type EngineChoices, type Values } from './choices.ts';

/** Choices that a link says, and what of it was not understood, as sentences. */
export interface Decoded {
  readonly choices: Choices;
  readonly notes: readonly string[];
}

/** Each parameter of a link. Without a value it is left out, as on a page where nothing was typed. */
const parameters = {
  gpu: (text) => ({ gpu: gpuNamed(text).id }),
  gib: (text) => ({ totalGiB: number('gib', text, 0.5, 4096) }),
  cc: (text) => ({ computeCapability: capability(text) }),
  n: (text) => ({ gpuCount: integer('n', text, 1024) }),
  model: (text) => ({ model: linkedModel(text) }),
  rev: (text) => ({ revision: commit(text) }),
  ctx: (text) => ({ context: integer('ctx', text, mostTokens) }),
  users: (text) => ({ users: integer('users', text, mostTokens) }),
  rel: (text) => ({ release: releaseNamed(text) }),
  kv: (text) => ({ engine: { kvCacheDtype: oneOf('kv', text, ['auto', 'fp8'] as const) } }),
  seqs: (text) => ({ engine: { maxNumSeqs: integer('seqs', text, 65_536) } }),
  util: (text) => ({ engine: { gpuMemoryUtilization: number('util', text, 0.01, 1) } }),
  eager: (text) => ({ engine: { enforceEager: oneOf('eager', text, ['true', 'false'] as const) === 'true' } }),
  set: (text) => ({ set: valuesIn(text) }),
} as const satisfies Record<string, (text: string) => Partial<Choices>>;

type Parameter = keyof typeof parameters;

/** As `archon values` has it. */
const mostTokens = 2 ** 24;

/** The fragment of a link, without `#`. What is as it begins is left out. */
export function encodeChoices({ engine, ...choices }: Choices): string {
  const { kvCacheDtype, maxNumSeqs, gpuMemoryUtilization, enforceEager } = engine;
  const texts: Readonly<Record<Parameter, string | number | boolean | undefined>> = {
    gpu: choices.gpu,
    gib: choices.totalGiB,
    cc: choices.computeCapability,
    n: choices.gpuCount === 1 ? undefined : choices.gpuCount,
    model: choices.model,
    rev: choices.revision,
    ctx: choices.context,
    users: choices.users === 1 ? undefined : choices.users,
    rel: choices.release,
    kv: kvCacheDtype,
    seqs: maxNumSeqs,
    util: gpuMemoryUtilization,
    eager: enforceEager,
    set: linkedSet(choices.set),
  };
  return Object.entries(texts)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value)).replaceAll('%2F', '/')}`)
    .join('&');
}

/** Characters: a model has two names of 96, as the Hub has them. */
const longest: Readonly<Record<string, number>> = { model: 193, set: 3000 };

/** Notes that are shown of a link: more say nothing that helps. */
const mostNotes = 5;

/** What a fragment says. Never throws: what is not understood becomes a note, and the rest counts. */
export function decodeChoices(fragment: string): Decoded {
  let choices: Choices = noChoices;
  const notes: string[] = [];
  const parts = fragment.replace(/^#/, '').split('&', 100);
  for (const part of parts.filter((one) => one !== '')) {
    const [key = '', ...rest] = part.split('=');
    const text = plain(rest.join('='), longest[key] ?? 100);
    if (!Object.hasOwn(parameters, key)) notes.push(unknownKey(plain(key, 100)));
    else if (text !== '')
      try {
        const { engine, ...found }: Partial<Choices> & { engine?: EngineChoices } = parameters[key as Parameter](text);
        choices = { ...choices, ...found, ...(engine && { engine: { ...choices.engine, ...engine } }) };
      } catch (error) {
        if (!(error instanceof ArchonError)) throw error;
        notes.push(noteOf(error));
      }
  }
  const more = notes.length - mostNotes;
  return {
    choices,
    notes: more > 0 ? [...notes.slice(0, mostNotes), `${more} more parts of the link are not understood.`] : notes,
  };
}

/** Percent signs and pluses decoded where they are well formed; short, and without what changes a text's direction. */
function plain(text: string, most: number): string {
  try {
    return visible(decodeURIComponent(text.replaceAll('+', ' ')))
      .slice(0, most)
      .trim();
  } catch {
    return visible(text).slice(0, most).trim();
  }
}

function unknownKey(key: string): string {
  const near = nearest(key, Object.keys(parameters));
  return `The link has "${key}", which means nothing here.${near === undefined ? '' : ` Did you mean "${near}"?`}`;
}

/** What happened, and the nearest names. What to do in a terminal is left out. */
function noteOf({ problems: [problem] }: ArchonError): string {
  const [first = ''] = (problem!.hint ?? '').split('\n');
  return /^(Did you mean|Name one of|Its profiles)/.test(first) ? `${problem!.message} ${first}` : problem!.message;
}

const refused = (message: string): ArchonError => new ArchonError([{ message }]);

function integer(key: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value > 0 && value <= most) return value;
  throw refused(`"${key}" of the link must be a whole number from 1 to ${most}, not "${text}".`);
}

function number(key: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d{1,6}(\.\d{1,10})?$/.test(text) && value >= least && value <= most) return value;
  throw refused(`"${key}" of the link must be a number from ${least} to ${most}, not "${text}".`);
}

/** A model of the catalog by any of its names, else what may be one of the Hub: the page offers to read it. */
function linkedModel(text: string): string {
  return findModelNamed(text)?.id ?? (isHubId(text) && text.includes('/') ? text : modelNamed(text.slice(0, 100)).id);
}

function commit(text: string): string {
  if (/^[0-9a-f]{40}$/.test(text)) return text;
  throw refused(`"rev" of the link must be a commit of the Hub, of 40 digits and letters from a to f, not "${text}".`);
}

/** Further values as JSON; undefined where there are none, or too many for a link. */
function linkedSet(set: Values | undefined): string | undefined {
  const text = set && Object.keys(set).length > 0 ? JSON.stringify(set) : undefined;
  return text !== undefined && text.length <= longest.set! && visible(text) === text ? text : undefined;
}

/** Whether a link says all further values. */
export const linksSet = ({ set }: Choices): boolean =>
  Object.keys(set ?? {}).length === 0 || linkedSet(set) !== undefined;

function valuesIn(text: string): Values {
  try {
    const read = plainJson(text);
    if (isRecord(read) && Object.keys(read).length > 0) return read;
  } catch {
    // cut off, or written by hand
  }
  throw refused('"set" of the link must be values as JSON, for example {"replicas":2}.');
}

function capability(text: string): string {
  if (/^\d{1,2}\.\d$/.test(text)) return text;
  throw refused(`"cc" of the link must be a compute capability, for example 8.9, not "${text}".`);
}

function oneOf<const T extends readonly string[]>(key: string, text: string, values: T): T[number] {
  if (values.includes(text)) return text;
  throw refused(`"${key}" of the link must be ${values.join(' or ')}, not "${text}".`);
}
