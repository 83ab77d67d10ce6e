import { describe, expect, it } from 'vitest';
import { textOf } from '@archon/values/testing/problems-of';
import { compilePartialText, compileText, smallModel } from '../testing/compile-text.ts';
import type { AnalyzedLine } from './analyze/analyzed.ts';
import { emitTemplate } from './emit/emit-template.ts';
import { readPartial } from './partial.ts';

const partial = (head: string, body: string) => compilePartialText(`{{!--\n${head}\n--}}\n${body}`);

describe('a partial', () => {
  it('should become a named template', () => {
    expect(partial('The text.\n@returns text', '{{values.text}}')).toBe(
      '{{- /* The text. */}}\n{{- define "test-chart.part" -}}\n{{ .Values.text }}\n{{- end }}\n',
    );
  });

  it('should call other partials with the root', () => {
    expect(partial('Labels.\n@returns yaml', 'a: {{Release.Name}}\nb: {{> name}}\n{{> labels}}\n')).toBe(
      '{{- /* Labels. */}}\n{{- define "test-chart.part" -}}\n' +
        'a: {{ .Release.Name | quote }}\nb: {{ include "test-chart.name" . | quote }}\n' +
        '{{ include "test-chart.labels" . }}\n{{- end }}\n',
    );
  });

  it('should take its parameters by name, and the root with them', () => {
    expect(
      partial(
        'P.\n@param own object\n@param port integer\n@param key string ^[a-z]+$\n@returns yaml',
        'a:\n  {{own}}\nb: {{port}}\nc: x-{{key}}\nd: {{Release.Name}}\n{{#each values.names as |n|}}\n- {{key}}{{n}}{{values.count}}\n{{/each}}\n',
      ),
    ).toBe(
      '{{- /* P. */}}\n{{- define "test-chart.part" -}}\n' +
        'a:\n  {{- toYaml .own | nindent 2 }}\nb: {{ int64 .port }}\nc: x-{{ .key }}\nd: {{ .root.Release.Name | quote }}\n' +
        '{{- range $n := .root.Values.names }}\n- {{ printf "%s%s%d" $.key $n (int64 $.root.Values.count) | quote }}\n{{- end }}\n{{- end }}\n',
    );
  });

  it.each([
    ['text', '{{name}}', false],
    ['(concat name "b")', '{{concat name "b"}}', false],
    ['hasApi', '{{#if (hasApi "v1")}}{{name}}{{/if}}', true],
    ['a function that is a named template', '{{#if (gt (bytes name) 1)}}{{name}}{{/if}}', true],
    ['a partial in an expression', '{{concat (name) name}}', true],
  ])('should ask its callers for the root only where it needs it: %s', (_, body, needsRoot) => {
    const text = `{{!--\nP.\n@param name string\n@returns text\n--}}\n${body}`;
    expect(readPartial('part', 'part.hbs', text, smallModel).needsRoot).toBe(needsRoot);
  });

  it('should let a caller leave out a parameter that it guards', () => {
    const text = (body: string) => partial('P.\n@param name string\n@param own object?\n@returns yaml', body);
    expect(text('a: {{name}}\n{{#with own}}\nb:\n  {{this}}\n{{/with}}\n')).toContain(
      'a: {{ .name | quote }}\n{{- with .own }}\nb:\n  {{- toYaml . | nindent 2 }}\n{{- end }}\n',
    );
    expect(textOf(() => text('a:\n  {{own}}\n'))).toContain('"own" may be absent here.');
  });

  it('should need no variables for constant text', () => {
    expect(partial('C.\n@returns text', 'constant\n')).toBe(
      '{{- /* C. */}}\n{{- define "test-chart.part" -}}\nconstant\n{{- end }}\n',
    );
  });

  it('should leave no line where it may be empty, because it begins with a block', () => {
    const part = readPartial(
      'part',
      'partials/part.hbs',
      '{{!--\nX.\n@returns yaml\n--}}\n{{#if values.flag}}\na: 1\n{{/if}}\n',
      smallModel,
    );
    expect(part.mayBeEmpty).toBe(true);
    const go = 'include "test-chart.part" .';
    const line: AnalyzedLine = {
      kind: 'lone',
      indent: '  ',
      node: { kind: 'include', go, mayBeEmpty: true, quoted: false },
      tail: '',
    };
    expect(emitTemplate({ lines: [line] })).toBe(`  {{- with ${go} | trim }}\n  {{- . | nindent 2 }}\n  {{- end }}`);
  });

  it.each([
    [
      'no comment at the top',
      'x',
      'partials/part.hbs:1:1\n  A partial begins with a comment that says what it is and what it returns.\n  Add {{!-- … @returns text --}} at the top.',
    ],
    [
      'no return type',
      '{{!--\nX.\n--}}\nx',
      /^partials\/part\.hbs:1:1\n {2}A partial says "@returns text" or "@returns yaml"\./,
    ],
    [
      'an unknown return type',
      '{{!--\nX.\n@returns json\n--}}\nx',
      /A partial says "@returns text" or "@returns yaml"\./,
    ],
    [
      'an unknown parameter type',
      '{{!--\nX.\n@param own objekt\n@returns yaml\n--}}\na: {{own}}',
      /^partials\/part\.hbs:3:1\n {2}"objekt" is not a definition of the values, nor one of string, integer, number, boolean, array, object\.\n.*\n.*\n {2}Did you mean "object"\?/,
    ],
    [
      'a parameter that hides values',
      '{{!--\nX.\n@param values object\n@returns yaml\n--}}\na: 1',
      /"values" has a meaning of its own: name the parameter otherwise\./,
    ],
    [
      'the end of a comment in its description',
      '{{!--\nX */ y.\n@returns text\n--}}\nx',
      /A comment may not contain "\*\/"\./,
    ],
    [
      'an unknown path',
      '{{!--\nX.\n@returns text\n--}}\n{{nope}}',
      /^partials\/part\.hbs:5:1\n {2}There is no "nope"\./,
    ],
  ])('should be refused with %s', (_, text, message) => {
    expect(textOf(() => compilePartialText(text))).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
  });
});

