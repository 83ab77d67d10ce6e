import { reservedFlags } from '@archon/charts/archon-vllm/reserved-flags';
import { checkExtraArgs, refusedArguments } from '@archon/sizing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineVersion } from '@archon/engine/install-engine';
import { type EngineParser, type RealFlag, startParser } from '@archon/engine/start-parser';
import { model } from '../support/chart.ts';

const version = engineVersion();
const reserved = reservedFlags(model.schema);
const isAcceptedByChart = (args: string[]): boolean => checkExtraArgs(args, version, reserved).length === 0;

/** A flag that extraArgs may contain, with values that the parser accepts for it. */
interface Case {
  name: string;
  flag: RealFlag;
  /** Empty for a switch. */
  values: string[];
}

/** Choices that vLLM's configuration checks after the parser, which itself accepts any string. */
const laterChoices: Record<string, string[]> = {
  '--mamba-backend': ['triton', 'flashinfer', 'cpu'],
  '--optimization-level': ['0', '1', '2', '3'],
};

/** For every flag without choices, one of these is valid. */
const plausible = ['5', '0.5', 'text', '{}', '["*"]', '{"a": 1}', 'a.b', 'a=b'];

/** Values that are not among the choices, but that many flags accept as "no value". */
const noValue = ['None'];

/**
 * Flags whose choices the chart does not check: those of --mm-processor-device include the platform's accelerator, which
 * has another name on another platform.
 */
const openChoices = ['--mm-processor-device'];

const choicesOf = ({ name, flag }: Case): string[] =>
  openChoices.includes(name) ? [] : (flag.choices ?? []).filter((choice) => !noValue.includes(choice));
const isSwitch = ({ flag }: Case): boolean => flag.nargs === 0;

/** Mutations that both refuse: the content of extraArgs, made from a flag and a valid value. */
const mutations: Record<string, (one: Case) => string[][]> = {
  'a name that no flag has': ({ name, values }) => [[`${name}x`, ...values.slice(0, 1)]],
  'a missing value': (one) => (isSwitch(one) ? [] : [[one.name]]),
  'a switch with a value': (one) => (isSwitch(one) ? [[one.name, 'true'], [`${one.name}=true`]] : []),
  'a switch with --no- that does not have that form': ({ name, flag }) => {
    const off = `--no-${name.slice(2)}`;
    return flag.names.includes(off) ? [] : [[off]];
  },
  'one value too many': ({ name, flag, values: [value] }) =>
    value === undefined || flag.nargs === '+'
      ? []
      : [
          [`${name}=${value}`, 'more'],
          [name, value, 'more'],
        ],
  'a value that is not a choice': (one) =>
    choicesOf(one).flatMap((choice) =>
      [`${choice}x`, choice.slice(1) || 'x', `${choice} `]
        .filter((value) => !choicesOf(one).includes(value))
        .flatMap((value) => [
          [`${one.name}=${value}`],
          [one.name, value],
          ...(one.flag.nargs === '+' ? [[one.name, choice, value]] : []),
        ]),
    ),
  'flag and value in one entry': ({ name, values: [value] }) => (value === undefined ? [] : [[`${name} ${value}`]]),
};

