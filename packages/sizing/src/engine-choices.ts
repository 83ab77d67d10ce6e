import { choicesOn } from './flag-choices.ts';
import { flagOfKey } from './flag-of-key.ts';
import { findFlag } from './flags.ts';
import { placeOf } from './position-in.ts';
import { turns, unknownWord, wordsOn, type WordTurns } from './word-turns.ts';

/** The words that an engine key may have. */
export type EngineChoices = {
  readonly words: WordTurns;
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
    const known = wordsOn(choices.words, release);
    if (known.length === 0 || known.includes(word)) return [];
    if (choices.plugin && args.some((arg) => arg.startsWith(choices.plugin!))) return [];
    return [`engine.${key}: ${unknownWord(word, known, release)}`];
  });
}

function wordsOfFlag(key: string, version: string): readonly string[] | undefined {
  const flag = findFlag(flagOfKey(key));
  return flag && choicesOn(flag, version);
}
