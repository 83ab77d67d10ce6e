import type { Model } from '@archon/values';
import { testModel } from '@archon/values/testing/test-model';
import type { Mode } from '../compile/analyze/analyze-template.ts';
import { scopeOf, type Scope } from '../compile/analyze/scope.ts';
import { compileTemplate } from '../compile/compile-template.ts';
import type { TagDefinition } from '../compile/analyze/tag-definition.ts';
import { compilePartial, readPartial } from '../compile/partial.ts';

/** A small model with a value of every kind that templates treat differently. */
export const smallModel: Model = testModel({
  root: 'presets: { value: preset, groups: { hardware: {} } }\n',
  features: {
    small: `
title: Small
description: One value of every kind.
definitions:
  Port:
    type: object
    description: A port.
    properties:
      name: { type: string, pattern: "^[a-z]+$", description: Its name., examples: [http] }
      number: { type: integer, description: Its number., examples: [80] }
values:
  text: { type: string, default: hello, description: A free string. }
  safe: { type: string, pattern: "^[a-z0-9.-]+$", default: a, description: A string that needs no quotes. }
  choice: { type: string, enum: [one, two], default: one, description: A choice. }
  count: { type: integer, default: 1, description: A whole number. }
  share: { type: number, default: 0.5, description: A number. }
  flag: { type: boolean, default: true, description: A boolean. }
  size: { $ref: "#/definitions/Quantity", default: 1Gi, description: A quantity. }
  either: { type: [integer, string], default: 80, description: A whole number or text. }
  names: { type: array, items: { type: string }, default: [], description: A list of strings. }
  labels: { type: object, additionalProperties: { type: string }, default: {}, description: An open map. }
  ports: { type: array, items: { $ref: "#/definitions/Port" }, default: [], description: A list of objects. }
  taint: { $ref: "#/definitions/Toleration", default: {}, description: A Kubernetes object. }
  taints: { type: array, items: { $ref: "#/definitions/Toleration" }, default: [], description: Kubernetes objects. }
  optional:
    type: object
    description: Values without a default.
    properties:
      text: { type: string, description: A free string., examples: [a] }
      safe: { type: string, pattern: "^[a-z]+$", description: A safe string., examples: [a] }
      count: { type: integer, description: A whole number., examples: [1] }
      share: { type: number, description: A number., examples: [1] }
      flag: { type: boolean, description: A boolean., examples: [true] }
      list: { type: array, items: { type: string }, description: A list., examples: [[a]] }
      deep:
        type: object
        description: Deeper.
        properties:
          er: { type: string, pattern: "^[a-z]+$", description: Deepest., examples: [a] }
  optionalFeature:
    type: object
    description: A feature.
    properties:
      enabled: { type: boolean, default: true, description: Whether it is there. }
  preset: { type: integer, default: 3, x-preset: hardware, description: A preset's value. }
  options:
    type: object
    description: Options.
    properties:
      level: { type: integer, description: Level., examples: [1] }
      extra: { type: object, additionalProperties: true, description: Anything., examples: [{}] }

computed:
  runAsUser: { description: A number., type: integer, value: (firstGiven values.optional.count 0) }
  home: { description: A path., type: string, pattern: "^/[a-z/]+$", value: '(choose values.flag "/root" "/home")' }
  release: { description: A map., type: object, properties: { command: { type: array, items: { type: string } } }, value: (entryOf "1.2.3") }
`,
  },
  functions: {
    entryOf: { arity: [1, 1], returns: 'object', evaluate: () => ({}), emit: () => 'dict' },
  },
  kubernetes: {
    Quantity: { type: ['string', 'number'], description: 'A quantity.' },
    Toleration: {
      type: 'object',
      description: 'A toleration.',
      properties: { key: { type: 'string', description: 'A key.' } },
      additionalProperties: false,
    },
  },
});

const partialTexts: Record<string, string> = {
  name: '{{!--\nThe name.\n@returns text\n--}}\n{{Release.Name}}',
  labels: '{{!--\nThe labels.\n@returns yaml\n--}}\napp: {{> name}}\n',
  env: '{{!--\nA variable.\n@param name string ^[A-Z_]+$\n@param value string\n@returns yaml\n--}}\n- name: {{name}}\n  value: {{value}}\n',
  taint:
    '{{!--\nA taint.\n@param taint Toleration\n@returns yaml\n--}}\nkey: {{#given taint.key}}{{taint.key}}{{/given}}\n',
};

const signatures = Object.fromEntries(
  Object.entries(partialTexts).map(([name, text]) => [
    name,
    readPartial(name, `partials/${name}.hbs`, text, smallModel),
  ]),
);

/** A tag of a chart's own: one line per key of an object. */
const perKeyTag: TagDefinition = {
  expand({ params: [object], named }, tools) {
    if (!object || Object.keys(named).length > 0) return tools.refuse('{{perKey}} takes the path of an object.');
    const keys = Object.keys(tools.resolve(object).schema.properties ?? {});
    if (keys.length === 0) tools.refuse('This has no keys.', 'Name an object.');
    const references = keys.map((key) => tools.keyOf(object, key));
    return {
      lines: keys.map((key, index) => `- ${key}={{ toJson ${references[index]!.go} }}`),
      used: references.flatMap(({ used }) => used ?? []),
    };
  },
};

/** Compiles templates against a model: the text in Helm, and the paths of values that it uses. */
export const compilerFor =
  (model: Model, { partials = {}, tags = {} }: Partial<Pick<Scope, 'partials' | 'tags'>> = {}) =>
  (text: string, mode: Mode = 'yaml'): { helm: string; used: string[] } => {
    const { text: helm, used } = compileTemplate('t.hbs', text, scopeOf({ model, partials, tags }), mode);
    return { helm, used };
  };

const tags = { perKey: perKeyTag };

/** Compiles a template against the small model and its partials. */
export const compileText = compilerFor(smallModel, { partials: signatures, tags });

/** Compiles a partial to its named template. */
export const compilePartialText = (text: string): string =>
  compilePartial(
    readPartial('part', 'partials/part.hbs', text, smallModel),
    scopeOf({ model: smallModel, partials: signatures, tags }),
  ).text;

/** A problem as the author of the template `t.hbs` reads it. */
export function problemText(text: string, place: string, message: string, hint?: string): string {
  const [line, column] = place.split(':').map(Number) as [number, number];
  const source = text.split('\n')[line - 1]!;
  const lines = [`t.hbs:${place}`, `  ${message}`, `  ${line} | ${source}`, `    | ${' '.repeat(column - 1)}^`];
  return [...lines, ...(hint === undefined ? [] : [`  ${hint}`])].join('\n');
}
