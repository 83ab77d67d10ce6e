import { reservedFlags } from '@archon/charts/archon-vllm/reserved-flags';
import { checkExtraArgs } from '@archon/sizing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineVersion } from '@archon/engine/install-engine';
import { type EngineParser, type RealFlag, startParser } from '@archon/engine/start-parser';
import { model } from '../support/chart.ts';

const version = engineVersion();
const reserved = reservedFlags(model.schema);
const isTakenByChart = (args: string[]): boolean => checkExtraArgs(args, version, reserved).length === 0;

/** A flag that extraArgs may hold, with values that the parser takes for it. */
interface Case {
  name: string;
  flag: RealFlag;
  /** Empty for a switch. */
  values: string[];
}

/** Choices that the configuration enforces, which is read behind the parser: to that, any string is right. */
const laterChoices: Record<string, string[]> = {
  '--mamba-backend': ['triton', 'flashinfer', 'cpu'],
  '--optimization-level': ['0', '1', '2', '3'],
};

/** One of them is right for every flag without choices. */
const plausible = ['5', '0.5', 'text', '{}', '["*"]', '{"a": 1}', 'a.b', 'a=b'];

/** Values that are none of the choices, and yet are taken for no value by many flags. */
const noValue = ['None'];

/**
 * Flags whose choices the chart leaves to vLLM: --mm-processor-device has the name of the platform’s accelerator among
 * them, which another platform calls otherwise.
 */
const openChoices = ['--mm-processor-device'];

const choicesOf = ({ name, flag }: Case): string[] =>
  openChoices.includes(name) ? [] : (flag.choices ?? []).filter((choice) => !noValue.includes(choice));
const isSwitch = ({ flag }: Case): boolean => flag.nargs === 0;

