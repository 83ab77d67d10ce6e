import { describe, expect, it } from 'vitest';
import { textOf } from '@archon/values/testing/problems-of';
import { compileText, problemText } from '../testing/compile-text.ts';

const helm = (text: string) => compileText(text).helm;

describe('a block', () => {
  it.each([
    // Alone on a line it takes its line away; inside a line it leaves the text around it.
    ['{{#if values.flag}}\na: 1\n{{/if}}\n', '{{- if .Values.flag }}\na: 1\n{{- end }}\n'],
    ['  {{#if values.flag}}\n  a: 1\n  {{/if}}\nb: 2\n', '  {{- if .Values.flag }}\n  a: 1\n  {{- end }}\nb: 2\n'],
    ['a: {{#if values.flag}}x{{else}}y{{/if}}\n', 'a: {{ if .Values.flag }}x{{ else }}y{{ end }}\n'],
    [
      '{{#if values.names}}\na: 1\n{{else if values.labels}}\nb: 2\n{{else unless values.text}}\nc: 3\n{{else}}\nd: 4\n{{/if}}\n',
      '{{- if .Values.names }}\na: 1\n{{- else if .Values.labels }}\nb: 2\n{{- else if not .Values.text }}\nc: 3\n{{- else }}\nd: 4\n{{- end }}\n',
    ],
    ['{{#unless values.flag}}\na: 1\n{{/unless}}\n', '{{- if not .Values.flag }}\na: 1\n{{- end }}\n'],
    [
      '{{#unless (and values.flag values.names)}}\na: 1\n{{else}}\nb: 1\n{{/unless}}\n',
      '{{- if not (and .Values.flag .Values.names) }}\na: 1\n{{- else }}\nb: 1\n{{- end }}\n',
    ],
    ['{{#if (gt values.count 1)}}\na: 1\n{{/if}}\n', '{{- if gt (int64 .Values.count) 1 }}\na: 1\n{{- end }}\n'],
    ['{{#if (lt values.share 1)}}\na: 1\n{{/if}}\n', '{{- if lt (float64 .Values.share) 1.0 }}\na: 1\n{{- end }}\n'],
    [
      '{{#if (eq values.share values.count)}}\na: 1\n{{/if}}\n',
      '{{- if eq (float64 .Values.share) (float64 .Values.count) }}\na: 1\n{{- end }}\n',
    ],
    ['{{#if (eq values.text "a \'b\'")}}\na: 1\n{{/if}}\n', '{{- if eq .Values.text "a \'b\'" }}\na: 1\n{{- end }}\n'],
    ['{{#given values.count}}\na: 1\n{{/given}}\n', '{{- if ne .Values.count nil }}\na: 1\n{{- end }}\n'],
    [
      '{{#given values.optional.count}}\na: 1\n{{/given}}\n',
      '{{- if ne .Values.optional.count nil }}\na: 1\n{{- end }}\n',
    ],
    // Loops over lists, maps, lists of objects, expressions; inner names hide outer ones; the root stays the root.
    [
      '{{#each values.names as |n|}}\n- {{n}}\n{{/each}}\n',
      '{{- range $n := .Values.names }}\n- {{ $n | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each values.names as |n|}}\n- {{Release.Name}}\n{{else}}\n- none\n{{/each}}\n',
      '{{- range $n := .Values.names }}\n- {{ $.Release.Name | quote }}\n{{- else }}\n- none\n{{- end }}\n',
    ],
    [
      '{{#each values.labels as |v|}}\n- {{v}}\n{{/each}}\n',
      '{{- range $v := .Values.labels }}\n- {{ $v | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each values.labels as |v k|}}\n- {{k}}={{v}}\n{{/each}}\n',
      '{{- range $k, $v := .Values.labels }}\n- {{ printf "%s=%s" $k $v | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each values.ports as |port|}}\n- {{firstGiven port.name "x"}}\n{{/each}}\n',
      '{{- range $port := .Values.ports }}\n- {{ ternary $port.name "x" (ne $port.name nil) | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each values.taints as |t|}}\n-\n  {{t}}\n{{/each}}\n',
      '{{- range $t := .Values.taints }}\n-\n  {{- toYaml $t | nindent 2 }}\n{{- end }}\n',
    ],
    [
      '{{#each values.optional.list as |n|}}\n- {{n}}\n{{/each}}\n',
      '{{- range $n := .Values.optional.list }}\n- {{ $n | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each (keys values.labels) as |k|}}\n- {{k}}\n{{/each}}\n',
      '{{- range $k := keys (.Values.labels | default dict) | sortAlpha }}\n- {{ $k | quote }}\n{{- end }}\n',
    ],
    // A feature is there while it is enabled.
    [
      '{{#feature optionalFeature}}\na: 1\n{{/feature}}\n',
      '{{- if .Values.optionalFeature.enabled }}\na: 1\n{{- end }}\n',
    ],
    // with is if, and this is what it tests.
    [
      'a:\n  {{#with values.labels}}\n  b:\n    {{this}}\n  {{/with}}\n',
      'a:\n  {{- with .Values.labels }}\n  b:\n    {{- toYaml . | nindent 4 }}\n  {{- end }}\n',
    ],
    [
      '{{#with values.optional.text}}\na: {{this}}\nb: {{values.text}}\n{{else}}\nb: {{values.text}}\n{{/with}}\n',
      '{{- with .Values.optional.text }}\na: {{ . | quote }}\nb: {{ $.Values.text | quote }}\n{{- else }}\nb: {{ .Values.text | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each values.ports as |n|}}\n{{#each values.names as |n|}}\n- {{n}}\n{{/each}}\n- {{n}}\n{{/each}}\n',
      '{{- range $n := .Values.ports }}\n{{- range $n := $.Values.names }}\n- {{ $n | quote }}\n{{- end }}\n- {{ toJson $n }}\n{{- end }}\n',
    ],
  ])('should compile %j', (text, expected) => {
    expect(helm(text)).toBe(expected);
  });

  it.each([
    [
      'truth of an optional number',
      '{{#if values.optional.count}}\n{{/if}}\n',
      '1:1',
      '{{#if values.optional.count}} takes 0 for unset.',
      'Use {{#given}}.',
    ],
    [
      'truth of a number',
      '{{#if values.count}}\n{{/if}}\n',
      '1:1',
      '{{#if values.count}} takes 0 for unset.',
      'Use {{#given}}.',
    ],
    [
      'truth of a number inside and',
      '{{#if (and values.flag (not values.optional.share))}}\n{{/if}}\n',
      '1:1',
      '{{#if values.optional.share}} takes 0 for unset.',
      'Use {{#given}}.',
    ],
    [
      'truth of an optional boolean',
      '{{#if values.optional.flag}}\n{{/if}}\n',
      '1:1',
      '{{#if values.optional.flag}} takes false for unset.',
      'Put {{#given}} around it.',
    ],
    [
      'untruth of an optional boolean',
      '{{#unless values.optional.flag}}\n{{/unless}}\n',
      '1:1',
      '{{#unless values.optional.flag}} takes false for unset.',
      'Put {{#given}} around it.',
    ],
    [
      'truth of an optional boolean in else',
      '{{#if values.flag}}\n{{else if values.optional.flag}}\n{{/if}}\n',
      '2:1',
      '{{#if values.optional.flag}} takes false for unset.',
      'Put {{#given}} around it.',
    ],
    [
      'an unknown block',
      'a\n {{#when values.taint}}x{{/when}}\n',
      '2:2',
      'There is no block "when"; use if, unless, given, each, with, feature or helm.',
    ],
    [
      'an unknown block in else',
      '{{#if values.flag}}a{{else when values.flag}}b{{/if}}\n',
      '1:21',
      'There is no block "when"; use if, unless, given, each, with, feature or helm.',
    ],
    ['no condition', '{{#if}}x{{/if}}\n', '1:1', '{{#if}} takes one condition.'],
    ['two conditions', '{{#if values.flag values.names}}x{{/if}}\n', '1:1', '{{#if}} takes one condition.'],
    ['no condition in else', '{{#if values.flag}}a{{else if}}b{{/if}}\n', '1:21', '{{#if}} takes one condition.'],
    ['a named condition', '{{#if values.flag includeZero=true}}x{{/if}}\n', '1:1', '{{#if}} takes one condition.'],
    ['an inverse block', '{{^if values.flag}}x{{/if}}\n', '1:1', '{{^if}} has no form in Helm; use {{#unless}}.'],
    ['block parameters of if', '{{#if values.flag as |x|}}a{{/if}}\n', '1:1', '{{#if}} has no block parameters.'],
    ['a loop without a name', '{{#each values.names}}\n{{/each}}\n', '1:1', 'Name the item: {{#each list as |item|}}.'],
    [
      'a loop that hides values',
      '{{#each values.names as |values|}}\n{{/each}}\n',
      '1:1',
      '"values" has a meaning of its own: name the item otherwise.',
    ],
    [
      'a loop over text',
      '{{#each values.text as |c|}}\n{{/each}}\n',
      '1:1',
      '"values.text" is neither a list nor an open map.',
    ],
    [
      'a loop over an object of ours',
      '{{#each values.optional as |c|}}\n{{/each}}\n',
      '1:1',
      '"values.optional" is neither a list nor an open map.',
    ],
    [
      'a loop in else',
      '{{#if values.flag}}a{{else each values.names as |n|}}b{{/if}}\n',
      '1:21',
      '{{else each}} has no form in Helm.',
    ],
    [
      'with in else',
      '{{#if values.flag}}a{{else with values.names}}b{{/if}}\n',
      '1:21',
      '{{else with}} has no form in Helm.',
    ],
    [
      'a feature that cannot be switched off',
      '{{#feature options}}\n{{/feature}}\n',
      '1:1',
      'There is no feature "options": a feature is a value with a key "enabled" that has a default.',
    ],
    [
      'a feature in else',
      '{{#if values.flag}}a{{else feature optionalFeature}}b{{/if}}\n',
      '1:21',
      '{{else feature}} has no form in Helm.',
    ],
    ['with of an expression', '{{#with (list 1)}}\n{{/with}}\n', '1:1', '{{#with}} takes a path.'],
    [
      'truth of a number by with',
      '{{#with values.count}}\n{{/with}}\n',
      '1:1',
      '{{#with values.count}} takes 0 for unset.',
      'Use {{#given}}.',
    ],
    [
      'the item of a loop behind it',
      '{{#each values.names as |n|}}{{/each}}\na: {{n}}\n',
      '2:4',
      'There is no "n".',
      'Known: values, user, computed, Release.Name, Release.Namespace, Release.Service, Release.Revision, Chart.Name, Chart.Version, Chart.AppVersion, Capabilities.KubeVersion.Version.',
    ],
  ])('should be refused for %s', (_, text, place, message, hint = undefined) => {
    expect(textOf(() => helm(text))).toBe(problemText(text, place, message, hint));
  });
});

describe('a function', () => {
  it('should be known, or the nearest is named', () => {
    const text = 'a: {{firstGivn values.optional.text "x"}}\n';
    expect(textOf(() => helm(text))).toBe(
      problemText(text, '1:4', 'There is no function "firstGivn".', 'Did you mean "firstGiven"?'),
    );
  });

  it('should list all when none is near', () => {
    expect(textOf(() => helm('a: {{zzzzzz 1}}\n'))).toMatch(
      /There is no function "zzzzzz"\.\n(.*\n){2} {2}Known: and, or, not, given, /,
    );
  });

  it.each([
    ['a: {{lt values.count}}\n', '"lt" takes 2 arguments, not 1.'],
    ['a: {{not values.flag values.flag}}\n', '"not" takes 1 arguments, not 2.'],
    ['a: {{mod 1 2 3}}\n', '"mod" takes 2 arguments, not 3.'],
    ['a: {{add 1}}\n', '"add" takes 2 to 9 arguments, not 1.'],
  ])('should be refused with the wrong number of arguments: %j', (text, message) => {
    expect(textOf(() => helm(text))).toBe(problemText(text, '1:4', message));
  });
});
