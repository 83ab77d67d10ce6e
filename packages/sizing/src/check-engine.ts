import {
  availability,
  availableOn,
  choicesOfFlag,
  type FlagChoices,
  misspeltChoice,
  unknownChoice,
} from './choices.ts';
import { flagAbsence, type ReservedFlags } from './flag-absence.ts';
import { findFlag, flagOfKey } from './flags.ts';
import { placeOf } from './releases.ts';

/** The choices of an engine key. */
export type EngineChoices = FlagChoices & {
  /** A flag that adds choices of your own. */
  readonly plugin?: string;
};

/** Engine keys whose choices the schema cannot list, because each release of vLLM has its own. */
export const engineChoices: Record<string, EngineChoices> = {
  quantization: { choices: availability(({ quantization }) => quantization?.methods) },
  kvCacheDtype: { choices: availability(({ kvCacheDtypes }) => kvCacheDtypes) },
  toolCallParser: { choices: availability(({ toolCallParsers }) => toolCallParsers), plugin: '--tool-parser-plugin' },
  reasoningParser: {
    choices: availability(({ reasoningParsers }) => reasoningParsers),
    plugin: '--reasoning-parser-plugin',
  },
  loadFormat: choicesOfKey('loadFormat'),
  tokenizerMode: choicesOfKey('tokenizerMode'),
  attentionBackend: choicesOfKey('attentionBackend'),
};

/** Problems of options of the engine, by key and value, on a release: flags that it does not have. */
export function checkFlags(engine: Record<string, unknown>, release: string, reserved: ReservedFlags = {}): string[] {
  return Object.entries(engine).flatMap(([key, value]) => {
    if (value === undefined || value === null) return [];
    const written = `--${value === false ? 'no-' : ''}${flagOfKey(key)}`;
    const target = findFlag(written, release);
    const problem = target && flagAbsence({ written }, target, release, { reserved, leave: 'leave the value out' });
    return problem === undefined ? [] : [`engine.${key}: ${problem}`];
  });
}

/** Choices that a release of the catalog does not know, as sentences; where the catalog has no list, nothing is said. */
export function checkChoices(engine: Record<string, unknown>, release: string): string[] {
  if (placeOf(release) === undefined) return [];
  const args = Array.isArray(engine.extraArgs) ? engine.extraArgs.map(String) : [];
  return Object.entries(engineChoices).flatMap(([key, { choices, plugin, open }]) => {
    const choice = engine[key];
    if (typeof choice !== 'string') return [];
    const known = availableOn(choices, release);
    if (known.length === 0 || known.includes(choice)) return [];
    if (plugin && args.some((arg) => arg.startsWith(plugin))) return [];
    const isOpen = open !== undefined && placeOf(open)! <= placeOf(release)!;
    const problem = (isOpen ? misspeltChoice : unknownChoice)(choice, known, release);
    return problem ? [`engine.${key}: ${problem}`] : [];
  });
}

function choicesOfKey(key: string): FlagChoices {
  return choicesOfFlag(findFlag(flagOfKey(key))!.flag);
}
