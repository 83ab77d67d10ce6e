import type { Flag } from './catalog-types.ts';
import type { FlagUsage } from './flag-usages.ts';
import type { ReleaseFlag } from './flags.ts';
import { positionIn } from './releases.ts';

/** Flags that may not be handed over, with the value that sets them; empty where the chart itself does. */
export type ReservedFlags = Readonly<Record<string, string>>;

/** Why a release does not have a flag by the name that is written, and what to do, as a sentence; undefined: it has it. */
export function flagAbsence(
  { written }: Pick<FlagUsage, 'written'>,
  target: ReleaseFlag,
  release: string,
  { reserved = {}, leave = 'remove it' }: { reserved?: ReservedFlags; leave?: string } = {},
): string | undefined {
  const { flag, availability, negated, negatable } = target;
  if (!availability.available)
    return availability.reason === 'too-old'
      ? `${written} is known from vLLM ${availability.since} on, and the release is ${release}: ${leave}, or take a newer image.`
      : `${written} is gone since vLLM ${availability.removedIn}, and the release is ${release}: ${successorOf(flag, reserved)}.`;
  if (!target.nameAvailable) return `vLLM ${release} does not know the alias ${written}: write --${flag.name}.`;
  if (!negated || negatable) return undefined;
  const { negatableSince: since } = flag;
  const came = positionIn({ since }, release) === 'before' ? ` (it is known from ${since} on)` : '';
  return `vLLM ${release} has no ${written}${came}: leave --${flag.name} out to have it off.`;
}

/** What to do instead of a flag that is gone. */
export function successorOf({ replacedBy, note }: Flag, reserved: ReservedFlags): string {
  const advice = replacedBy === undefined ? 'remove it' : instead(replacedBy, reserved);
  return note === undefined ? advice : `${advice} (${note})`;
}

/** `eplb-config.window_size`, `mm-encoder-tp-mode=data` or `no-enable-log-requests`: an argument, or the value that sets it. */
function instead(written: string, reserved: ReservedFlags): string {
  const [, no, name = '', key = '', value] = /^(no-)?([a-z0-9-]+)(\.[a-z0-9_.]+)?(?:=(.*))?$/.exec(written) ?? [];
  const path = reserved[name];
  if (path === undefined) return `use --${written} instead`;
  if (path === '') return 'remove it';
  const set = no ? 'false' : value;
  return `set ${path}${key}${set === undefined ? '' : ` to ${set}`} instead`;
}