/** Mistakes that both refuse: what stands in extraArgs, by the flag and a value that is right. */
const mistakes: Record<string, (one: Case) => string[][]> = {
  'a name that no flag has': ({ name, values }) => [[`${name}x`, ...values.slice(0, 1)]],
  'a value that is missing': (one) => (isSwitch(one) ? [] : [[one.name]]),
  'a switch with a value': (one) => (isSwitch(one) ? [[one.name, 'true'], [`${one.name}=true`]] : []),
  'a switch turned off that has no such form': ({ name, flag }) => {
    const off = `--no-${name.slice(2)}`;
    return flag.names.includes(off) ? [] : [[off]];
  },
  'a value too many': ({ name, flag, values: [value] }) =>
    value === undefined || flag.nargs === '+'
      ? []
      : [
          [`${name}=${value}`, 'more'],
          [name, value, 'more'],
        ],
  'a value that is no choice': (one) =>
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

describe(`Further arguments, for the chart and for the parser of vLLM ${version}`, () => {
  let parser: EngineParser;
  let cases: Case[];
  let names: string[];
  const isTakenByVllm = async (args: string[]): Promise<boolean> => (await parser.parse(['a/b', ...args])).ok;

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
      if (await isTakenByVllm([`${name}=${value}`])) taken.push(value);
    return taken;
  }

  /** The lists on which a verdict of either side is not the wanted one. */
  async function judgedOtherwise(lists: string[][], wanted: { chart: boolean; vllm: boolean }): Promise<object[]> {
    const wrong: object[] = [];
    for (const args of lists) {
      const verdict = { chart: isTakenByChart(args), vllm: await isTakenByVllm(args) };
      if (verdict.chart !== wanted.chart || verdict.vllm !== wanted.vllm) wrong.push({ args, ...verdict });
    }
    return wrong;
  }

  /** argparse takes the beginning of a name for the whole. */
  const isCutShort = (entry: string): boolean =>
    !names.includes(entry) && names.some((spelling) => spelling.startsWith(entry));

  it('should be about most of the flags, with a value for each', () => {
    expect(cases.length).toBeGreaterThan(250);
    expect(cases.filter((one) => !isSwitch(one) && one.values.length === 0)).toEqual([]);
  });

  it('should be taken by both, each flag in each of its names and forms', async () => {
    const lists = cases.flatMap((one) => one.flag.names.flatMap((spelling) => formsOf(spelling, one)));
    expect(lists.length).toBeGreaterThan(1000);
    expect(await judgedOtherwise(lists, { chart: true, vllm: true })).toEqual([]);
  });

  it('should be judged alike where a choice is written in capitals, or with dashes', async () => {
    const lists = cases.flatMap((one) =>
      choicesOf(one).flatMap((choice) => [
        [`${one.name}=${choice.toUpperCase()}`],
        [`${one.name}=${choice.replaceAll('_', '-')}`],
      ]),
    );
    const verdicts = { taken: 0, refused: 0 };
    for (const args of lists) {
      const vllm = await isTakenByVllm(args);
      verdicts[vllm ? 'taken' : 'refused']++;
      expect({ args, taken: isTakenByChart(args) }).toEqual({ args, taken: vllm });
    }
    expect(verdicts.taken).toBeGreaterThan(50);
    expect(verdicts.refused).toBeGreaterThan(50);
  });

  it.each(Object.entries(mistakes))('should be refused by both: %s', async (_, make) => {
    const lists = cases.flatMap(make).filter(([first]) => !isCutShort(first!));
    expect(lists.length).toBeGreaterThan(50);
    expect(await judgedOtherwise(lists, { chart: false, vllm: false })).toEqual([]);
  });

  describe('where the two differ on purpose', () => {
    it('should be refused by the chart alone where a name is cut short: another release may complete it otherwise', async () => {
      const taken = { chart: false, vllm: true };
      const cut = [['--max-logprob=5'], ['--middlewar=a.b'], ['--no-long-prefill-token-threshold']];
      expect(await judgedOtherwise(cut, taken)).toEqual([]);
    });

    it('should be refused by the chart alone where the value is empty: leaving the flag out says the same', async () => {
      expect(await judgedOtherwise([['--middleware='], ['--tool-server=']], { chart: false, vllm: true })).toEqual([]);
    });

    it('should be refused by the chart alone where a flag stands twice: vLLM drops the first and only warns', async () => {
      const twice = [['--max-logprobs=5', '--max-logprobs=6']];
      expect(await judgedOtherwise(twice, { chart: false, vllm: true })).toEqual([]);
    });

    it('should be refused by the chart alone where only the configuration looks at the choices', async () => {
      const lists = Object.keys(laterChoices).map((name) => [`${name}=nope`]);
      expect(await judgedOtherwise([...lists, ['-O9']], { chart: false, vllm: true })).toEqual([]);
    });

    it('should be refused by the chart alone where a number is not written as the choice is', async () => {
      expect(await judgedOtherwise([['--optimization-level=02']], { chart: false, vllm: true })).toEqual([]);
    });

    it('should be taken by the chart alone where the choices are those of the platform', async () => {
      const lists = openChoices.map((name) => [`${name}=no-such-word`]);
      expect(await judgedOtherwise(lists, { chart: true, vllm: false })).toEqual([]);
    });

    it('should be taken by the chart alone where the value is None: it does not know which flags take it', async () => {
      const lists = cases
        .filter((one) => choicesOf(one).length > 0 && !one.flag.choices!.includes('None'))
        .map(({ name }) => [`${name}=None`]);
      expect(lists.length).toBeGreaterThan(20);
      expect(await judgedOtherwise(lists, { chart: true, vllm: false })).toEqual([]);
    });
  });
});

/** The long spelling; the model, which is a positional argument, has none. */
const nameOf = ({ names }: RealFlag): string | undefined =>
  names.find((spelling) => spelling.startsWith('--') && !spelling.startsWith('--no-'));

/** A spelling with each value: behind `=`, as an entry of its own, and with underscores. */
function formsOf(spelling: string, one: Case): string[][] {
  const underscored = spelling.replace(/(?<=\w)-/g, '_');
  if (isSwitch(one)) return [[spelling], ...(spelling.startsWith('--') ? [[underscored]] : [])];
  return one.values.flatMap((value) => [
    [`${spelling}=${value}`],
    [spelling, value],
    ...(spelling.startsWith('--') ? [[`${underscored}=${value}`]] : []),
    ...(one.flag.nargs === '+' ? [[spelling, value, value]] : []),
  ]);
}
