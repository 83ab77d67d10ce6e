import { availability, availableOn, unknownChoice, type ChoiceAvailability } from './choices.ts';
import { choicesOn, findFlag, flagOfKey } from './flags.ts';
import { placeOf } from './releases.ts';

/** The choices of an engine key. */
export type EngineChoices = {
  readonly choices: ChoiceAvailability;
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
  loadFormat: { choices: choicesOfKey('loadFormat') },
  tokenizerMode: { choices: choicesOfKey('tokenizerMode') },
};

/** Problems of options of the engine, by key and value, on a release: flags that it does not have. */
export function checkFlags(engine: Record<string, unknown>, release: string): string[] {
  return Object.entries(engine).flatMap(([key, value]) => {
    const found = value === undefined || value === null ? undefined : findFlag(flagOfKey(key), release);
    if (!found) return [];
    const { flag, availability: has, negatable } = found;
    if (!has.available) {
      const instead = has.replacedBy ? ` Use --${has.replacedBy} in engine.extraArgs.` : '';
      const when = has.reason === 'too-old' ? `known from ${has.since} on` : `gone since ${has.removedIn}`;
      return [`engine.${key}: vLLM ${release} does not know --${flag.name} (${when}).${instead}`];
    }
    if (value !== false || negatable) return [];
    return [`engine.${key}: vLLM ${release} has no --no-${flag.name}; leave the value out to have it off.`];
  });
}

/** Choices that a release of the catalog does not know, as sentences; where the catalog has no list, nothing is said. */
export function checkChoices(engine: Record<string, unknown>, release: string): string[] {
  if (placeOf(release) === undefined) return [];
  const args = Array.isArray(engine.extraArgs) ? engine.extraArgs.map(String) : [];
  return Object.entries(engineChoices).flatMap(([key, { choices, plugin }]) => {
    const choice = engine[key];
    if (typeof choice !== 'string') return [];
    const known = availableOn(choices, release);
    if (known.length === 0 || known.includes(choice)) return [];
    if (plugin && args.some((arg) => arg.startsWith(plugin))) return [];
    return [`engine.${key}: ${unknownChoice(choice, known, release)}`];
  });
}

function choicesOfKey(key: string): ChoiceAvailability {
  const { flag } = findFlag(flagOfKey(key))!;
  return availability(({ version }) => choicesOn(flag, version));
}
