import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { textOf } from '@archon/values/testing/problems-of';
import { compileText } from '../testing/compile-text.ts';
import { problemText } from '../testing/problem-text.ts';

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
    ['{{{{helm}}}}\n{{ $values.count }}\n{{{{/helm}}}}\n', '{{ $values.count }}\n', ['count']],
    [
      'a:\n  {{{{helm}}}}\n  {{- range $values.names }}x{{ end }}\n  {{{{/helm}}}}\nb: 1\n',
      'a:\n  {{- range $values.names }}x{{ end }}\nb: 1\n',
      ['names'],
    ],
    ['a:\n  {{{{helm}}}}b: {{ $values.count }}{{{{/helm}}}}\n', 'a:\n  b: {{ $values.count }}\n', ['count']],
    [
      'a: {{{{helm}}}}{{ $values.optional.deep.er | quote }}{{{{/helm}}}}\n',
      'a: {{ $values.optional.deep.er | quote }}\n',
      ['optional.deep.er'],
    ],
    [
      '{{{{helm}}}}\n{{ $values.computed.home }} {{ "{{x}}" }}\n{{{{/helm}}}}\n',
      '{{ $values.computed.home }} {{ "{{x}}" }}\n',
      [],
    ],
  ])('should stand as written, and count as use: %j', (text, expected, used) => {
    expect(compileText(text)).toEqual({ helm: expected, used });
  });

  it.each([
    [
      '.Values',
      '{{{{helm}}}}\n{{ $values.count }}\n  {{ .Values.count }}\n{{{{/helm}}}}\n',
      '3:6',
      'A raw block may not use .Values: use $values.',
    ],
    ['$.Values', '{{{{helm}}}}{{ $.Values }}{{{{/helm}}}}\n', '1:1', 'A raw block may not use .Values: use $values.'],
    [
      '$root.Values',
      '{{{{helm}}}}{{ $root.Values.a }}{{{{/helm}}}}\n',
      '1:1',
      'A raw block may not use .Values: use $values.',
    ],
    ['an unknown path', '{{{{helm}}}}\n{{ $values.cout }}\n{{{{/helm}}}}\n', '2:4', 'There is no "values.cout".'],
    [
      'an unknown path behind a parenthesis',
      '{{{{helm}}}}\n{{ ($values.optinal).text }}\n{{{{/helm}}}}\n',
      '2:5',
      'There is no "values.optinal".',
    ],
    [
      'an unknown fact',
      '{{{{helm}}}}\n\n{{ $values.computed.hom }}\n{{{{/helm}}}}\n',
      '3:4',
      'There is no "computed.hom".',
    ],
  ])('should be refused with %s', (_, text, place, message) => {
    expect(textOf(() => helm(text))).toContain(problemText(text, place, message));
  });
});

describe('flags', () => {
  it('should render one argument per key, in the order of the schema', () => {
    expect(helm('args:\n  {{flags values.engine}}\n')).toBe(`args:
  {{- if ne $values.engine.maxModelLen nil }}
  - --max-model-len={{ int64 $values.engine.maxModelLen }}
  {{- end }}
  {{- if ne $values.engine.gpuMemoryUtilization nil }}
  - --gpu-memory-utilization={{ toJson $values.engine.gpuMemoryUtilization }}
  {{- end }}
  {{- if ne $values.engine.enforceEager nil }}
  - {{ ternary "--enforce-eager" "--no-enforce-eager" $values.engine.enforceEager }}
  {{- end }}
  {{- if ne $values.engine.quantization nil }}
  - --quantization={{ $values.engine.quantization }}
  {{- end }}
  {{- if ne $values.engine.chatTemplate nil }}
  - {{ printf "--chat-template=%s" $values.engine.chatTemplate | replace "$" "$$" | quote }}
  {{- end }}
  {{- if ne $values.engine.hfOverrides nil }}
  - {{ printf "--hf-overrides=%s" (toJson $values.engine.hfOverrides) | replace "$" "$$" | quote }}
  {{- end }}
`);
  });

  it('should leave keys out, and use the others', () => {
    const text =
      '{{flags values.engine except="maxModelLen gpuMemoryUtilization enforceEager chatTemplate hfOverrides"}}\n';
    const { helm: emitted, used } = compileText(text);
    expect(emitted).toBe(
      '{{- if ne $values.engine.quantization nil }}\n- --quantization={{ $values.engine.quantization }}\n{{- end }}\n',
    );
    expect(used).toEqual(['engine', 'engine.quantization']);
  });

  it.each([
    [
      'a key that is no flag',
      '  {{flags values.badEngine}}\n',
      '"enableLoRA" is not a flag of vLLM: there is no --enable-lo-r-a.',
      'Did you mean --enable-lora?',
    ],
    [
      'a key to leave out that is not there',
      '  {{flags values.engine except="maxModelLn"}}\n',
      '"values.engine" has no key "maxModelLn".',
      'Did you mean "maxModelLen"?',
    ],
    ['a value that is no object', '  {{flags values.text}}\n', '"values.text" is no object.'],
    ['an expression', '  {{flags (list 1)}}\n', '{{flags}} takes the path of an object.'],
    ['nothing', '  {{flags}}\n', '{{flags}} takes the path of an object, and except="…" with keys to leave out.'],
    [
      'another parameter',
      '  {{flags values.engine without="a"}}\n',
      '{{flags}} takes the path of an object, and except="…" with keys to leave out.',
    ],
  ])('should be refused for %s', (_, text, message, hint = undefined) => {
    expect(textOf(() => helm(text))).toBe(problemText(text, '1:3', message, hint));
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
      /^t\.hbs:1:1\n {2}There is no block "raw"; use if, unless, given, each or helm\./,
    ],
  ])('should be refused with %s', (_, text, message) => {
    expect(textOf(() => helm(text))).toMatch(message);
  });
});
