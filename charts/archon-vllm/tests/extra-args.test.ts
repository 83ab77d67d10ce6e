import { reservedFlags } from '@archon/charts/archon-vllm/reserved-flags';
import { checkExtraArgs, flagChoices, flagTable, loadCatalog } from '@archon/sizing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askHelm } from './support/ask-helm.ts';
import { model } from './support/chart.ts';
import { problemsOf } from './support/problems.ts';
import { isRendered } from './support/render.ts';

const reserved = reservedFlags(model.schema);
const releases = ['0.10.2', '0.18.1', '0.33.0'];

/** Lists that all of the releases accept, and lists that all refuse. */
const accepted: string[][] = [
  [],
  ['--max-logprobs=5'],
  ['--max-logprobs', '5'],
  ['--max_logprobs=5'],
  ['--max-logprobs', '-1'],
  ['--enable-expert-parallel'],
  ['--no-enable-expert-parallel'],
  ['--disable-log-stats'],
  ['--middleware=a.b', '--middleware=c.d'],
  ['--middleware', 'a.b', '--middleware', 'c.d'],
  ['--lora-modules', 'a=b', 'c=d'],
  ['--lora-modules', '{"name": "a", "path": "b"}'],
  ['--kv-events-config={"publisher": "zmq"}'],
  ['--kv-events-config.publisher=zmq', '--kv-events-config.hwm', '1'],
  ['--additional-config.list+=1', '--additional-config.list+=2'],
  ['--api-server-count=2'],
  ['--data-parallel-start-rank', '0'],
  ['--distributed-executor-backend=mp'],
  ['--model-impl=auto'],
  ['--config-format', 'hf'],
  ['--no-data-parallel-hybrid-lb'],
  ['-O3'],
  ['-O', '2'],
  ['--chat-template-content-format=string'],
  ['--download-dir=a=b.c'],
  ['--allowed-origins=["*"]'],
  ['--mm-processor-kwargs={"fps": 0.5, "stop": ["-x"]}'],
];

const refused: string[][] = [
  ['--model-impl=tansformers'],
  ['--config-format', 'mistrall'],
  ['--distributed-executor-backend=external_launchr'],
  ['--max-logprob=5'],
  ['-max-logprobs=5'],
  ['max-logprobs=5'],
  ['5'],
  ['--max-logprobs'],
  ['--max-logprobs='],
  ['--max-logprobs 5'],
  ['--max-logprobs=5', '6'],
  ['--max-logprobs', '5', '6'],
  ['--max-logprobs=5', '--max-logprobs=6'],
  ['--max-logprobs=5', '--max_logprobs=6'],
  ['--no-max-logprobs'],
  ['--enable-expert-parallel=true'],
  ['--enable-expert-parallel', 'true'],
  ['--enable-expert-parallel', '--no-enable-expert-parallel'],
  ['--max-logprobs.a=1'],
  ['--kv-events-config.=1'],
  ['--kv-events-config={}', '--kv-events-config.publisher=zmq'],
  ['--kv-events-config.publisher=a', '--kv-events-config.publisher=b'],
  ['--kv-transfer-config={"kv_role": "kv_both"}'],
  ['--compilation-config.cudagraph_capture_sizes+=1'],
  ['--collect-detailed-traces=model,worker'],
  ['--otlp-traces-endpoint=http://otel:4317'],
  ['--max-cpu-loras=2'],
  ['--max-model-len=8192'],
  ['--max_model_len', '8192'],
  ['-tp', '2'],
  ['-tp=2'],
  ['--no-enable-prefix-caching'],
  ['--model=a/b'],
  ['--host=127.0.0.1'],
  ['--port', '80'],
  ['--api-key', 'secret'],
  ['--shutdown-timeout=5'],
  ['--served-model-name', 'a', 'b'],
  ['--'],
  ['-'],
  ['---'],
  ['--=1'],
  ['--max-logprobs=5', '--'],
  [' --max-logprobs=5'],
  ['--max-logprobs =5'],
  ['--headless'],
  ['--api-server-count=0'],
  ['--api-server-count', '0'],
  ['--data-parallel-address=10.0.0.1'],
  ['--data-parallel-start-rank=1'],
  ['--distributed-executor-backend', 'external_launcher'],
  ['--data-parallel-backend=ray'],
  ['--data-parallel-hybrid-lb'],
  ['--lora-dtype=bfloat17'],
  ['--lora-dtype', 'bfloat17'],
  ['--lora_dtype=BFLOAT16'],
  ['--lora-dtype=None=None'],
  ['--collect-detailed-traces', 'model', 'wroker'],
];

