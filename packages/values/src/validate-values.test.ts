import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath } from './schema.ts';
import { arbitraryValues } from './testing/arbitrary-values.ts';
import { mutate, mutationsOf } from './testing/mutations.ts';
import { problemsOf, textOf } from './testing/problems-of.ts';
import { realModel, realValidation } from './testing/real-model.ts';
import { schemaProblems, validateValues } from './validate-values.ts';
import { parseYamlFile } from './yaml-file.ts';

/** Validates files that are named v0.yaml, v1.yaml … */
const validate = (...texts: string[]) =>
  validateValues(
    realValidation,
    texts.map((text, index) => parseYamlFile(`v${index}.yaml`, text)),
  );
const presetNames = realModel.schema.properties['preset']!.enum!.map((name) => JSON.stringify(name)).join(', ');
const refusal = (...texts: string[]) => textOf(() => validate(...texts));

describe('schemaProblems', () => {
  it.each([
    [
      'an unknown key',
      'engine:\n  maxModelLn: 8192\n',
      '2:3  engine.maxModelLn',
      'Unknown key "maxModelLn" in engine.',
      'Did you mean "maxModelLen"?',
    ],
    [
      'an unknown key of another case',
      'engine:\n  enableLoRA: true\n',
      '2:3  engine.enableLoRA',
      'Unknown key "enableLoRA" in engine.',
      'Did you mean "enableLora"?',
    ],
    [
      'an unknown key at the top',
      'replicaCount: 2\n',
      '1:1  replicaCount',
      'Unknown key "replicaCount" at the top level.',
      'Did you mean "replicas"?',
    ],
    [
      'a key at the wrong depth',
      'maxModelLen: 1\n',
      '1:1  maxModelLen',
      'Unknown key "maxModelLen" at the top level.',
      'There is engine.maxModelLen.',
    ],
    [
      'a key like no other',
      'usageStats: { zzz: 1 }\n',
      '1:15  usageStats.zzz',
      'Unknown key "zzz" in usageStats.',
      'Known keys are enabled.',
    ],
    [
      'a key that YAML reads as true',
      'usageStats: { on: 1 }\n',
      '1:15  usageStats.true',
      'Unknown key "true" in usageStats.',
      'Known keys are enabled.',
    ],
    ['text for a map', 'engine: hello\n', '1:1  engine', 'engine must be a map, not the text "hello".'],
    ['a list for a map', 'engine: []\n', '1:1  engine', 'engine must be a map, not a list.'],
    ['a map for text', 'fullnameOverride: {}\n', '1:1  fullnameOverride', 'fullnameOverride must be text, not a map.'],
    [
      'text for a whole number',
      'replicas: "2"\n',
      '1:1  replicas',
      'replicas must be a whole number, not the text "2".',
    ],
    ['a fraction for a whole number', 'replicas: 1.5\n', '1:1  replicas', 'replicas must be a whole number, not 1.5.'],
    [
      'text for a number',
      'engine:\n  gpuMemoryUtilization: 90%\n',
      '2:3  engine.gpuMemoryUtilization',
      'engine.gpuMemoryUtilization must be a number up to 1, not the text "90%".',
    ],
    ['a number for text', 'image: { tag: 0.33 }\n', '1:10  image.tag', 'image.tag must be text, not 0.33.'],
    ['a boolean for text', 'image: { tag: yes }\n', '1:10  image.tag', 'image.tag must be text, not true.'],
    [
      'a date for text, which it is in Helm',
      'image: { tag: 2024-05-01, digest: 12:30 }\n',
      '1:27  image.digest',
      'image.digest must match ^sha256:[a-f0-9]{64}$, and the text "12:30" does not.',
    ],
    [
      'text for a boolean',
      'persistence: { retain: "yes" }\n',
      '1:16  persistence.retain',
      'persistence.retain must be true or false, not the text "yes".',
    ],
    ['text for a list', 'extraEnv: A=b\n', '1:1  extraEnv', 'extraEnv must be a list, not the text "A=b".'],
    [
      'a list for a quantity',
      'persistence: { size: [] }\n',
      '1:16  persistence.size',
      'persistence.size must be text or a number, not a list.',
    ],
    [
      'null in a map of labels',
      'commonLabels: { a: null }\n',
      '1:17  commonLabels.a',
      'commonLabels.a must be text, not nothing (null).',
    ],
    ['too small a number', 'replicas: -1\n', '1:1  replicas', 'replicas must be >= 0, not -1.'],
    [
      'too great a number',
      'service: { port: 70000 }\n',
      '1:12  service.port',
      'service.port must be <= 65535, not 70000.',
    ],
    [
      'the excluded end of a range',
      'engine: { gpuMemoryUtilization: 0 }\n',
      '1:11  engine.gpuMemoryUtilization',
      'engine.gpuMemoryUtilization must be > 0, not 0.',
    ],
    [
      'a wrong choice',
      'service: { type: Clusterip }\n',
      '1:12  service.type',
      'service.type must be one of "ClusterIP", "NodePort", "LoadBalancer", not the text "Clusterip".',
      'Did you mean "ClusterIP"?',
    ],
    [
      'a wrong choice that may be null',
      'strategy: rollingUpdate\n',
      '1:1  strategy',
      'strategy must be one of "Recreate", "RollingUpdate", not the text "rollingUpdate".',
      'Did you mean "RollingUpdate"?',
    ],
    [
      'a wrong number of a choice',
      'engine: { maxLoraRank: 24 }\n',
      '1:11  engine.maxLoraRank',
      'engine.maxLoraRank must be one of 1, 8, 16, 32, 64, 128, 256, 320, 512, not 24.',
    ],
    [
      'an unknown preset',
      'preset: nvidia-16\n',
      '1:1  preset',
      `preset must be one of ${presetNames}, not the text "nvidia-16".`,
      'Did you mean "nvidia-16gb"?',
    ],
    [
      'text of the wrong form',
      'model: { id: a b }\n',
      '1:10  model.id',
      'model.id must match ^[A-Za-z0-9/][A-Za-z0-9._/:@=-]*$, and the text "a b" does not.',
    ],
    [
      'a unit that nginx does not know',
      'ingress: { maxBodySize: 16MB }\n',
      '1:12  ingress.maxBodySize',
      'ingress.maxBodySize must match ^[0-9]+[kmg]?$, and the text "16MB" does not.',
    ],
    [
      'a certificate in the old form',
      'ingress: { tls: { enabled: true, secretName: a } }\n',
      '1:12  ingress.tls',
      'ingress.tls must be a list, not a map.',
      'ingress.tls is a list now, for example [{ secretName: my-tls, hosts: [llm.example.com] }]; [] for no HTTPS.',
    ],
    [
      'empty text',
      'engine: { chatTemplate: "" }\n',
      '1:11  engine.chatTemplate',
      'engine.chatTemplate may not be empty.',
    ],
    [
      'an empty list',
      'persistence: { accessModes: [] }\n',
      '1:16  persistence.accessModes',
      'persistence.accessModes needs at least 1 entry.',
    ],
    [
      'an entry twice',
      'model:\n  servedNames: [a, b, a]\n',
      '2:3  model.servedNames',
      'model.servedNames holds "a" twice.',
    ],
    ['a missing key', 'extraEnv:\n  - value: A\n', '2:5  extraEnv[0]', 'extraEnv[0] needs the key "name".'],
    [
      'an unknown resource',
      'resources: { limits: { memroy: 2Gi } }\n',
      '1:24  resources.limits.memroy',
      '"memroy" is not a name for resources.limits.',
    ],
    [
      'a wrong item of a list',
      'model:\n  servedNames:\n    - ok\n    - 3\n',
      '4:7  model.servedNames[1]',
      'model.servedNames[1] must be text, not 3.',
    ],
    [
      'a wrong key deep in Kubernetes',
      'tolerations:\n  - key: a\n    operater: Exists\n',
      '3:5  tolerations[0].operater',
      'Unknown key "operater" in tolerations[0].',
      'Did you mean "operator"?',
    ],
    [
      'a wrong value of an open map',
      'engine: { limitMmPerPrompt: { image: x } }\n',
      '1:31  engine.limitMmPerPrompt.image',
      'engine.limitMmPerPrompt.image must be a whole number or a map, not the text "x".',
    ],
    ['a value behind an alias', 'podLabels: &a { x: 1 }\n', '1:17  podLabels.x', 'podLabels.x must be text, not 1.'],
    ['a list at the top', '- a\n', '1:1', 'The document must be a map, not a list.'],
    ['text at the top', 'hello\n', '1:1', 'The document must be a map, not the text "hello".'],
    ['long text', `${'x'.repeat(99)}\n`, '1:1', `The document must be a map, not the text "${'x'.repeat(57)}…".`],
  ])('should explain %s', (_, text, place, message, hint = undefined) => {
    const [line, column] = place.split(/[: ]+/).map(Number) as [number, number];
    const source = text.split('\n')[line - 1]!;
    const lines = [`v0.yaml:${place}`, `  ${message}`, `  ${line} | ${source}`, `    | ${' '.repeat(column - 1)}^`];
    expect(refusal(text)).toBe([...lines, ...(hint ? [`  ${hint}`] : [])].join('\n'));
  });

  it('should guess the unit of a quantity', () => {
    const hints = ['50GB', '50 gb', '1.5g', '50Gb', '50XB', 'GB'].map(
      (size) => problemsOf(() => validate(`persistence: { size: ${size} }`))[0]!.hint,
    );
    expect(hints).toEqual([
      'Did you mean "50Gi"?',
      'Did you mean "50Gi"?',
      'Did you mean "1.5Gi"?',
      'Did you mean "50Gi"?',
      undefined,
      undefined,
    ]);
  });

  it('should report all problems together, in the order of the file', () => {
    const text = 'zzz: 1\nservice:\n  type: x\n  port: 0\nengine: { a: 1, seed: x }\nreplicas: x\n';
    const lines = problemsOf(() => validate(text)).map(({ line, column, path }) => [line, column, path]);
    expect(lines).toEqual([
      [1, 1, 'zzz'],
      [3, 3, 'service.type'],
      [4, 3, 'service.port'],
      [5, 11, 'engine.a'],
      [5, 17, 'engine.seed'],
      [6, 1, 'replicas'],
    ]);
  });

  it('should report the problems of all files', () => {
    const problems = problemsOf(() => validate('replicas: x\n', 'zzz: 1\nreplicas: 1\n'));
    expect(problems.map(({ file, line, path }) => [file, line, path])).toEqual([
      ['v0.yaml', 1, 'replicas'],
      ['v1.yaml', 1, 'zzz'],
    ]);
  });

  it.each(['', '# nothing\n', '---\n', '{}\n', 'enabled: true\nglobal: { a: 1 }\n'])('should accept %j', (text) => {
    expect(refusal(text)).toBe('no problem');
  });

  it.each([
    'engine:\n',
    'preset:\n',
    'image:\nreplicas:\n',
    'extraEnv:\n',
    'probes: { liveness: null }\n',
    'securityContext: { capabilities: null }\n',
    'resources: { limits: null }\n',
    'image: { digest: null }\n',
  ])('should take null in %j for unset, as Helm does', (text) => {
    expect(refusal(text)).toBe('no problem');
  });

  it.each([
    ['commonLabels: { a: null }\n', 'commonLabels.a'],
    ['extraEnv: [null]\n', 'extraEnv[0]'],
    ['global: null\n', 'global'],
  ])('should refuse null in %j, as Helm does', (text, path) => {
    expect(problemsOf(() => validate(text)).map((problem) => problem.path)).toEqual([path]);
  });
});

