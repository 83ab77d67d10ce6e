import { checkChoices, checkFlags } from '@archon/sizing';
import type { Flag, Release } from '@archon/sizing/catalog-types';
import { checkExtraArgs } from '@archon/sizing/extra-args';
import { findFlag, flagOfKey, flagsOn } from '@archon/sizing/flags';
import { plan } from '@archon/sizing/plan';
import { findRelease, newestRelease, placeOf } from '@archon/sizing/releases';
import type { Question } from '@archon/sizing/types';
import { gib } from './format.ts';

/** What values ask of a release. */
export interface ComparedValues {
  /** Options of the engine, without unset ones. */
  readonly engine: Readonly<Record<string, unknown>>;
  /** For memory before and after; left out where the GPU is unknown. */
  readonly question?: Omit<Question, 'release'>;
  /** The image is vLLM's own: the catalog knows its user and its driver. */
  readonly official: boolean;
  /** Compute capability of the GPU, where it is known. */
  readonly capability?: string;
}

/** `breaks`: it does not start, or loses an option. `changes`: it behaves otherwise. `memory`: what the planner says. */
export interface Change {
  readonly kind: 'breaks' | 'changes' | 'memory';
  readonly about: string;
  readonly message: string;
}

/** What changes for values between two releases of the catalog, what breaks first. */
export function compareReleases(values: ComparedValues, from: string, to: string): Change[] {
  const [before, after] = [entryOf(from), entryOf(to)];
  const memory = values.question ? memoryChanges(values.question, from, to) : [];
  return [
    ...memory.filter(({ kind }) => kind === 'breaks'),
    ...optionChanges(values.engine, from, to),
    ...(values.official ? imageChanges(before, after, values.capability) : []),
    ...defaultChanges(values.engine, from, to),
    ...memory.filter(({ kind }) => kind !== 'breaks'),
  ];
}

const entryOf = (release: string): Release => findRelease(release) ?? newestRelease;

/** Options that the first release takes and the second does not. */
function optionChanges({ extraArgs, ...engine }: ComparedValues['engine'], from: string, to: string): Change[] {
  const args = Array.isArray(extraArgs) ? extraArgs.map(String) : [];
  const typed = Object.entries(engine).flatMap(([key, value]) => {
    const problems = (release: string) => [
      ...checkFlags({ [key]: value }, release),
      ...checkChoices({ [key]: value, extraArgs: args }, release),
    ];
    return problems(from).length > 0 ? [] : problems(to).map((message) => breaks(`engine.${key}`, message));
  });
  // a problem of both releases is for archon validate without --from to say
  const known = new Set(checkExtraArgs(args, from).map((message) => message.split(' ')[0]));
  const further = checkExtraArgs(args, to)
    .filter((message) => !known.has(message.split(' ')[0]))
    .map((message) => breaks('engine.extraArgs', message));
  return [...typed, ...further];
}

const breaks = (about: string, message: string): Change => ({ kind: 'breaks', about, message });

function imageChanges(before: Release, after: Release, own: string | undefined): Change[] {
  const [driver, needed] = [before.image.minDriver, after.image.minDriver];
  const [user, next] = [before.user?.uid ?? 0, after.user?.uid ?? 0];
  const lost = (before.image.architectures ?? []).filter(
    (capability) => (own ?? capability) === capability && after.image.architectures?.includes(capability) === false,
  );
  return [
    ...(driver !== undefined && needed !== undefined && needed > driver
      ? [
          breaks(
            'driver',
            `The node needs an NVIDIA driver of branch ${needed} or later; before, ${driver} was enough.`,
          ),
        ]
      : []),
    ...(lost.length > 0
      ? [
          {
            kind: own === undefined ? 'changes' : 'breaks',
            about: 'image',
            message: `It has no kernels for compute capability ${lost.join(', ')} any more.`,
          } as const,
        ]
      : []),
    ...(user === next ? [] : [userChange(user, next)]),
  ];
}

function userChange(before: number, after: number): Change {
  const about = 'podSecurityContext';
  if (after === 0)
    return breaks(
      about,
      `The image has only the user root; before, it had user ${before}. Set runAsUser to 0 and runAsNonRoot to false.`,
    );
  const had = before === 0 ? 'only root' : `user ${before}`;
  const message = `The image has the user ${after}; before, it had ${had}. Remove a runAsUser that you set for the old one. fsGroup gives the new user what is in the cache.`;
  return { kind: 'changes', about, message };
}

/** Defaults of options that the values leave to vLLM. */
function defaultChanges({ extraArgs, ...engine }: ComparedValues['engine'], from: string, to: string): Change[] {
  const args = Array.isArray(extraArgs) ? extraArgs.map(String) : [];
  const given = [...args.map((arg) => arg.split(/[=.]/)[0]!), ...Object.keys(engine).map(flagOfKey)];
  const set = new Set(given.map((name) => findFlag(name, to)?.flag));
  const flags = new Set([...flagsOn(to).values()].map(({ flag }) => flag));
  return [...flags].flatMap((flag): Change[] => {
    if (set.has(flag) || setByChart.has(flag.name)) return [];
    const [before, after] = [defaultOn(flag, from), defaultOn(flag, to)];
    if (before === undefined || after === undefined || before === after) return [];
    if (!isOn(flag, from) || !isOn(flag, to)) return [];
    const effect = Object.hasOwn(effects, flag.name) ? ` ${effects[flag.name]}` : '';
    return [
      {
        kind: 'changes',
        about: `--${flag.name}`,
        message: `The default is ${after}; before, it was ${before}.${effect}`,
      },
    ];
  });
}

/** Flags that the chart always sets, or never. */
const setByChart = new Set(['model', 'host', 'port', 'config']);

const isOn = (flag: Flag, release: string): boolean => findFlag(flag.name, release)?.availability.available === true;

/** As JSON; undefined where vLLM decides when it starts, or the catalog does not know it. */
function defaultOn({ defaults }: Flag, release: string): string | undefined {
  const place = placeOf(entryOf(release).version)!;
  const value = defaults?.findLast(({ from }) => placeOf(from)! <= place)?.value;
  return value === undefined || value === null ? undefined : JSON.stringify(value);
}

/** What a change of a default means to clients. */
const effects: Readonly<Record<string, string>> = {
  'allowed-origins': `Web pages of other origins cannot call the API any more. To allow all: engine.extraArgs: ['--allowed-origins=["*"]'].`,
};

/** The planner's answer for both releases. */
function memoryChanges(question: Omit<Question, 'release'>, from: string, to: string): Change[] {
  const [before, after] = [plan({ ...question, release: from }), plan({ ...question, release: to })];
  const said = ({ fits, marginGiB }: typeof before): string =>
    fits === true ? `fits, with ${gib(marginGiB ?? 0)} GiB spare` : fits === false ? 'does not fit' : 'may fit';
  if (said(before) === said(after)) return [];
  const message = `By the planner it ${said(after)}; before, it ${said(before).replace('fits', 'fitted').replace('does', 'did').replace('may fit', 'may have fitted')}.`;
  const worse = before.fits === true && after.fits !== true;
  return [
    {
      kind: worse ? 'breaks' : 'memory',
      about: 'memory',
      message: worse ? `${message} ${after.reasons.join(' ')}` : message,
    },
  ];
}
