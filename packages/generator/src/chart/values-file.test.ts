import { describe, expect, it } from 'vitest';
import { testModel } from '@archon/values/testing/test-model';
import { valuesFile } from './values-file.ts';

const properties = `
  replicas: { type: integer, default: 1, description: Number of pods. }
  mode: { type: string, enum: [a, b], default: a, description: Mode. }
  labels: { type: object, additionalProperties: { type: string }, default: {}, examples: [{ a: "on" }], description: Labels. }
  engine:
    type: object
    description: Options.
    properties:
      seed: { type: integer, examples: [0], description: Seed. }
      length: { type: integer, x-preset: model, examples: [1], description: Length. }
      names: { type: array, items: { type: string }, default: [], description: Names. }
  limits:
    type: object
    description: Limits.
    properties:
      cpu: { type: string, default: "8", x-preset: hardware, description: CPU. }
`;
const section = (text: string, more = '') => `title: A title\ndescription: What it is for.\n${more}values:${text}`;
const model = testModel({
  root: 'presets: { value: replicas, groups: { hardware: {}, model: {} } }\n',
  features: {
    a: section(properties),
    b: section('\n  secret: { type: boolean, x-unused: Why., description: D. }\n', 'hidden: true\n'),
  },
});
const rule = `# ${'-'.repeat(116)}`;

describe('valuesFile', () => {
  it('should be a document to read from top to bottom', () => {
    const { text } = valuesFile(model, { hardware: { limits: { cpu: '4' } }, model: { engine: { length: 8192 } } });
    expect(text.split('\n').slice(2).join('\n')).toBe(`
${rule}
# A title
# What it is for.
${rule}

# Number of pods.
replicas: 1

# Mode. One of a, b.
mode: a

# Labels.
# For example:
# labels:
#   a: "on"
labels: {}

# Options.
engine:
  # Seed.
  # seed: 0

  # Length. Set by the preset.
  # length: 8192

  # Names.
  names: []

# Limits.
# limits:
#   # CPU. Set by the preset.
#   cpu: "4"
`);
  });
});
