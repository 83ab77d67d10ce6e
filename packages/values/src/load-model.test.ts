import { describe, expect, it } from 'vitest';
import { loadModel } from './load-model.ts';
import { textOf } from './testing/problems-of.ts';
import { inFolder, testModel, type ModelTexts } from './testing/test-model.ts';

const section = 'title: T\ndescription: D.\nproperties:\n  size: { type: integer, default: 1, description: Size. }\n';
const refusal = (texts: Partial<ModelTexts>) => textOf(() => testModel({ sections: { a: section }, ...texts }));

describe('loadModel', () => {
  it.each<[string, Partial<ModelTexts>, string | RegExp]>([
    [
      'a section that is not there',
      { root: 'name: test-chart\nsections: [a, b]\n' },
      /schemas\/values\/b\.yaml\n {2}The file cannot be read: there is no such file\./,
    ],
    [
      'a root without sections',
      { root: 'name: test-chart\n' },
      'schemas/values/test-chart.yaml:1:1\n  The root must list its "sections".\n  1 | name: test-chart\n    | ^',
    ],
    ['an empty root', { root: '' }, 'schemas/values/test-chart.yaml\n  The file must hold a map.'],
    ['an empty section', { sections: { a: '' } }, 'schemas/values/a.yaml\n  The file must hold a map.'],
    ['a section that is a list', { sections: { a: '- size\n' } }, 'schemas/values/a.yaml\n  The file must hold a map.'],
    [
      'a section without properties',
      { sections: { a: 'title: T\n' } },
      'schemas/values/a.yaml:1:1  properties\n  A map is expected here.\n  1 | title: T\n    | ^',
    ],
    [
      'a value that is no schema',
      { sections: { a: 'properties:\n  size:\n' } },
      'schemas/values/a.yaml:2:3  properties.size\n  A map is expected here.\n  2 |   size:\n    |   ^',
    ],
    [
      'a nested value that is no schema',
      { sections: { a: 'properties:\n  a:\n    properties:\n      b: 8000\n' } },
      'schemas/values/a.yaml:4:7  properties.a.properties.b\n  A map is expected here.\n  4 |       b: 8000\n    |       ^',
    ],
    [
      'a definition that is no schema',
      { sections: { a: `${section}definitions: { A: text }\n` } },
      /definitions\.A\n {2}A map is expected here\./,
    ],
    [
      'YAML with duplicate keys',
      { sections: { a: `${section}  size: { type: string }\n` } },
      'schemas/values/a.yaml:5:3\n  This is not valid YAML: Map keys must be unique.\n  5 |   size: { type: string }\n    |   ^',
    ],
  ])('should refuse %s', (_, texts, text) => {
    expect(refusal(texts)).toEqual(typeof text === 'string' ? text : expect.stringMatching(text));
  });

  it('should say which file of the root is missing', () => {
    const text = inFolder({}, (folder) => textOf(() => loadModel(folder, 'no-chart')));
    expect(text).toMatch(/schemas\/values\/no-chart\.yaml\n {2}The file cannot be read: there is no such file\.$/);
  });
});