/** Lists that only some releases accept. */
const disputed: [list: string[], taken: string[]][] = [
  [['--distributed-timeout-seconds=5'], ['0.18.1', '0.33.0']],
  [['--swap-space=4'], ['0.10.2']],
  [['--calculate-kv-scales'], ['0.10.2', '0.18.1']],
  [['--attention-config={}'], ['0.18.1', '0.33.0']],
  [
    ['-ac', '{}'],
    ['0.18.1', '0.33.0'],
  ],
  [['-asc=2'], releases],
  [['--device-ids=0'], ['0.33.0']],
  [['--block-size=17'], ['0.18.1', '0.33.0']],
  [['--chat-template-content-format=mine'], ['0.33.0']],
  [['--model-impl=mine'], ['0.18.1', '0.33.0']],
  [['--moe-backend=FlashInfer-TRTLLM'], ['0.18.1', '0.33.0']],
  [['--moe-backend=b12x'], ['0.33.0']],
  [['-O9'], ['0.10.2']],
  [['--lora-dtype=None'], releases],
];

/** The problems that Helm finds in lists of arguments, by release. */
const inHelm = askHelm<string[][]>(`
{{- $answers := list }}
{{- range .cases }}
{{- $answers = append $answers (include "archon-vllm.extraArgProblems" (list $.root .list .release) | fromJsonArray) }}
{{- end }}
{{- toJson $answers }}`);

const inTypeScript = ({ list, release }: { list: string[]; release: string }): string[] =>
  checkExtraArgs(list, release, reserved);

const isAboutChoice = (problem: string): boolean => problem.includes(' does not know ');

interface Case {
  list: string[];
  release: string;
}

/** The lists that one side accepts and the other refuses. */
async function disagreements(cases: Case[]): Promise<object[]> {
  const answers = await inHelm(cases);
  return cases.flatMap((one, index) => {
    const helm = answers[index]!;
    const typescript = inTypeScript(one);
    return (helm.length === 0) === (typescript.length === 0) ? [] : [{ ...one, helm, typescript }];
  });
}

