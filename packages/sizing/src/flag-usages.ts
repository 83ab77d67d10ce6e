/** One flag as it is written in a list of arguments, with the values that follow it. */
export interface FlagUsage {
  /** As written, up to the first dot or `=`: `--kv-transfer-config`. */
  readonly written: string;
  /** Behind the first dot: `kv_role` of `--kv-transfer-config.kv_role`. */
  readonly path?: string;
  /** Behind the `=`. */
  readonly inline?: string;
  /** The entries that follow, up to the next flag. */
  readonly values: readonly string[];
}

/** A list of arguments, cut at its flags. */
export interface FlagUsages {
  /** Values before the first flag. */
  readonly stray: readonly string[];
  readonly usages: readonly FlagUsage[];
}

/** Cuts a list of arguments at its flags. */
export function flagUsages(args: readonly string[]): FlagUsages {
  const starts = args.flatMap((entry, at) => (isFlag(entry) ? [at] : []));
  return {
    stray: args.slice(0, starts[0] ?? args.length),
    usages: starts.map((at, n) => ({ ...splitFlag(args[at]!), values: args.slice(at + 1, starts[n + 1]) })),
  };
}

/** argparse takes `-1` for a value: vLLM has no flag that looks like a number. */
function isFlag(entry: string): boolean {
  return entry.startsWith('-') && !/^-(\d+|\d*\.\d+)$/.test(entry);
}

function splitFlag(entry: string): Omit<FlagUsage, 'values'> {
  // vLLM also takes -O3, without anything between
  const level = /^-O(\d)$/.exec(entry)?.[1];
  if (level !== undefined) return { written: '-O', inline: level };
  const equals = entry.indexOf('=');
  const head = equals < 0 ? entry : entry.slice(0, equals);
  // the common mistake "--flag value", which the check explains
  if (/\s/.test(head)) return { written: entry };
  const dot = head.indexOf('.');
  return {
    written: dot < 0 ? head : head.slice(0, dot),
    ...(dot >= 0 && { path: head.slice(dot + 1) }),
    ...(equals >= 0 && { inline: entry.slice(equals + 1) }),
  };
}
