import { compareReleases, type Change } from '@archon/advice/compare-releases';
import { valueAt, type EffectiveValues } from '@archon/values';
import { colors as pc } from '@archon/values/colors';
import { ArchonError } from '@archon/values/problem';
import { gpuNamed, releaseNamed } from '@archon/advice/catalog-names';
import { optionsOfValues } from '@archon/advice/engine-options';

/** The two releases, as typed. */
export interface Releases {
  from: string;
  to?: string;
}

interface Comparison {
  readonly from: string;
  readonly to: string;
  readonly changes: readonly Change[];
}

/** What changes for valid values between two releases; the second is that of the values unless it is named. */
export function compareValues({ values, computed }: EffectiveValues, { from, to }: Releases): Comparison {
  const own = String(computed.release ?? '');
  const target = to === undefined ? own : releaseNamed(to, '--to');
  if (target === '')
    throw new ArchonError([{ path: '--to', message: 'The values do not say their vLLM release. Set --to.' }]);
  const engine = (values.engine ?? {}) as Record<string, unknown>;
  const set = Object.fromEntries(Object.entries(engine).filter(([, value]) => value !== null && value !== undefined));
  const gpu = valueAt(values, ['gpu', 'product']);
  const question = {
    gpu: String(gpu),
    gpuCount: Number(valueAt(values, ['gpu', 'count'])),
    model: String(valueAt(values, ['model', 'copyOf']) ?? valueAt(values, ['model', 'id'])),
    options: optionsOfValues(values),
  };
  const capability = gpu ? gpuNamed(String(gpu), 'gpu.product').computeCapability : undefined;
  const start = releaseNamed(from, '--from');
  const compared = {
    engine: set,
    official: computed.vllmImage === true,
    ...(gpu ? { question } : {}),
    ...(capability && { capability }),
  };
  return { from: start, to: target, changes: compareReleases(compared, start, target) };
}

/** A comparison as lines, what breaks first. */
export function comparisonLines({ from, to, changes }: Comparison): string[] {
  const head = pc.bold(`From vLLM ${from} to ${to}`);
  if (changes.length === 0) return [head, '  Nothing that the catalog knows changes for these values.'];
  const colour = { breaks: pc.red, changes: pc.yellow, memory: pc.dim };
  return [
    head,
    ...changes.map(
      ({ kind, about, message }) => `  ${colour[kind](kind.padEnd(7))} ${about}: ${sentence(about, message)}`,
    ),
  ];
}

/** Sentences of the chart begin with the value that they are about. */
const sentence = (about: string, message: string): string =>
  message.startsWith(`${about}: `) ? message.slice(about.length + 2) : message;