describe('A list of extra arguments', () => {
  const all = [...accepted, ...refused, ...disputed.map(([list]) => list)];
  const cases = releases.flatMap((release) => all.map((list) => ({ list, release })));

  it(`should have the same result in TypeScript and both Helms, all ${all.length} on ${releases.length} releases`, async () => {
    expect(all.length).toBeGreaterThan(40);
    expect(await disagreements(cases)).toEqual([]);
  });

  it('should be accepted or refused as listed above', () => {
    const wanted = (list: string[], release: string) =>
      accepted.includes(list) || disputed.some(([one, taken]) => one === list && taken.includes(release));
    const wrong = cases
      .map((one) => ({ ...one, problems: inTypeScript(one), wanted: wanted(one.list, one.release) }))
      .filter(({ problems, wanted: taken }) => (problems.length === 0) !== taken);
    expect(wrong).toEqual([]);
  });

  it('should get the same message in TypeScript and Helm for an invalid choice', async () => {
    const choices = ['nope', 'Auto', 'a-b', 'x=y', 'None', '5'];
    const invalid = Object.keys(flagChoices())
      .filter((name) => reserved[name] === undefined)
      .flatMap((name, at) =>
        releases.map((release) => ({ list: [`--${name}=${choices[at % choices.length]}`], release })),
      );
    const answers = await inHelm(invalid);
    const messages = invalid.map((one, at) => ({ ...one, found: answers[at]!.filter(isAboutChoice) }));
    expect(messages.filter(({ found }) => found.length > 0).length).toBeGreaterThan(30);
    expect(messages).toEqual(invalid.map((one) => ({ ...one, found: inTypeScript(one).filter(isAboutChoice) })));
  });

  it('should get the same message in TypeScript and Helm for a flag that the release does not have', async () => {
    const oldAndNew = ['0.33.0', '0.6.6', '0.10.2'];
    const absent = ['--no-such-flag', ...Object.keys(flagTable())].map((flag, at) => ({
      list: [flag],
      release: oldAndNew[at % 3]!,
    }));
    const answers = await inHelm(absent);
    const isAboutName = (problem: string): boolean =>
      /is gone since|is known from|has no --|the alias|is not a flag/.test(problem);
    const messages = absent.map((one, at) => ({ ...one, found: answers[at]!.filter(isAboutName) }));
    const nearest = /is not a flag of vLLM .*/;
    const expected = absent.map((one) => ({
      ...one,
      found: inTypeScript(one)
        .filter(isAboutName)
        .map((problem) =>
          problem.replace(nearest, `is not a flag of vLLM ${one.release}: correct its name, or remove it.`),
        ),
    }));
    expect(messages.filter(({ found }) => found.length > 0).length).toBeGreaterThan(150);
    expect(messages).toEqual(expected);
  });

  it('should have the same result in TypeScript and both Helms, 400 random lists', async () => {
    expect(await disagreements(fc.sample(anyCase, { seed: 20261124, numRuns: 400 }))).toEqual([]);
  });

  it.each([
    [['--max-logprobs=5', '--swap-space=4'], true],
    [['--max-logprobs=5', '--distributed-timeout-seconds=5'], false],
  ])('should be checked against the release of the image: %j', async (extraArgs, taken) => {
    const valuesObject = {
      image: { tag: 'v0.10.2' },
      podSecurityContext: { runAsUser: 0, runAsNonRoot: false },
      engine: { extraArgs },
    };
    expect([problemsOf(valuesObject).length === 0, await isRendered({ valuesObject })]).toEqual([taken, taken]);
  });
});

/** Real flags of any release, misspelt ones, and values, in any order. */
const anyCase: fc.Arbitrary<Case> = (() => {
  const flags = loadCatalog().flags.flatMap(({ name, aliases = [] }) => [
    `--${name}`,
    `--no-${name}`,
    ...aliases.map((alias) => alias.name),
  ]);
  const real = fc.constantFrom(...flags);
  const underscored = real.map((flag) => flag.slice(0, 2) + flag.slice(2).replaceAll('-', '_'));
  const misspelt = real.map((flag) => flag.slice(0, -1));
  const flag = fc.oneof({ weight: 8, arbitrary: real }, underscored, misspelt);
  const value = fc.constantFrom('5', '-1', '-.5', 'text', 'a b', '', '{"a": 1.5}', 'a=b', '$(HOME)', 'é', '-', '.');
  const suffix = fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    { weight: 4, arbitrary: value.map((text) => `=${text}`) },
    value.map((text) => ` ${text}`),
    fc.constantFrom('.key=1', '.key', '.a.b=1', '.key+=1', '.=1', '+', '=', '=='),
  );
  const entry = fc.oneof({ weight: 3, arbitrary: fc.tuple(flag, suffix).map((parts) => parts.join('')) }, value);
  const choice = fc.constantFrom(
    ...Object.entries(flagChoices()).flatMap(([name, { choices }]) =>
      Object.keys(choices).map((one) => [`--${name}`, one] as const),
    ),
  );
  const list = fc.oneof(
    // A choice of some release, and a misspelt one
    fc.tuple(choice, fc.constantFrom('', 'x')).map(([[name, one], more]) => [`${name}=${one}${more}`]),
    fc.tuple(choice, choice).map(([[name, one], [, other]]) => [name, one, other]),
    fc.array(entry, { maxLength: 4 }),
    // The same flag twice, in two ways
    fc.tuple(flag, suffix, suffix).map(([name, one, two]) => [name + one, name + two]),
  );
  const nonEmpty = list.map((entries) => entries.filter((text) => text !== ''));
  return fc.record({ list: nonEmpty, release: fc.constantFrom(...releases, '0.4.0', '0.8.5', '0.9.0', '0.12.0') });
})();
