import type { Release } from './catalog-types.ts';
import { placeOf } from './position-in.ts';
import { releases } from './releases.ts';

/** By word, the releases from which it is known, and is not, by turns. */
export type WordTurns = Readonly<Record<string, readonly string[]>>;

/** Lists of words, one of each release, as the turns of their words. */
export function turns(wordsOf: (release: Release) => readonly string[] | undefined): WordTurns {
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

/** The words of a catalogued release, sorted. */
export function wordsOn(words: WordTurns, release: string): string[] {
  const place = placeOf(release)!;
  const isKnown = (at: readonly string[]) => at.filter((since) => placeOf(since)! <= place).length % 2 === 1;
  return Object.keys(words)
    .filter((word) => isKnown(words[word]!))
    .sort();
}

/** What there is to say of a word that a release does not know. */
export const unknownWord = (word: string, known: readonly string[], release: string): string =>
  `vLLM ${release} does not know ${word}. It knows ${known.join(', ')}.`;
