import { describe, expect, it } from 'vitest';
import { textOf } from '@archon/values/testing/problems-of';
import { compileText, problemText } from '../testing/compile-text.ts';

const helm = (text: string) => compileText(text).helm;

describe('a value', () => {
  it.each([
    // Alone on a line: structures only, at their column.
    ['a:\n  {{values.names}}\n', 'a:\n  {{- toYaml .Values.names | nindent 2 }}\n'],
    ['a:\n      {{values.taint}}\n', 'a:\n      {{- toYaml .Values.taint | nindent 6 }}\n'],
    ['a:\n  {{values.labels}}', 'a:\n  {{- toYaml .Values.labels | nindent 2 }}'],
    ['{{values.labels}}\n', '{{ toYaml .Values.labels }}\n'],
    // The whole scalar, by type.
    ['a: {{values.text}}\n', 'a: {{ .Values.text | quote }}\n'],
    ['a: {{values.safe}}\n', 'a: {{ .Values.safe | quote }}\n'],
    ['a: {{values.choice}}\n', 'a: {{ .Values.choice | quote }}\n'],
    ['a: {{values.count}}\n', 'a: {{ int64 .Values.count }}\n'],
    ['a: {{values.share}}\n', 'a: {{ toJson .Values.share }}\n'],
    ['a: {{values.flag}}\n', 'a: {{ .Values.flag }}\n'],
    ['a: {{values.size}}\n', 'a: {{ toJson .Values.size }}\n'],
    ['a: {{values.either}}\n', 'a: {{ toJson .Values.either }}\n'],
    ['a: {{values.names}}\n', 'a: {{ toJson .Values.names }}\n'],
    ['a: {{values.taint}}\n', 'a: {{ toJson .Values.taint }}\n'],
    // Behind a dash, deeper keys, quoted keys, no line break, a comment.
    ['- {{values.text}}\n', '- {{ .Values.text | quote }}\n'],
    ['- - {{values.count}}\n', '- - {{ int64 .Values.count }}\n'],
    ['- a: {{values.count}}\n', '- a: {{ int64 .Values.count }}\n'],
    ['a.b/c-d: {{values.text}}\n', 'a.b/c-d: {{ .Values.text | quote }}\n'],
    ['"a b": {{values.text}}\n', '"a b": {{ .Values.text | quote }}\n'],
    ['a:   {{values.text}}\n', 'a:   {{ .Values.text | quote }}\n'],
    ['a: {{values.text}}', 'a: {{ .Values.text | quote }}'],
    ['a: {{values.text}}  \nb: 1\n', 'a: {{ .Values.text | quote }}  \nb: 1\n'],
    ['a: {{values.count}} # how many\n', 'a: {{ int64 .Values.count }} # how many\n'],
    // In quotes: what can hold no quote.
    ['a: "{{values.safe}}"\n', 'a: "{{ .Values.safe }}"\n'],
    ["a: '{{values.safe}}'\n", "a: '{{ .Values.safe }}'\n"],
    ['a: "{{values.count}}"\n', 'a: "{{ int64 .Values.count }}"\n'],
    ['a: "{{values.share}} of {{values.count}}"\n', 'a: "{{ toJson .Values.share }} of {{ int64 .Values.count }}"\n'],
    ['a: "{{values.flag}}"\n', 'a: "{{ .Values.flag }}"\n'],
    // Part of a scalar: in place behind text when all of it is safe, else by printf.
    ['a: x-{{values.safe}}-y\n', 'a: x-{{ .Values.safe }}-y\n'],
    ['- --x={{values.count}}\n', '- --x={{ int64 .Values.count }}\n'],
    ['- --x={{values.safe}}:{{values.count}} # c\n', '- --x={{ .Values.safe }}:{{ int64 .Values.count }} # c\n'],
    ['a: {{values.safe}}-y\n', 'a: {{ printf "%s-y" .Values.safe | quote }}\n'],
    ['a: {{values.count}}Gi\n', 'a: {{ printf "%dGi" (int64 .Values.count) | quote }}\n'],
    ['a: {{values.flag}}{{values.count}}\n', 'a: {{ printf "%t%d" .Values.flag (int64 .Values.count) | quote }}\n'],
    ['a: x-{{values.text}}-y\n', 'a: {{ printf "x-%s-y" .Values.text | quote }}\n'],
    ['a: x-{{values.safe}}-{{values.text}}\n', 'a: {{ printf "x-%s-%s" .Values.safe .Values.text | quote }}\n'],
    ['a: 100%-{{values.text}}% # c\n', 'a: {{ printf "100%%-%s%%" .Values.text | quote }} # c\n'],
    ['a: say "{{values.text}}"\n', 'a: {{ printf "say \\"%s\\"" .Values.text | quote }}\n'],
    ['a: x{{values.names}}\n', 'a: {{ printf "x%s" (toJson .Values.names) | quote }}\n'],
    ['a: x{{values.share}}\n', 'a: x{{ toJson .Values.share }}\n'],
    [
      'a: x{{values.size}}\n',
      'a: {{ printf "x%s" (ternary .Values.size (toJson .Values.size) (kindIs "string" .Values.size)) | quote }}\n',
    ],
    // Expressions, by what they yield.
    ['a: {{add values.count 1}}\n', 'a: {{ add (int64 .Values.count) 1 }}\n'],
    ['a: {{literal values.text}}\n', 'a: {{ .Values.text | replace "$" "$$" | quote }}\n'],
    ['- --a={{literal values.text}}\n', '- {{ printf "--a=%s" (.Values.text | replace "$" "$$") | quote }}\n'],
    [
      'a: {{firstGiven values.optional.text "x"}}\n',
      'a: {{ ternary .Values.optional.text "x" (ne .Values.optional.text nil) | quote }}\n',
    ],
    [
      'a: {{firstGiven values.optional.count 2}}\n',
      'a: {{ int64 (ternary .Values.optional.count 2 (ne .Values.optional.count nil)) }}\n',
    ],
    ['a: {{given values.optional.text}}\n', 'a: {{ ne .Values.optional.text nil }}\n'],
    ['a: {{bytes values.size}}\n', 'a: {{ toJson (include "test-chart.bytes" (list . .Values.size) | float64) }}\n'],
    ['a: {{keys values.labels}}\n', 'a: {{ toJson (keys (.Values.labels | default dict) | sortAlpha) }}\n'],
    ['a: {{"text"}} \n', 'a: {{ "text" | quote }} \n'],
    // What Helm offers, and computed.
    ['a: {{Release.Name}}\n', 'a: {{ .Release.Name | quote }}\n'],
    ['a: v{{Chart.AppVersion}}\n', 'a: v{{ .Chart.AppVersion }}\n'],
    ['a: {{Release.Revision}}\n', 'a: {{ int64 .Release.Revision }}\n'],
    ['a: {{computed.home}}/cache\n', 'a: {{ printf "%s/cache" .Values.computed.home | quote }}\n'],
    ['a: {{computed.runAsUser}}\n', 'a: {{ int64 .Values.computed.runAsUser }}\n'],
    ['a:\n  {{computed.release.command}}\n', 'a:\n  {{- toYaml .Values.computed.release.command | nindent 2 }}\n'],
    // Triple braces mean the same; an escaped tag is text for Helm.
    ['a: {{{values.text}}}\n', 'a: {{ .Values.text | quote }}\n'],
    ['a: \\{{values.count}}\n', 'a: {{values.count}}\n'],
  ])('should compile %j', (text, expected) => {
    expect(helm(text)).toBe(expected);
  });

  it('should be printed as it is in text', () => {
    const text = '{{values.text}} {{values.count}} {{values.share}} {{values.names}}\n{{Release.Name}}\n';
    expect(compileText(text, 'text').helm).toBe(
      '{{ .Values.text }} {{ int64 .Values.count }} {{ toJson .Values.share }} {{ toJson .Values.names }}\n{{ .Release.Name }}\n',
    );
  });

  it('should keep a large quantity readable in text', () => {
    expect(compileText('{{values.size}}', 'text').helm).toBe(
      '{{ ternary .Values.size (toJson .Values.size) (kindIs "string" .Values.size) }}',
    );
  });

  it.each([
    [
      'a scalar alone on a line',
      'a:\n  {{values.count}}\n',
      '2:3',
      'A scalar cannot be alone on a line.',
      'Write it behind a key.',
    ],
    [
      'free text in quotes',
      'a: "{{values.text}}"\n',
      '1:5',
      'This text could hold a quote, and is inside quotes.',
      'Leave the quotes out.',
    ],
    [
      'a quantity in quotes',
      'a: "{{values.size}}"\n',
      '1:5',
      'This text could hold a quote, and is inside quotes.',
      'Leave the quotes out.',
    ],
    [
      'a value as a key',
      '{{values.safe}}: b\n',
      '1:1',
      'A tag needs a key or a dash before it.',
      'For keys, and for texts of several lines, use a raw block.',
    ],
    [
      'a line of a block scalar',
      'a: |\n  x {{values.text}} y\n',
      '2:5',
      'A tag needs a key or a dash before it.',
      'For keys, and for texts of several lines, use a raw block.',
    ],
    [
      'a comment of YAML',
      'a: x # {{values.safe}}\n',
      '1:8',
      'A tag cannot be in a comment of YAML.',
      'Use {{!-- … --}}.',
    ],
    [
      'a list in brackets',
      'a: [{{values.safe}}]\n',
      '1:5',
      'A tag cannot be inside […] or {…}.',
      'Write the list or the map line by line.',
    ],
    [
      'a map in braces',
      'a: { b: {{values.safe}} }\n',
      '1:9',
      'A tag cannot be inside […] or {…}.',
      'Write the list or the map line by line.',
    ],
    [
      'a block on the same line',
      'a: {{#if values.flag}}{{values.text}}{{/if}}\n',
      '1:23',
      'A value cannot share its line with a block, a partial or a comment.',
      'Put the block on lines of its own, or make a partial of the line.',
    ],
    [
      'a block behind it',
      'a: {{values.text}}{{#if values.flag}}y{{/if}}\n',
      '1:4',
      'A value cannot share its line with a block, a partial or a comment.',
      'Put the block on lines of its own, or make a partial of the line.',
    ],
    [
      'a partial before it',
      'a: {{> name}}{{values.text}}\n',
      '1:14',
      'A value cannot share its line with a block, a partial or a comment.',
      'Put the block on lines of its own, or make a partial of the line.',
    ],
    [
      'a partial behind it',
      'a: {{values.safe}}{{> name}}\n',
      '1:4',
      'A value cannot share its line with a block, a partial or a comment.',
      'Put the block on lines of its own, or make a partial of the line.',
    ],
    [
      'a parameter that it does not take',
      'a: {{values.count x=1}}\n',
      '1:4',
      '"values.count" takes no named parameters.',
    ],
    ['undefined', 'a: {{undefined}}\n', '1:4', 'UndefinedLiteral has no form in Helm.'],
  ])('should be refused as %s', (_, text, place, message, hint = undefined) => {
    expect(textOf(() => helm(text))).toBe(problemText(text, place, message, hint));
  });
});
