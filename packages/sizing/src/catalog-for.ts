import { resolveRef, type Catalog, type Model } from '@archon/values';
import { checkChoices } from './engine-choices.ts';
import { checkExtraArgs, type ReservedFlags } from './extra-args.ts';
import { flagOfKey } from './flag-of-key.ts';
import { findFlag, flagAvailability, isNegatable } from './flags.ts';
import { checkGpu, type GpuValues } from './chart-table/check-gpu.ts';
import { findRelease } from './releases.ts';

/** The catalog as the rules of a values model ask it. */
export function catalogFor(model: Model): Catalog {
  const reserved = reservedFlags(model);
  return {
    findRelease: (version) => {
      const release = version === '' ? undefined : findRelease(version);
      return release && releaseFacts(release.version);
    },
    checkFlags,
    checkChoices,
    checkHardware: (values, release) => checkGpu(values as unknown as GpuValues, release),
    checkExtraArgs: (args, release) => checkExtraArgs(args, release, reserved),
  };
}

/** What the chart needs to know of a release. */
export function releaseFacts(version: string): Record<string, unknown> {
  const { image, entrypoint, modelArgument } = findRelease(version)!;
  const { cuda, minDriver } = image;
  const shutdownTimeout = flagAvailability(findFlag('shutdown-timeout', version)!, version).available;
  return {
    version,
    entrypoint,
    modelArgument,
    ...(cuda && { cuda }),
    ...(minDriver && { minDriver }),
    ...(shutdownTimeout && { shutdownTimeout }),
  };
}

/** The flags that extraArgs may not repeat. */
export function reservedFlags(model: Model): ReservedFlags {
  const reserved: Record<string, string> = {};
  for (const [name, schema] of Object.entries(model.schema.properties)) {
    const flags = schema['x-flags'];
    if (!flags) continue;
    Object.assign(reserved, flags.reserved);
    for (const key of Object.keys(resolveRef(model, schema).properties ?? {}))
      if (findFlag(flagOfKey(key))) reserved[flagOfKey(key)] = `${name}.${key}`;
  }
  return reserved;
}

function checkFlags(engine: Record<string, unknown>, release: string): string[] {
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