describe('a parameter that is typed by a definition', () => {
  const typed = (body: string, type = 'Port') => partial(`P.\n@param port ${type}\n@returns yaml`, `a: 1\n${body}`);

  it('should have the keys of the definition', () => {
    expect(typed('{{#given port.number}}\nb: {{port.number}}\n{{/given}}\n')).toContain(
      '{{- if ne .port.number nil }}\nb: {{ int64 .port.number }}\n{{- end }}',
    );
    expect(typed('{{#each port as |one|}}\n- {{one}}\n{{/each}}\n', 'Port[]')).toContain('range $one := .port');
  });

  it.each([
    [
      'an unknown key',
      'b: {{port.numbr}}\n',
      'Port',
      'partials/part.hbs:7:4\n  There is no "port.numbr".\n  7 | b: {{port.numbr}}\n    |    ^\n  Did you mean "port.number"? Known: name, number.',
    ],
    [
      'a missing guard',
      'b: {{port.number}}\n',
      'Port',
      'partials/part.hbs:7:4\n  "port.number" may be absent here.\n  7 | b: {{port.number}}\n    |    ^\n  Put {{#given port.number}} … {{/given}} around it.',
    ],
    [
      'a missing guard in a list',
      '{{#each port as |one|}}\n- {{one.number}}\n{{/each}}\n',
      'Port[]',
      expect.stringMatching(/^partials\/part\.hbs:8:3\n {2}"one\.number" may be absent here\./),
    ],
    [
      'an unknown definition',
      'b: 1\n',
      'Prt',
      'partials/part.hbs:3:1\n  "Prt" is not a definition of the values, nor one of string, integer, number, boolean, array, object.\n  3 | @param port Prt\n    | ^\n  Did you mean "Port"?',
    ],
  ])('should be refused with %s', (_, body, type, message) => {
    expect(textOf(() => typed(body, type))).toEqual(message);
  });

  it('should take values of the definition, and no others', () => {
    expect(compileText('a:\n  {{> taint taint=values.taint}}\n').helm).toContain('(dict "taint" .Values.taint)');
    expect(compileText('{{#each values.taints as |one|}}\n  {{> taint taint=one}}\n{{/each}}\n').helm).toContain(
      '(dict "taint" $one)',
    );
    for (const wrong of ['values.labels', 'values.options', 'values.taints', 'values.text', '"a"'])
      expect(textOf(() => compileText(`a:\n  {{> taint taint=${wrong}}}\n`)).split('\n')[1]).toBe(
        '  The parameter "taint" of "taint" is declared as Toleration, and this is not one.',
      );
  });
});

