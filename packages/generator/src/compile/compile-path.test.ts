import { describe, expect, it } from 'vitest';
import { textOf } from '@archon/values/testing/problems-of';
import { compileText, problemText } from '../testing/compile-text.ts';

const helm = (text: string) => compileText(text).helm;

describe('a path', () => {
  const known =
    'text, safe, choice, count, share, flag, size, either, names, labels, ports, taint, taints, optional, optionalFeature, preset, options';

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
      'Did you mean "values"? Known: values, user, computed, Release.Name, Release.Namespace, Release.Service, Release.Revision, Chart.Name, Chart.Version, Chart.AppVersion, Capabilities.KubeVersion.Version.',
    ],
    [
      'a: {{Release.Nam}}\n',
      '1:4',
      'There is no "Release.Nam".',
      'Did you mean "Release.Name"? Known: Name, Namespace, Service, Revision.',
    ],
    [
      'a: {{computed.hom}}\n',
      '1:4',
      'There is no "computed.hom".',
      'Did you mean "computed.home"? Known: runAsUser, home, release.',
    ],
    [
      'a: {{computed.release.comand}}\n',
      '1:4',
      'There is no "computed.release.comand".',
      'Did you mean "computed.release.command"? Known: command.',
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
        ? problemText(text, place, message, hint)
        : expect.stringContaining(problemText(text, place, message)),
    );
  });

  it('should be recorded as it is used, whole', () => {
    const text =
      'a: {{values.count}}\n{{#if values.optional.deep.er}}\nb: {{add values.preset 1}}\n{{/if}}\nc:\n  {{values.taint}}\n';
    expect(compileText(text).used).toEqual(['count', 'optional.deep.er', 'preset', 'taint']);
  });

  it('should go on where an optional object is absent', () => {
    expect(helm('{{#given values.taint.key}}\na: {{values.taint.key}}\n{{/given}}\n')).toContain(
      'ne .Values.taint.key nil',
    );
    expect(helm('{{#given values.options.extra.a}}\na: 1\n{{/given}}\n')).toContain('ne (.Values.options.extra).a nil');
  });
});

describe('an optional value', () => {
  const absent = (text: string, place: string, path: string) =>
    problemText(text, place, `"${path}" may be absent here.`, `Put {{#given ${path}}} … {{/given}} around it.`);

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
      '{{- if ne .Values.optional.text nil }}\na: {{ .Values.optional.text | quote }}\n{{- end }}\n',
    ],
    [
      '{{#if values.optional.text}}\na: {{values.optional.text}}\n{{/if}}\n',
      '{{- if .Values.optional.text }}\na: {{ .Values.optional.text | quote }}\n{{- end }}\n',
    ],
    [
      '{{#if (and values.flag (given values.optional.count))}}\na: {{values.optional.count}}\n{{/if}}\n',
      '{{- if and .Values.flag (ne .Values.optional.count nil) }}\na: {{ int64 .Values.optional.count }}\n{{- end }}\n',
    ],
    [
      '{{#given values.optional.flag}}\n{{#if values.optional.flag}}\na: 1\n{{/if}}\n{{/given}}\n',
      '{{- if ne .Values.optional.flag nil }}\n{{- if .Values.optional.flag }}\na: 1\n{{- end }}\n{{- end }}\n',
    ],
    [
      '{{#if values.flag}}\na: 1\n{{else given values.optional.text}}\nb: {{values.optional.text}}\n{{/if}}\n',
      '{{- if .Values.flag }}\na: 1\n{{- else if ne .Values.optional.text nil }}\nb: {{ .Values.optional.text | quote }}\n{{- end }}\n',
    ],
    [
      '{{#each values.ports as |port|}}\n{{#given port.number}}\n- {{port.number}}\n{{/given}}\n{{/each}}\n',
      '{{- range $port := .Values.ports }}\n{{- if ne $port.number nil }}\n- {{ int64 $port.number }}\n{{- end }}\n{{- end }}\n',
    ],
    [
      '{{#given user.optional.text}}\na: {{user.optional.text}}\n{{/given}}\n',
      '{{- if ne (.Values._user.optional).text nil }}\na: {{ (.Values._user.optional).text | quote }}\n{{- end }}\n',
    ],
    [
      '{{#given user.preset}}\na: {{user.preset}}\n{{/given}}\n',
      '{{- if ne .Values._user.preset nil }}\na: {{ int64 .Values._user.preset }}\n{{- end }}\n',
    ],
    [
      '{{#given user.optional.deep.er}}\na: 1\n{{/given}}\n',
      '{{- if ne ((.Values._user.optional).deep).er nil }}\na: 1\n{{- end }}\n',
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
        problemText(
          text,
          '1:1',
          `Helm mixes the default of "${key}" into .Values.`,
          'Only a value without a default, or that presets own, tells what the user said.',
        ),
      );
    },
  );
});
