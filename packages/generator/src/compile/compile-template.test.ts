import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { textOf } from '@archon/values/testing/problems-of';
import { compileText, problemText } from '../testing/compile-text.ts';

const helm = (text: string) => compileText(text).helm;

describe('a comment', () => {
  it.each([
    ['{{!-- why --}}\na: 1\n', '{{- /* why */}}\na: 1\n'],
    ['a:\n  {{!-- one\n      two --}}\n  b: 1\n', 'a:\n  {{- /* one\ntwo */}}\n  b: 1\n'],
    ['a: 1 {{! short }}\n', 'a: 1 {{ /* short */}}\n'],
  ])('should compile %j', (text, expected) => {
    expect(helm(text)).toBe(expected);
  });

  it('should not end Helm’s comment early', () => {
    const text = '{{!-- a */ b --}}\n';
    expect(textOf(() => helm(text))).toBe(problemText(text, '1:1', 'A comment may not contain "*/".'));
  });
});

describe('a raw block', () => {
  it.each([
    ['{{{{helm}}}}\n{{ .Values.count }}\n{{{{/helm}}}}\n', '{{ .Values.count }}\n', ['count']],
    [
      'a: {{{{helm}}}}{{ include "chart-label" $ | quote }}{{{{/helm}}}}\n',
      'a: {{ include "test-chart.chartLabel" $ | quote }}\n',
      [],
    ],
    [
      'a:\n  {{{{helm}}}}\n  {{- range .Values.names }}x{{ end }}\n  {{{{/helm}}}}\nb: 1\n',
      'a:\n  {{- range .Values.names }}x{{ end }}\nb: 1\n',
      ['names'],
    ],
    ['a:\n  {{{{helm}}}}b: {{ .Values.count }}{{{{/helm}}}}\n', 'a:\n  b: {{ .Values.count }}\n', ['count']],
    [
      'a: {{{{helm}}}}{{ .Values.optional.deep.er | quote }}{{{{/helm}}}}\n',
      'a: {{ .Values.optional.deep.er | quote }}\n',
      ['optional.deep.er'],
    ],
    [
      '{{{{helm}}}}\n{{ .Values.computed.home }} {{ "{{x}}" }}\n{{{{/helm}}}}\n',
      '{{ .Values.computed.home }} {{ "{{x}}" }}\n',
      [],
    ],
  ])('should stand as written, and count as use: %j', (text, expected, used) => {
    expect(compileText(text)).toEqual({ helm: expected, used });
  });

  it.each([
    [
      'all values',
      '{{{{helm}}}}\n{{ .Values.count }}\n  {{ toYaml .Values }}\n{{{{/helm}}}}\n',
      '3:13',
      'A raw block has to name each value that it uses.',
    ],
    ['an unknown path', '{{{{helm}}}}\n{{ .Values.cout }}\n{{{{/helm}}}}\n', '2:4', 'There is no "values.cout".'],
    [
      'an unknown path behind a parenthesis',
      '{{{{helm}}}}\n{{ (.Values.optinal).text }}\n{{{{/helm}}}}\n',
      '2:5',
      'There is no "values.optinal".',
    ],
    [
      'an unknown computed value',
      '{{{{helm}}}}\n\n{{ .Values.computed.hom }}\n{{{{/helm}}}}\n',
      '3:4',
      'There is no "computed.hom".',
    ],
  ])('should be refused with %s', (_, text, place, message) => {
    expect(textOf(() => helm(text))).toContain(problemText(text, place, message));
  });
});

describe('a tag of a chart’s own', () => {
  it('should be expanded to its lines, and use what it names', () => {
    expect(compileText('args:\n  {{perKey values.options}}\n')).toEqual({
      helm: 'args:\n  - level={{ toJson .Values.options.level }}\n  - extra={{ toJson .Values.options.extra }}\n',
      used: ['options.level', 'options.extra'],
    });
  });

  it('should refuse at the place of the tag', () => {
    const [unknown, scalar, behindKey] = [
      '  {{perKey values.optons}}\n',
      '  {{perKey values.text}}\n',
      'a: {{perKey values.options}}\n',
    ];
    expect(textOf(() => helm(unknown))).toContain(problemText(unknown, '1:3', 'There is no "values.optons".'));
    expect(textOf(() => helm(scalar))).toBe(problemText(scalar, '1:3', 'This has no keys.', 'Name an object.'));
    expect(textOf(() => helm(behindKey))).toBe(
      problemText(behindKey, '1:4', 'This tag stands for lines: put it on a line of its own.'),
    );
  });
});

describe('a template', () => {
  it('should compile to what a careful person would have written', async () => {
    const text = readFileSync(new URL('../testing/fixture.yaml.hbs', import.meta.url), 'utf8');
    await expect(helm(text)).toMatchFileSnapshot('__golden__/fixture.yaml');
  });

  it.each([
    [
      'a block left open',
      'a: 1\n{{#if values.flag}}\nb: 1\n',
      /^t\.hbs:\d+:1\n {2}This is not valid Handlebars: Expecting .*'OPEN_ENDBLOCK', got 'EOF'\./,
    ],
    [
      'a block closed by another',
      'a\n{{#if values.flag}}\nb\n{{/each}}\n',
      /^t\.hbs:2:1\n {2}This is not valid Handlebars: if doesn't match each/,
    ],
    ['a tag left open', 'a: 1\nb: {{values.count\n', /^t\.hbs:2:1\n {2}This is not valid Handlebars: /],
    ['an end without a beginning', 'a\n\n{{/if}}\n', /^t\.hbs:3:1\n {2}This is not valid Handlebars: /],
    ['a partial block', '{{#>layout}}x{{/layout}}\n', /^t\.hbs:1:1\n {2}PartialBlockStatement has no form in Helm\./],
    ['a decorator', 'a\n{{* dec}}\n', /^t\.hbs:2:1\n {2}Decorator has no form in Helm\./],
    [
      'a raw block of another name',
      '{{{{raw}}}}x{{{{/raw}}}}\n',
      /^t\.hbs:1:1\n {2}There is no block "raw"; use if, unless, given, each, with, feature or helm\./,
    ],
  ])('should be refused with %s', (_, text, message) => {
    expect(textOf(() => helm(text))).toMatch(message);
  });
});