describe('the call of a partial', () => {
  const name = 'include "test-chart.name" .';
  const labels = 'include "test-chart.labels" .';
  const env = (value: string) => `include "test-chart.env" (dict "name" "A" "value" ${value})`;

  it.each([
    ['{{> labels}}\n', `{{ ${labels} }}\n`],
    ['a:\n  {{> labels}}\n', `a:\n  {{- ${labels} | nindent 2 }}\n`],
    ['a: {{> name}}\n', `a: {{ ${name} | quote }}\n`],
    ['- {{> name}}\n', `- {{ ${name} | quote }}\n`],
    ['a: {{> name}}-config\n', `a: {{ ${name} }}-config\n`],
    ['a: "{{> name}}"\n', `a: "{{ ${name} }}"\n`],
    ['  {{> env name="A" value=values.text}}\n', `  {{- ${env('.Values.text')} | nindent 2 }}\n`],
    ['  {{> env name="A" value="b"}}\n', `  {{- ${env('"b"')} | nindent 2 }}\n`],
    [
      '  {{> env name="A" value=(concat values.text "b")}}\n',
      `  {{- ${env('(printf "%v%v" .Values.text "b")')} | nindent 2 }}\n`,
    ],
    [
      '  {{> env name="A" value=(concat (name) "-b")}}\n',
      '  {{- include "test-chart.env" (dict "name" "A" "value" (printf "%v%v" (include "test-chart.name" .) "-b"))\n      | nindent 2 }}\n',
    ],
    [
      '{{#each values.names as |n|}}\n  {{> env name="A" value=n}}\n{{/each}}\n',
      `{{- range $n := .Values.names }}\n  {{- ${env('$n')} | nindent 2 }}\n{{- end }}\n`,
    ],
  ])('should compile %j', (text, expected) => {
    expect(compileText(text).helm).toBe(expected);
  });

  it.each([
    ['{{> nope}}\n', 'There is no partial "nope".'],
    ['{{> env name="A"}}\n', 'The partial "env" takes name, value; check value.'],
    ['{{> env name="A" value="b" extra=1}}\n', 'The partial "env" takes name, value; check extra.'],
    ['{{> env naem="A" value="b"}}\n', 'The partial "env" takes name, value; check naem, name.'],
    ['{{> labels a=1}}\n', 'The partial "labels" takes no parameters; check a.'],
    ['{{> env name="a b" value="b"}}\n', 'The parameter "name" of "env" must match ^[A-Z_]+$.'],
    ['{{> env name=values.text value="b"}}\n', 'The parameter "name" of "env" must match ^[A-Z_]+$.'],
    ['{{> env name="A" value=values.count}}\n', 'The parameter "value" of "env" is declared as string, not integer.'],
    ['{{> env name="A" value=values.labels}}\n', 'The parameter "value" of "env" is declared as string, not object.'],
    ['a: {{> labels}}\n', 'The partial "labels" returns YAML: put it on a line of its own.'],
    ['a:\n  {{> name}}\n', 'The partial "name" returns text: write it behind a key.'],
  ])('should refuse %j', (text, message) => {
    expect(textOf(() => compileText(text)).split('\n')[1]).toBe(`  ${message}`);
  });
});
