import { flagOfKey } from './flag-of-key.ts';
import { findFlag, flagAvailability, isNegatable } from './flags.ts';

/** Problems of options of the engine, by key and value, on a release: flags that it does not have. */
export function checkFlags(engine: Record<string, unknown>, release: string): string[] {
  return Object.entries(engine).flatMap(([key, value]) => {
    const flag = value === undefined || value === null ? undefined : findFlag(flagOfKey(key), release);
    if (!flag) return [];
    const available = flagAvailability(flag, release);
    if (!available.available) {
      const instead = available.replacedBy ? ` Use --${available.replacedBy} in engine.extraArgs.` : '';
      const when =
        available.reason === 'too-old' ? `known from ${available.since} on` : `gone since ${available.removedIn}`;
      return [`engine.${key}: vLLM ${release} does not know --${flag.name} (${when}).${instead}`];
    }
    if (value !== false || isNegatable(flag, release)) return [];
    return [`engine.${key}: vLLM ${release} has no --no-${flag.name}; leave the value out to have it off.`];
  });
}