describe(`Extra arguments, for the chart and for the parser of vLLM ${version}`, () => {
  let parser: EngineParser;
  let cases: Case[];
  let names: string[];
  const isAcceptedByVllm = async (args: string[]): Promise<boolean> => (await parser.parse(['a/b', ...args])).ok;

  beforeAll(async () => {
    parser = startParser();
    const flags = (await parser.flags()).map((flag) => ({ flag, name: nameOf(flag) }));
    names = flags.flatMap(({ flag }) => flag.names);
    cases = [];
    for (const { flag, name } of flags.filter((one) => one.name && reserved[one.name.slice(2)] === undefined))
      cases.push({ flag, name: name!, values: flag.nargs === 0 ? [] : await valuesFor(name!, flag) });
  });
  afterAll(() => parser.end());

  async function valuesFor(name: string, { choices }: RealFlag): Promise<string[]> {
    const taken: string[] = [];
    for (const value of choices ?? laterChoices[name] ?? plausible)
      if (await isAcceptedByVllm([`${name}=${value}`])) taken.push(value);
    return taken;
  }

  /** The lists for which the chart or vLLM does not do what is expected: accept (true) or refuse (false). */
  async function unexpected(lists: string[][], expected: { chart: boolean; vllm: boolean }): Promise<object[]> {
    const wrong: object[] = [];
    for (const args of lists) {
      const actual = { chart: isAcceptedByChart(args), vllm: await isAcceptedByVllm(args) };
      if (actual.chart !== expected.chart || actual.vllm !== expected.vllm) wrong.push({ args, ...actual });
    }
    return wrong;
  }

  /** argparse accepts the beginning of a name for the whole name. */
  const isAbbreviated = (entry: string): boolean =>
    !names.includes(entry) && names.some((name) => name.startsWith(entry));

  it('should cover most of the flags, with a value for each', () => {
    expect(cases.length).toBeGreaterThan(250);
    expect(cases.filter((one) => !isSwitch(one) && one.values.length === 0)).toEqual([]);
  });

  it('should be accepted by both, each flag with each of its names and forms', async () => {
    const lists = cases
      .filter(({ name }) => refusedArguments[name.slice(2)] === undefined)
      .flatMap((one) => one.flag.names.flatMap((name) => formsOf(name, one)));
    expect(lists.length).toBeGreaterThan(1000);
    expect(await unexpected(lists, { chart: true, vllm: true })).toEqual([]);
  });

  it('should have the same result in both when a choice is written in capitals or with dashes', async () => {
    const lists = cases.flatMap((one) =>
      choicesOf(one).flatMap((choice) => [
        [`${one.name}=${choice.toUpperCase()}`],
        [`${one.name}=${choice.replaceAll('_', '-')}`],
      ]),
    );
    const count = { accepted: 0, refused: 0 };
    for (const args of lists) {
      const vllm = await isAcceptedByVllm(args);
      count[vllm ? 'accepted' : 'refused']++;
      expect({ args, accepted: isAcceptedByChart(args) }).toEqual({ args, accepted: vllm });
    }
    expect(count.accepted).toBeGreaterThan(50);
    expect(count.refused).toBeGreaterThan(50);
  });

  it.each(Object.entries(mutations))('should be refused by both: %s', async (_, make) => {
    const lists = cases.flatMap(make).filter(([first]) => !isAbbreviated(first!));
    expect(lists.length).toBeGreaterThan(50);
    expect(await unexpected(lists, { chart: false, vllm: false })).toEqual([]);
  });

  describe('where the two differ on purpose', () => {
    it('should be refused only by the chart when a name is abbreviated: another release may complete it differently', async () => {
      const abbreviated = [['--max-logprob=5'], ['--middlewar=a.b'], ['--no-long-prefill-token-threshold']];
      expect(await unexpected(abbreviated, { chart: false, vllm: true })).toEqual([]);
    });

    it('should be refused only by the chart when the pod would have no HTTP server, or wait for other pods', async () => {
      const lists = [['--headless'], ['--grpc'], ['--api-server-count=0'], ['--nnodes', '2'], ['--node-rank=1']];
      expect(await unexpected(lists, { chart: false, vllm: true })).toEqual([]);
      expect(await unexpected([['--api-server-count=2'], ['--nnodes=1']], { chart: true, vllm: true })).toEqual([]);
    });

    it('should be refused only by the chart when the value is empty: leaving the flag out does the same', async () => {
      expect(await unexpected([['--middleware='], ['--tool-server=']], { chart: false, vllm: true })).toEqual([]);
    });

    it('should be refused only by the chart when a flag is there twice: vLLM drops the first and only warns', async () => {
      const twice = [['--max-logprobs=5', '--max-logprobs=6']];
      expect(await unexpected(twice, { chart: false, vllm: true })).toEqual([]);
    });

    it('should be refused only by the chart when vLLM checks the choices after its parser', async () => {
      const lists = Object.keys(laterChoices).map((name) => [`${name}=nope`]);
      expect(await unexpected([...lists, ['-O9']], { chart: false, vllm: true })).toEqual([]);
    });

    it('should be refused only by the chart when a number is not written like the choice', async () => {
      expect(await unexpected([['--optimization-level=02']], { chart: false, vllm: true })).toEqual([]);
    });

    it('should be accepted only by the chart when the choices depend on the platform', async () => {
      const lists = openChoices.map((name) => [`${name}=no-such-choice`]);
      expect(await unexpected(lists, { chart: true, vllm: false })).toEqual([]);
    });

    it('should be accepted only by the chart when the value is None: the catalog does not say which flags accept it', async () => {
      const lists = cases
        .filter((one) => choicesOf(one).length > 0 && !one.flag.choices!.includes('None'))
        .map(({ name }) => [`${name}=None`]);
      expect(lists.length).toBeGreaterThan(20);
      expect(await unexpected(lists, { chart: true, vllm: false })).toEqual([]);
    });
  });
});

/** The long name. The model is a positional argument and does not have one. */
const nameOf = ({ names }: RealFlag): string | undefined =>
  names.find((name) => name.startsWith('--') && !name.startsWith('--no-'));

/** A name of a flag with each value: after `=`, as the next entry, and with underscores. */
function formsOf(name: string, one: Case): string[][] {
  const underscored = name.replace(/(?<=\w)-/g, '_');
  if (isSwitch(one)) return [[name], ...(name.startsWith('--') ? [[underscored]] : [])];
  return one.values.flatMap((value) => [
    [`${name}=${value}`],
    [name, value],
    ...(name.startsWith('--') ? [[`${underscored}=${value}`]] : []),
    ...(one.flag.nargs === '+' ? [[name, value, value]] : []),
  ]);
}
