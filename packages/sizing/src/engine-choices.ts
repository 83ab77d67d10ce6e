import type { Release } from './catalog-types.ts';
import { flagOfKey } from './flag-of-key.ts';
import { findFlag } from './flags.ts';
import { placeOf } from './position-in.ts';
import { releases } from './releases.ts';

/** The words that an engine key may have. */
export type EngineChoices = {
  /** By word, the releases from which it is known, and is not, by turns. */
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** A flag that adds words of one's own. */
  readonly plugin?: string;
};

/** Engine keys whose words the schema cannot list, because each release of vLLM has its own. */
export const engineChoices: Record<string, EngineChoices> = {
  quantization: { words: turns(({ quantization }) => quantization?.methods) },
  kvCacheDtype: { words: turns(({ kvCacheDtypes }) => kvCacheDtypes) },
  toolCallParser: { words: turns(({ toolCallParsers }) => toolCallParsers), plugin: '--tool-parser-plugin' },
  reasoningParser: { words: turns(({ reasoningParsers }) => reasoningParsers), plugin: '--reasoning-parser-plugin' },
  loadFormat: { words: turns(({ version }) => wordsOfFlag('loadFormat', version)) },
  tokenizerMode: { words: turns(({ version }) => wordsOfFlag('tokenizerMode', version)) },
};

/** Words that a catalogued release does not know, as sentences; where the catalog has no list, nothing is said. */
export function checkChoices(engine: Record<string, unknown>, release: string): string[] {
  if (placeOf(release) === undefined) return [];
  const args = Array.isArray(engine.extraArgs) ? engine.extraArgs.map(String) : [];
  return Object.entries(engineChoices).flatMap(([key, choices]) => {
    const word = engine[key];
    if (typeof word !== 'string') return [];
    const known = wordsOn(choices, release);
    if (known.length === 0 || known.includes(word)) return [];
    if (choices.plugin && args.some((arg) => arg.startsWith(choices.plugin!))) return [];
    return [`engine.${key}: vLLM ${release} does not know ${word}. It knows ${known.join(', ')}.`];
  });
}

/** The words of a release, sorted. */
export function wordsOn({ words }: EngineChoices, release: string): string[] {
  const isKnown = (at: readonly string[]) => at.filter((since) => isUpTo(since, release)).length % 2 === 1;
  return Object.keys(words)
    .filter((word) => isKnown(words[word]!))
    .sort();
}

function turns(wordsOf: (release: Release) => readonly string[] | undefined): EngineChoices['words'] {
  const words: Record<string, string[]> = {};
  let before: readonly string[] = [];
  for (const release of releases) {
    const now = wordsOf(release) ?? [];
    const changed = [...now.filter((word) => !before.includes(word)), ...before.filter((word) => !now.includes(word))];
    for (const word of changed) (words[word] ??= []).push(release.version);
    before = now;
  }
  return words;
}

function wordsOfFlag(key: string, version: string): readonly string[] | undefined {
  return findFlag(flagOfKey(key))?.choices?.findLast(({ from }) => isUpTo(from, version))?.values;
}

/** Whether one sampled release is another, or older. */
function isUpTo(version: string, limit: string): boolean {
  return placeOf(version)! <= placeOf(limit)!;
}
