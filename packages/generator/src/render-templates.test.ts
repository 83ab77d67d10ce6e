import { testModel } from '@archon/values/testing/test-model';
import { describe, expect, it } from 'vitest';
import { renderTemplates } from './render-templates.ts';

const model = testModel({
  features: {
    probes: `
title: Probes
description: Probes.
definitions:
  Timing:
    type: object
    description: Timing of a probe.
    properties:
      period: { type: integer, description: Seconds., examples: [1] }
      timeout: { type: integer, description: Seconds., examples: [1] }
      grace: { type: integer, description: Seconds., examples: [1] }
values:
  first: { $ref: "#/definitions/Timing", default: {}, description: The first probe. }
  second: { $ref: "#/definitions/Timing", default: {}, description: The second probe. }
`,
  },
});

const source = (name: string, text: string) => ({ name, file: `${name}.hbs`, text });
const partial = (name: string, body: string) => ({
  ...source(name, `{{!--\nP.\n@param own Timing\n@returns yaml\n--}}\n${body}`),
  group: 'probes',
});
const given = (key: string) => `{{#given own.${key}}}\n${key}: {{own.${key}}}\n{{/given}}\n`;
const usedBy = (template: string, partials: ReturnType<typeof partial>[]) =>
  [...renderTemplates(model, { templates: [source('t.yaml', template)], partials, functions: [] }, {}).used].sort();

describe('renderTemplates', () => {
  const outer = partial('outer', `${given('period')}inner:\n  {{> inner own=own}}\n`);
  const inner = partial('inner', `a: 1\n${given('timeout')}`);

  it('should count what a partial uses of a parameter as used in the values that it is given, and nothing else', () => {
    expect(usedBy('a:\n  {{> inner own=values.first}}\n', [inner])).toEqual(['first', 'first.timeout']);
  });

  it('should follow a value through several partials', () => {
    const template = 'a:\n  {{> outer own=values.first}}\nb:\n  {{> inner own=values.second}}\n';
    expect(usedBy(template, [outer, inner])).toEqual([
      'first',
      'first.period',
      'first.timeout',
      'second',
      'second.timeout',
    ]);
  });

  it('should end where a partial calls itself', () => {
    const again = partial('again', `${given('grace')}{{#given own.period}}\nb:\n  {{> again own=own}}\n{{/given}}\n`);
    expect(usedBy('a:\n  {{> again own=values.second}}\n', [again])).toEqual([
      'second',
      'second.grace',
      'second.period',
    ]);
  });
});
