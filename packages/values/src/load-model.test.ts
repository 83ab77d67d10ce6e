import { describe, expect, it } from 'vitest';
import { loadModel } from './load-model.ts';
import { textOf } from './testing/problems-of.ts';
import { inFolder, testModel, type ModelTexts } from './testing/test-model.ts';

const feature = 'title: T\ndescription: D.\nvalues:\n  size: { type: integer, default: 1, description: Size. }\n';
const refusal = (texts: Partial<ModelTexts>) => textOf(() => testModel({ features: { a: feature }, ...texts }));
/** The place and the sentence of each problem. */
const said = (texts: Partial<ModelTexts>) =>
  refusal(texts)
    .split('\n\n')
    .map((problem) =>
      problem
        .split('\n')
        .filter((line) => !/^ +\d* *\|/.test(line))
        .map((line) => line.trim()),
    );

describe('loadModel', () => {
  it.each<[string, Partial<ModelTexts>, string[][]]>([
    [
      'a misspelt key of chart.yaml',
      { root: 'kubeversion: ">=1"\n' },
      [
        [
          'schemas/test-chart/chart.yaml:6:1  kubeversion',
          'Unknown key "kubeversion" at the top level.',
          'Did you mean "kubeVersion"?',
        ],
      ],
    ],
    [
      'a misspelt key of presets',
      { root: 'presets: { value: size, groups: { model: { unles: size } } }\n' },
      [
        [
          'schemas/test-chart/chart.yaml:6:44  presets.groups.model.unles',
          'Unknown key "unles" in presets.groups.model.',
          'Did you mean "unless"?',
        ],
      ],
    ],
    [
      'paths of chart.yaml that name no value',
      { root: 'presets: { value: sise, groups: {} }\nrenamed: { old: sizes }\n' },
      [
        ['schemas/test-chart/chart.yaml:6:12', 'There is no value "sise".', 'Did you mean "size"?'],
        ['schemas/test-chart/chart.yaml:7:12', 'There is no value "sizes".', 'Did you mean "size"?'],
      ],
    ],
    [
      'misspelt keys of all features',
      { features: { a: `${feature}hiden: true\n`, b: 'title: T\ndescription: D.\nvalues: {}\nrule: []\n' } },
      [
        ['schemas/test-chart/a.yaml:5:1  hiden', 'Unknown key "hiden" at the top level.', 'Did you mean "hidden"?'],
        ['schemas/test-chart/b.yaml:4:1  rule', 'Unknown key "rule" at the top level.', 'Did you mean "rules"?'],
      ],
    ],
    [
      'a misspelt key of a rule, and of an example',
      {
        features: {
          a: `${feature}rules:\n  - { name: r, path: size, whe: (eq 1 1), message: M., examples: [{ brokn: {}, fine: {} }] }\n`,
        },
      },
      [
        ['schemas/test-chart/a.yaml:6:28  rules[0].whe', 'Unknown key "whe" in rules[0].', 'Did you mean "when"?'],
        ['schemas/test-chart/a.yaml:6:67  rules[0].examples[0]', 'rules[0].examples[0] needs the key "broken".'],
        [
          'schemas/test-chart/a.yaml:6:69  rules[0].examples[0].brokn',
          'Unknown key "brokn" in rules[0].examples[0].',
          'Did you mean "broken"?',
        ],
      ],
    ],
    [
      'misspelt keywords of a computed value, at every depth',
      {
        features: {
          a: `${feature}computed:\n  c: { description: C., typ: object, type: object, properties: { d: { typ: string } }, value: size }\n`,
        },
      },
      [
        ['schemas/test-chart/a.yaml:6:25  computed.c.typ', 'Unknown key "typ" in computed.c.', 'Did you mean "type"?'],
        [
          'schemas/test-chart/a.yaml:6:71  computed.c.properties.d.typ',
          'Unknown key "typ" in computed.c.properties.d.',
          'Did you mean "type"?',
        ],
      ],
    ],
    [
      'a computed value without an expression',
      { features: { a: `${feature}computed: { c: { description: C., type: integer } }\n` } },
      [['schemas/test-chart/a.yaml:5:13  computed.c', 'computed.c needs the key "value".']],
    ],
    ['an empty feature', { features: { a: '' } }, [['schemas/test-chart/a.yaml', 'The file must hold a map.']]],
    [
      'a feature that is a list',
      { features: { a: '- size\n' } },
      [['schemas/test-chart/a.yaml:1:1', 'The document must be a map, not a list.']],
    ],
    [
      'a feature without values',
      { features: { a: 'title: T\ndescription: D.\n' } },
      [['schemas/test-chart/a.yaml:1:1', 'The document needs the key "values".']],
    ],
    [
      'values that are not schemas, at every depth',
      { features: { a: 'title: T\ndescription: D.\nvalues:\n  size:\n  a:\n    properties:\n      b: 8000\n' } },
      [
        ['schemas/test-chart/a.yaml:4:3  values.size', 'values.size must be a map, not nothing (null).'],
        ['schemas/test-chart/a.yaml:7:7  values.a.properties.b', 'values.a.properties.b must be a map, not 8000.'],
      ],
    ],
    [
      'a definition that is not a schema',
      { features: { a: `${feature}definitions: { A: text }\n` } },
      [['schemas/test-chart/a.yaml:5:16  definitions.A', 'definitions.A must be a map, not the text "text".']],
    ],
    [
      'YAML with duplicate keys',
      { features: { a: `${feature}  size: { type: string }\n` } },
      [['schemas/test-chart/a.yaml:5:3', 'This is not valid YAML: Map keys must be unique.']],
    ],
  ])('should refuse %s', (_, texts, problems) => {
    expect(said(texts)).toEqual(problems);
  });

  it('should say which file is missing', () => {
    const missing = (files: Record<string, string>) =>
      inFolder(files, (folder) => textOf(() => loadModel(folder, 'c')));
    expect(missing({})).toMatch(/schemas\/c\/chart\.yaml\n {2}The file cannot be read: there is no such file\.$/);
    const root = 'name: c\ndescription: C.\nappVersion: "1"\nkubeVersion: ">=1"\nfeatures: [a]\n';
    expect(missing({ 'schemas/c/chart.yaml': root })).toMatch(
      /schemas\/c\/a\.yaml\n {2}The file cannot be read: there is no such file\.$/,
    );
  });
});
