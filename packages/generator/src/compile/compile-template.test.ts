import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../values/src/testing/problems-of.ts';
import { compileText } from '../testing/compile-text.ts';

const helm = (text: string) => compileText(text).helm;

describe('a value', () => {
  it.each([
    // Alone on a line: structures only, at their column.
    ['a:\n  {{values.names}}\n', 'a:\n  {{- toYaml $values.names | nindent 2 }}\n'],
    ['a:\n      {{values.taint}}\n', 'a:\n      {{- toYaml $values.taint | nindent 6 }}\n'],
    ['a:\n  {{values.labels}}', 'a:\n  {{- toYaml $values.labels | nindent 2 }}'],
    ['{{values.labels}}\n', '{{ toYaml $values.labels }}\n'],
    // The whole scalar, by type.
    ['a: {{values.text}}\n', 'a: {{ $values.text | quote }}\n'],
    ['a: {{values.safe}}\n', 'a: {{ $values.safe | quote }}\n'],
    ['a: {{values.choice}}\n', 'a: {{ $values.choice | quote }}\n'],
    ['a: {{values.count}}\n', 'a: {{ int64 $values.count }}\n'],
    ['a: {{values.share}}\n', 'a: {{ toJson $values.share }}\n'],
    ['a: {{values.flag}}\n', 'a: {{ $values.flag }}\n'],
    ['a: {{values.size}}\n', 'a: {{ toJson $values.size }}\n'],
    ['a: {{values.either}}\n', 'a: {{ toJson $values.either }}\n'],
    ['a: {{values.names}}\n', 'a: {{ toJson $values.names }}\n'],
    ['a: {{values.taint}}\n', 'a: {{ toJson $values.taint }}\n'],
    // Behind a dash, deeper keys, quoted keys, no line break, a comment.
    ['- {{values.text}}\n', '- {{ $values.text | quote }}\n'],
    ['- - {{values.count}}\n', '- - {{ int64 $values.count }}\n'],
    ['- a: {{values.count}}\n', '- a: {{ int64 $values.count }}\n'],
    ['a.b/c-d: {{values.text}}\n', 'a.b/c-d: {{ $values.text | quote }}\n'],
    ['"a b": {{values.text}}\n', '"a b": {{ $values.text | quote }}\n'],
    ['a:   {{values.text}}\n', 'a:   {{ $values.text | quote }}\n'],
    ['a: {{values.text}}', 'a: {{ $values.text | quote }}'],
    ['a: {{values.text}}  \nb: 1\n', 'a: {{ $values.text | quote }}  \nb: 1\n'],
    ['a: {{values.count}} # how many\n', 'a: {{ int64 $values.count }} # how many\n'],
    // In quotes: what can hold no quote.
    ['a: "{{values.safe}}"\n', 'a: "{{ $values.safe }}"\n'],
    ["a: '{{values.safe}}'\n", "a: '{{ $values.safe }}'\n"],
    ['a: "{{values.count}}"\n', 'a: "{{ int64 $values.count }}"\n'],
    ['a: "{{values.share}} of {{values.count}}"\n', 'a: "{{ toJson $values.share }} of {{ int64 $values.count }}"\n'],
    ['a: "{{values.flag}}"\n', 'a: "{{ $values.flag }}"\n'],
    // Part of a scalar: in place behind text when all of it is safe, else by printf.
    ['a: x-{{values.safe}}-y\n', 'a: x-{{ $values.safe }}-y\n'],
    ['- --x={{values.count}}\n', '- --x={{ int64 $values.count }}\n'],
    ['- --x={{values.safe}}:{{values.count}} # c\n', '- --x={{ $values.safe }}:{{ int64 $values.count }} # c\n'],
    ['a: {{values.safe}}-y\n', 'a: {{ printf "%s-y" $values.safe | quote }}\n'],
    ['a: {{values.count}}Gi\n', 'a: {{ printf "%dGi" (int64 $values.count) | quote }}\n'],
    ['a: {{values.flag}}{{values.count}}\n', 'a: {{ printf "%t%d" $values.flag (int64 $values.count) | quote }}\n'],
    ['a: x-{{values.text}}-y\n', 'a: {{ printf "x-%s-y" $values.text | quote }}\n'],
    ['a: x-{{values.safe}}-{{values.text}}\n', 'a: {{ printf "x-%s-%s" $values.safe $values.text | quote }}\n'],
    ['a: 100%-{{values.text}}% # c\n', 'a: {{ printf "100%%-%s%%" $values.text | quote }} # c\n'],
    ['a: say "{{values.text}}"\n', 'a: {{ printf "say \\"%s\\"" $values.text | quote }}\n'],
    ['a: x{{values.names}}\n', 'a: {{ printf "x%s" (toJson $values.names) | quote }}\n'],
    ['a: x{{values.share}}\n', 'a: x{{ toJson $values.share }}\n'],
    [
      'a: x{{values.size}}\n',
      'a: {{ printf "x%s" (ternary $values.size (toJson $values.size) (kindIs "string" $values.size)) | quote }}\n',
    ],
    // Expressions, by what they yield.
    ['a: {{add values.count 1}}\n', 'a: {{ add (int64 $values.count) 1 }}\n'],
    ['a: {{literal values.text}}\n', 'a: {{ $values.text | replace "$" "$$" | quote }}\n'],
    ['- --a={{literal values.text}}\n', '- {{ printf "--a=%s" ($values.text | replace "$" "$$") | quote }}\n'],
    [
      'a: {{firstGiven values.optional.text "x"}}\n',
      'a: {{ ternary $values.optional.text "x" (ne $values.optional.text nil) | quote }}\n',
    ],
    [
      'a: {{firstGiven values.optional.count 2}}\n',
      'a: {{ int64 (ternary $values.optional.count 2 (ne $values.optional.count nil)) }}\n',
    ],
    ['a: {{given values.optional.text}}\n', 'a: {{ ne $values.optional.text nil }}\n'],
    ['a: {{bytes values.size}}\n', 'a: {{ toJson (include "test-chart.bytes" (list $ $values.size) | float64) }}\n'],
    ['a: {{keys values.labels}}\n', 'a: {{ toJson (keys $values.labels | sortAlpha) }}\n'],
    ['a: {{"text"}} \n', 'a: {{ "text" | quote }} \n'],
    // What Helm offers, and facts.
    ['a: {{Release.Name}}\n', 'a: {{ $.Release.Name | quote }}\n'],
    ['a: v{{Chart.AppVersion}}\n', 'a: v{{ $.Chart.AppVersion }}\n'],
    ['a: {{Release.Revision}}\n', 'a: {{ int64 $.Release.Revision }}\n'],
    ['a: {{facts.home}}/cache\n', 'a: {{ printf "%s/cache" $values.facts.home | quote }}\n'],
    ['a: {{facts.runAsUser}}\n', 'a: {{ int64 $values.facts.runAsUser }}\n'],
    ['a:\n  {{facts.release.command}}\n', 'a:\n  {{- toYaml $values.facts.release.command | nindent 2 }}\n'],
    // Triple braces mean the same; an escaped tag is text for Helm.
    ['a: {{{values.text}}}\n', 'a: {{ $values.text | quote }}\n'],
    ['a: \\{{values.count}}\n', 'a: {{values.count}}\n'],
  ])('should compile %j', (text, expected) => {
    expect(helm(text)).toBe(expected);
  });

  it('should be printed as it is in text', () => {
    const text = '{{values.text}} {{values.count}} {{values.share}} {{values.names}}\n{{Release.Name}}\n';
    expect(compileText(text, 'text').helm).toBe(
      '{{ $values.text }} {{ int64 $values.count }} {{ toJson $values.share }} {{ toJson $values.names }}\n{{ $.Release.Name }}\n',
    );
  });

  it('should keep a large quantity readable in text', () => {
    expect(compileText('{{values.size}}', 'text').helm).toBe(
      '{{ ternary $values.size (toJson $values.size) (kindIs "string" $values.size) }}',
    );
  });

  it.each([
    [
      'a scalar alone on a line',
      'a:\n  {{values.count}}\n',
      '2:3',
      'A scalar cannot stand alone on a line.',
      'Write it behind a key.',
    ],
    [
      'free text in quotes',
      'a: "{{values.text}}"\n',
      '1:5',
      'This text could hold a quote, and stands inside quotes.',
      'Leave the quotes out.',
    ],
    [
      'a quantity in quotes',
      'a: "{{values.size}}"\n',
      '1:5',
      'This text could hold a quote, and stands inside quotes.',
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
      'A tag cannot stand in a comment of YAML.',
      'Use {{!-- … --}}.',
    ],
    [
      'a list in brackets',
      'a: [{{values.safe}}]\n',
      '1:5',
      'A tag cannot stand inside […] or {…}.',
      'Write the list or the map line by line.',
    ],
    [
      'a map in braces',
      'a: { b: {{values.safe}} }\n',
      '1:9',
      'A tag cannot stand inside […] or {…}.',
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
    expect(textOf(() => helm(text))).toBe(problem(text, place, message, hint));
  });
});

/** A problem as the author of the template `t.hbs` reads it. */
function problem(text: string, place: string, message: string, hint?: string): string {
  const [line, column] = place.split(':').map(Number) as [number, number];
  const source = text.split('\n')[line - 1]!;
  const lines = [`t.hbs:${place}`, `  ${message}`, `  ${line} | ${source}`, `    | ${' '.repeat(column - 1)}^`];
  return [...lines, ...(hint === undefined ? [] : [`  ${hint}`])].join('\n');
}

describe('a path', () => {
  const known =
    'text, safe, choice, count, share, flag, size, either, names, labels, ports, taint, taints, optional, preset, engine, badEngine';

  it.each([
    ['a: {{values.cout}}\n', '1:4', 'There is no "values.cout".', `Did you mean "values.count"? Known: ${known}.`],
    ['a: {{values.zzz}}\n', '1:4', 'There is no "values.zzz".', `Known: ${known}.`],
    [
      'b: 1\n\n  a: {{values.optional.txt}}\n',
      '3:6',
      'There is no "values.optional.txt".',
      'Did you mean "values.optional.text"? Known: text, safe, count, share, flag, list, deep.',
    ],
    ['a: {{values.count.deeper}}\n', '1:4', 'There is no "values.count.deeper".', 'Known: nothing, it has no keys.'],
    [
      'a: {{vales.count}}\n',
      '1:4',
      'There is no "vales".',
      'Did you mean "values"? Known: values, user, facts, Release.Name, Release.Namespace, Release.Service, Release.Revision, Chart.Name, Chart.Version, Chart.AppVersion, Capabilities.KubeVersion.Version.',
    ],
    [
      'a: {{Release.Nam}}\n',
      '1:4',
      'There is no "Release.Nam".',
      'Did you mean "Release.Name"? Known: Name, Namespace, Service, Revision.',
    ],
    [
      'a: {{facts.hom}}\n',
      '1:4',
      'There is no "facts.hom".',
      'Did you mean "facts.home"? Known: runAsUser, home, release.',
    ],
    [
      'a: {{facts.release.comand}}\n',
      '1:4',
      'There is no "facts.release.comand".',
      'Did you mean "facts.release.command"? Known: command.',
    ],
    ['a: {{preset.model.id}}\n', '1:4', 'There is no "preset".', expect.anything()],
    [
      '{{#if values.flg}}\n{{/if}}\n',
      '1:1',
      'There is no "values.flg".',
      `Did you mean "values.flag"? Known: ${known}.`,
    ],
    [
      'a: {{add values.cout 1}}\n',
      '1:4',
      'There is no "values.cout".',
      `Did you mean "values.count"? Known: ${known}.`,
    ],
    ['a: {{values.labels.[a.b]}}\n', '1:4', '"a.b" cannot be a step of a path in Helm.', 'Use index in a raw block.'],
  ])('should be refused in %j', (text, place, message, hint) => {
    const found = textOf(() => helm(text));
    expect(found).toEqual(
      typeof hint === 'string'
        ? problem(text, place, message, hint)
        : expect.stringContaining(problem(text, place, message)),
    );
  });

  it('should be recorded as it is used, whole', () => {
    const text =
      'a: {{values.count}}\n{{#if values.optional.deep.er}}\nb: {{add values.preset 1}}\n{{/if}}\nc:\n  {{values.taint}}\n';
    expect(compileText(text).used).toEqual(['count', 'optional.deep.er', 'preset', 'taint']);
  });

  it('should go on where an optional object is absent', () => {
    expect(helm('{{#given values.taint.key}}\na: {{values.taint.key}}\n{{/given}}\n')).toContain(
      'ne $values.taint.key nil',
    );
    expect(helm('{{#given values.engine.hfOverrides.a}}\na: 1\n{{/given}}\n')).toContain(
      'ne ($values.engine.hfOverrides).a nil',
    );
  });
});

describe('an optional value', () => {
  const absent = (text: string, place: string, path: string) =>
    problem(text, place, `"${path}" may be absent here.`, `Put {{#given ${path}}} … {{/given}} around it.`);

  it.each([
    ['a: {{values.optional.text}}\n', '1:4', 'values.optional.text'],
    ['a: x-{{values.safe}}-{{values.optional.text}}\n', '1:22', 'values.optional.text'],
    ['a: {{literal values.optional.text}}\n', '1:4', 'values.optional.text'],
    ['a: {{add (add values.optional.count 1) 1}}\n', '1:4', 'values.optional.count'],
    ['a: {{values.taint.key}}\n', '1:4', 'values.taint.key'],
    ['a: {{values.labels.team}}\n', '1:4', 'values.labels.team'],
    ['{{#if values.flag}}\na: {{values.optional.text}}\n{{/if}}\n', '2:4', 'values.optional.text'],
    [
      '{{#if (or values.optional.text values.flag)}}\na: {{values.optional.text}}\n{{/if}}\n',
      '2:4',
      'values.optional.text',
    ],
    ['{{#if (not values.optional.text)}}\na: {{values.optional.text}}\n{{/if}}\n', '2:4', 'values.optional.text'],
    ['{{#unless values.optional.text}}\na: {{values.optional.text}}\n{{/unless}}\n', '2:4', 'values.optional.text'],
    [
      '{{#given values.optional.text}}\na: 1\n{{else}}\nb: {{values.optional.text}}\n{{/given}}\n',
      '4:4',
      'values.optional.text',
    ],
    ['{{#given values.optional.text}}\na: 1\n{{/given}}\nb: {{values.optional.text}}\n', '4:4', 'values.optional.text'],
    ['{{#given values.optional.safe}}\na: {{values.optional.text}}\n{{/given}}\n', '2:4', 'values.optional.text'],
    ['{{#each values.ports as |port|}}\n- {{port.number}}\n{{/each}}\n', '2:3', 'port.number'],
    [
      '{{#each values.ports as |p|}}\n{{#given p.number}}\n{{#each values.ports as |p|}}\n- {{p.number}}\n{{/each}}\n{{/given}}\n{{/each}}\n',
      '4:3',
      'p.number',
    ],
    ['  {{> env name="A" value=values.optional.text}}\n', '1:3', 'values.optional.text'],
    ['a: {{user.optional.text}}\n', '1:4', 'user.optional.text'],
  ])('should be refused outside a guard in %j', (text, place, path) => {
    expect(textOf(() => helm(text))).toBe(absent(text, place, path));
  });

  it.each([
    [
      '{{#given values.optional.text}}\na: {{values.optional.text}}\n{{/given}}\n',
      '{{- if ne $values.optional.text nil }}\na: {{ $values.optional.text | quote }}\n{{- end }}\n',
    ],
    [
      '{{#if values.optional.text}}\na: {{values.optional.text}}\n{{/if}}\n',
      '{{- if $values.optional.text }}\na: {{ $values.optional.text | quote }}\n{{- end }}\n',
    ],
    [
      '{{#if (and values.flag (given values.optional.count))}}\na: {{values.optional.count}}\n{{/if}}\n',
      '{{- if and $values.flag (ne $values.optional.count nil) }}\na: {{ int64 $values.optional.count }}\n{{- end }}\n',
    ],
    [
      '{{#given values.optional.flag}}\n{{#if values.optional.flag}}\na: 1\n{{/if}}\n{{/given}}\n',
      '{{- if ne $values.optional.flag nil }}\n{{- if $values.optional.flag }}\na: 1\n{{- end }}\n{{- end }}\n',
    ],
    [
      '{{#if values.flag}}\na: 1\n{{else given values.optional.text}}\nb: {{values.optional.text}}\n{{/if}}\n',
      '{{- if $values.flag }}\na: 1\n{{- else if ne $values.optional.text nil }}\nb: {{ $values.optional.text | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each values.ports as |port|}}\n{{#given port.number}}\n- {{port.number}}\n{{/given}}\n{{/each}}\n',
      '{{- range $port := $values.ports }}\n{{- if ne $port.number nil }}\n- {{ int64 $port.number }}\n{{- end }}\n{{- end }}\n',
    ],
    [
      '{{#given user.optional.text}}\na: {{user.optional.text}}\n{{/given}}\n',
      '{{- if ne ($.Values.optional).text nil }}\na: {{ ($.Values.optional).text | quote }}\n{{- end }}\n',
    ],
    [
      '{{#given user.preset}}\na: {{user.preset}}\n{{/given}}\n',
      '{{- if ne $.Values.preset nil }}\na: {{ int64 $.Values.preset }}\n{{- end }}\n',
    ],
    [
      '{{#given user.optional.deep.er}}\na: 1\n{{/given}}\n',
      '{{- if ne (($.Values.optional).deep).er nil }}\na: 1\n{{- end }}\n',
    ],
  ])('should stand inside a guard in %j', (text, expected) => {
    expect(helm(text)).toBe(expected);
  });

  it.each(['user.count', 'user.optional', 'user.labels'])(
    'should not be asked of the user as %s, which Helm fills in',
    (path) => {
      const text = `{{#given ${path}}}\na: 1\n{{/given}}\n`;
      const key = path.slice('user.'.length);
      expect(textOf(() => helm(text))).toBe(
        problem(
          text,
          '1:1',
          `Helm mixes the default of "${key}" into .Values.`,
          'Only a value without a default, or that presets own, tells what the user said.',
        ),
      );
    },
  );
});

describe('a block', () => {
  it.each([
    // Standing alone it takes its line away; inside a line it leaves the text around it.
    ['{{#if values.flag}}\na: 1\n{{/if}}\n', '{{- if $values.flag }}\na: 1\n{{- end }}\n'],
    ['  {{#if values.flag}}\n  a: 1\n  {{/if}}\nb: 2\n', '  {{- if $values.flag }}\n  a: 1\n  {{- end }}\nb: 2\n'],
    ['a: {{#if values.flag}}x{{else}}y{{/if}}\n', 'a: {{ if $values.flag }}x{{ else }}y{{ end }}\n'],
    [
      '{{#if values.names}}\na: 1\n{{else if values.labels}}\nb: 2\n{{else unless values.text}}\nc: 3\n{{else}}\nd: 4\n{{/if}}\n',
      '{{- if $values.names }}\na: 1\n{{- else if $values.labels }}\nb: 2\n{{- else if not $values.text }}\nc: 3\n{{- else }}\nd: 4\n{{- end }}\n',
    ],
    ['{{#unless values.flag}}\na: 1\n{{/unless}}\n', '{{- if not $values.flag }}\na: 1\n{{- end }}\n'],
    [
      '{{#unless (and values.flag values.names)}}\na: 1\n{{else}}\nb: 1\n{{/unless}}\n',
      '{{- if not (and $values.flag $values.names) }}\na: 1\n{{- else }}\nb: 1\n{{- end }}\n',
    ],
    ['{{#if (gt values.count 1)}}\na: 1\n{{/if}}\n', '{{- if gt (int64 $values.count) 1 }}\na: 1\n{{- end }}\n'],
    ['{{#if (lt values.share 1)}}\na: 1\n{{/if}}\n', '{{- if lt (float64 $values.share) 1.0 }}\na: 1\n{{- end }}\n'],
    [
      '{{#if (eq values.share values.count)}}\na: 1\n{{/if}}\n',
      '{{- if eq (float64 $values.share) (float64 $values.count) }}\na: 1\n{{- end }}\n',
    ],
    ['{{#if (eq values.text "a \'b\'")}}\na: 1\n{{/if}}\n', '{{- if eq $values.text "a \'b\'" }}\na: 1\n{{- end }}\n'],
    ['{{#given values.count}}\na: 1\n{{/given}}\n', '{{- if ne $values.count nil }}\na: 1\n{{- end }}\n'],
    [
      '{{#given values.optional.count}}\na: 1\n{{/given}}\n',
      '{{- if ne $values.optional.count nil }}\na: 1\n{{- end }}\n',
    ],
    // Loops over lists, maps, lists of objects, expressions; inner names hide outer ones; the root stays the root.
    [
      '{{#each values.names as |n|}}\n- {{n}}\n{{/each}}\n',
      '{{- range $n := $values.names }}\n- {{ $n | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each values.names as |n|}}\n- {{Release.Name}}\n{{else}}\n- none\n{{/each}}\n',
      '{{- range $n := $values.names }}\n- {{ $.Release.Name | quote }}\n{{- else }}\n- none\n{{- end }}\n',
    ],
    [
      '{{#each values.labels as |v|}}\n- {{v}}\n{{/each}}\n',
      '{{- range $v := $values.labels }}\n- {{ $v | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each values.labels as |v k|}}\n- {{k}}={{v}}\n{{/each}}\n',
      '{{- range $k, $v := $values.labels }}\n- {{ printf "%s=%s" $k $v | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each values.ports as |port|}}\n- {{firstGiven port.name "x"}}\n{{/each}}\n',
      '{{- range $port := $values.ports }}\n- {{ ternary $port.name "x" (ne $port.name nil) | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each values.taints as |t|}}\n-\n  {{t}}\n{{/each}}\n',
      '{{- range $t := $values.taints }}\n-\n  {{- toYaml $t | nindent 2 }}\n{{- end }}\n',
    ],
    [
      '{{#each values.optional.list as |n|}}\n- {{n}}\n{{/each}}\n',
      '{{- range $n := $values.optional.list }}\n- {{ $n | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each (keys values.labels) as |k|}}\n- {{k}}\n{{/each}}\n',
      '{{- range $k := keys $values.labels | sortAlpha }}\n- {{ $k | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each values.ports as |n|}}\n{{#each values.names as |n|}}\n- {{n}}\n{{/each}}\n- {{n}}\n{{/each}}\n',
      '{{- range $n := $values.ports }}\n{{- range $n := $values.names }}\n- {{ $n | quote }}\n{{- end }}\n- {{ toJson $n }}\n{{- end }}\n',
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
      'a\n {{#with values.taint}}x{{/with}}\n',
      '2:2',
      'There is no block "with"; use if, unless, given, each or helm.',
    ],
    [
      'an unknown block in else',
      '{{#if values.flag}}a{{else with values.flag}}b{{/if}}\n',
      '1:21',
      'There is no block "with"; use if, unless, given, each or helm.',
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
      'the item of a loop behind it',
      '{{#each values.names as |n|}}{{/each}}\na: {{n}}\n',
      '2:4',
      'There is no "n".',
      'Known: values, user, facts, Release.Name, Release.Namespace, Release.Service, Release.Revision, Chart.Name, Chart.Version, Chart.AppVersion, Capabilities.KubeVersion.Version.',
    ],
  ])('should be refused for %s', (_, text, place, message, hint = undefined) => {
    expect(textOf(() => helm(text))).toBe(problem(text, place, message, hint));
  });
});

describe('a function', () => {
  it('should be known, or the nearest is named', () => {
    const text = 'a: {{firstGivn values.optional.text "x"}}\n';
    expect(textOf(() => helm(text))).toBe(
      problem(text, '1:4', 'There is no function "firstGivn".', 'Did you mean "firstGiven"?'),
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
    expect(textOf(() => helm(text))).toBe(problem(text, '1:4', message));
  });
});

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
    expect(textOf(() => helm(text))).toBe(problem(text, '1:1', 'A comment may not contain "*/".'));
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
      '{{{{helm}}}}\n{{ $values.facts.home }} {{ "{{x}}" }}\n{{{{/helm}}}}\n',
      '{{ $values.facts.home }} {{ "{{x}}" }}\n',
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
    ['an unknown fact', '{{{{helm}}}}\n\n{{ $values.facts.hom }}\n{{{{/helm}}}}\n', '3:4', 'There is no "facts.hom".'],
  ])('should be refused with %s', (_, text, place, message) => {
    expect(textOf(() => helm(text))).toContain(problem(text, place, message));
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
    expect(textOf(() => helm(text))).toBe(problem(text, '1:3', message, hint));
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