describe('validateValues', () => {
  it('should give the effective values and computed values', () => {
    expect(validate('engine: { maxModelLen: 1024 }\n')).toMatchObject({
      values: { preset: 'nvidia-16gb', engine: { maxModelLen: 1024, quantization: 'gptq' } },
      computed: { release: '0.33.0', modelFromPreset: true },
    });
  });

  it('should let later files win, map by map', () => {
    const { values } = validate(
      'replicas: 0\nengine: { maxLogLen: 1, maxNumSeqs: 2 }\n',
      'replicas: 1\nengine: { maxNumSeqs: 3 }\n',
    );
    expect(values).toMatchObject({ replicas: 1, engine: { maxLogLen: 1, maxNumSeqs: 3 } });
  });

  it('should place a broken rule at the value', () => {
    expect(refusal('# two\n\ngpu:\n  count: 2\nengine: { tensorParallelSize: 4 }\n')).toBe(
      'v0.yaml:4:3  gpu.count\n' +
        '  engine.tensorParallelSize x pipelineParallelSize x dataParallelSize is 4, but gpu.count is 2, and vLLM does not start with fewer GPUs. Set gpu.count to 4, or lower a parallel size.\n' +
        '  4 |   count: 2\n    |   ^',
    );
  });

  it('should place a broken rule in the last file that says something of it', () => {
    const place = (...texts: string[]) => problemsOf(() => validate(...texts)).map(({ file, line }) => [file, line]);
    expect(place('replicas: 2\n', '# nothing\n')).toEqual([['v0.yaml', 1]]);
    expect(place('replicas: 2\n', '\nreplicas: 3\n')).toEqual([['v1.yaml', 2]]);
    expect(place('persistence: { existingClaim: a }\n', 'persistence: { size: 5Gi }\n')).toEqual([['v1.yaml', 1]]);
  });

  it('should leave the place out when it is nobody’s value', () => {
    expect(problemsOf(() => validate('preset: ""\n'))).toEqual([
      { path: 'model.id', message: 'No model is set. Set model.id, or a preset that has a model.' },
    ]);
  });

  it('should report all broken rules together', () => {
    const text =
      'replicas: 2\nsharedMemory: { size: 30Gi }\nextraEnv: [{ name: HOME }, { name: A }, { name: A }]\nengine: { seed: 1, extraArgs: [x, z] }\n';
    expect(
      problemsOf(() => validate(text)).map(({ path, message }) => `${path}: ${message.split(/[.;] /)[0]}`),
    ).toEqual([
      'sharedMemory.size: sharedMemory.size (30Gi) counts against the memory limit (24Gi) and must be smaller',
      'engine.seed: engine.seed: no such flag.',
      'engine.extraArgs: x is not a flag.',
      'engine.extraArgs: z is not a flag.',
      'replicas: 2 replicas cannot share a cache with access mode ReadWriteOnce',
      'extraEnv: The chart sets HOME itself',
      'extraEnv: extraEnv has A twice, which Kubernetes refuses',
    ]);
  });
});

describe('the schema, for all values', () => {
  const values = arbitraryValues(realModel);
  const validator = realModel.validator();
  const fileOf = (value: unknown) => parseYamlFile('v.yaml', JSON.stringify(value, null, 2));

  it('should accept what it describes', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(validator(value) ? [] : validator.errors).toEqual([]);
        expect(schemaProblems(realModel, fileOf(value))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  const said = {
    key: /^(Unknown key )?"noSuchKey"/,
    type: / must be /,
    range: / must (be|match) | needs at least | twice\.| may not be empty/,
  };

  it('should refuse each single mistake at its place', () => {
    const mutated = values.chain((value) =>
      fc.tuple(fc.constant(value), fc.constantFrom(...mutationsOf(realModel, value))),
    );
    fc.assert(
      fc.property(mutated, ([value, mutation]) => {
        const file = fileOf(mutate(value, mutation));
        const path = formatPath(mutation.path);
        const problem = schemaProblems(realModel, file).find((candidate) => candidate.path === path);
        expect(problem, path).toMatchObject(file.locate(mutation.path));
        expect(problem!.message).toMatch(said[mutation.breaks]);
      }),
      { numRuns: 200 },
    );
  });
});
