import { describe, expect, it } from 'vitest';
import { emitTypes } from './emit-types.ts';
import { loadModel } from './load-model.ts';
import { placesOfCharts } from './passed-values.ts';
import { resolveModel } from './resolve-model.ts';
import { problemsOf } from './testing/problems-of.ts';
import { inFolder, modelFiles } from './testing/test-model.ts';
import { validateValues, type Validation } from './validate-values.ts';
import { parseYamlFile } from './yaml-file.ts';

const web = `title: Web
description: A server.
definitions:
  Port: { type: object, description: P., properties: { number: { type: integer, description: N., examples: [80] } } }
values:
  size: { type: string, enum: [small, large], default: small, description: Size. }
  ports: { type: array, items: { $ref: "#/definitions/Port" }, default: [], description: Ports. }
  count: { type: integer, default: 1, description: Count. }
rules:
  - name: large-alone
    path: count
    when: (and (eq values.size "large") (gt values.count 1))
    message: A large one is alone, not one of {{values.count}}.
    examples: [{ broken: { size: large, count: 2 }, fine: { size: large } }]
warnings:
  - name: many
    path: count
    when: (gt values.count 5)
    message: These are many.
    examples: [{ broken: { count: 6 }, fine: { count: 1 } }]
`;
const fleet = `title: Fleet
description: Servers.
definitions:
  Server:
    type: object
    description: S.
    properties:
      size: { $ref: "#/definitions/web.size", description: Size., examples: [large] }
      values: { $ref: "#/definitions/web", default: {}, description: Values. }
values:
  servers: { type: object, additionalProperties: { $ref: "#/definitions/Server" }, default: {}, description: Servers. }
`;
const files = {
  ...modelFiles({ name: 'web', features: { web } }),
  ...modelFiles({ name: 'fleet', features: { fleet }, root: 'valuesOf: [web]\n' }),
};
const [inner, model] = inFolder(files, (folder) =>
  ['web', 'fleet'].map((name) => resolveModel(loadModel(folder, name))),
) as [Validation['model'], Validation['model']];

const validation: Validation = {
  model,
  presets: {},
  passes: {
    charts: { web: { model: inner, presets: {} } },
    passedValues: ({ values }) =>
      Object.entries(values.servers as Record<string, { values?: Record<string, unknown> }>).map(([name, server]) => ({
        path: ['servers', name, 'values'],
        chart: 'web',
        values: server.values ?? {},
      })),
  },
};
const validate = (text: string) => validateValues(validation, [parseYamlFile('v.yaml', text)]);
const problems = (text: string) => problemsOf(() => validate(text));

describe('The values of another chart', () => {
  it('should be definitions under its name, so that no name is taken twice', () => {
    expect(Object.keys(model.schema.definitions)).toEqual(['Server', 'web', 'web.Port']);
    expect(model.schema.definitions.web).toMatchObject({
      additionalProperties: false,
      properties: { ports: { items: { $ref: '#/definitions/web.Port' } } },
    });
    expect(model.schema.definitions.Server?.properties?.size?.enum).toEqual(['small', 'large', null]);
  });

  it('should have the type of that chart, which is written once', async () => {
    const types = await emitTypes(model);
    expect(types).toContain("import type { WebValues } from './web.gen.ts';");
    expect(types).not.toContain('number?:');
  });

  it('should be found where they are written', () => {
    const values = { servers: { a: { values: { count: 1 } }, b: { values: 'x' }, c: {} } };
    expect(placesOfCharts(model, values)).toEqual([
      { path: ['servers', 'a', 'values'], chart: 'web', values: { count: 1 } },
    ]);
  });

  it('should be explained as that chart explains them, at their place', () => {
    expect(problems('servers:\n  a:\n    values:\n      cuont: 2\n')).toMatchObject([
      { line: 4, column: 7, path: 'servers.a.values.cuont', hint: 'Did you mean "count"?' },
    ]);
    expect(problems('servers:\n  a: { values: 5 }\n')).toMatchObject([{ path: 'servers.a.values' }]);
  });

  it('should be held to its rules, at the nearest place', () => {
    expect(problems('servers:\n  a:\n    values: { size: large, count: 2 }\n  b: {}\n')).toMatchObject([
      { line: 3, path: 'servers.a.values.count', message: 'A large one is alone, not one of 2.' },
    ]);
    expect(validate('servers: { a: { values: { count: 6 } } }').warnings).toEqual([
      { path: 'servers.a.values.count', message: 'These are many.' },
    ]);
  });
});
