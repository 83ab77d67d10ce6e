import { emitText, type Expression, type Model, type Rule, type ValueType } from '@archon/values';
import { wrap } from '@archon/values/wrap';
import { bare, goString, resolveExpression, type Resolved } from '../compile/analyze/expression.ts';
import type { Reference } from '../compile/analyze/analyzed.ts';
import type { Scope } from '../compile/analyze/scope.ts';
import { isShort, wrapAction } from '../compile/emit/wrap-action.ts';
import type { Place } from '../compile/parse/template.ts';
import { bannerText, type GeneratedFile } from '../generated-file.ts';
import { loadValues } from './values-template.ts';

/** templates/checks.yaml: the cross-field rules, all evaluated, reported together. */
export function checksTemplate(model: Model, outer: Scope): GeneratedFile['text'] {
  const scope: Scope = { ...outer, preset: true };
  return [
    `{{- /* ${bannerText(`schemas/${model.root.name}`)} */}}`,
    loadValues(model.root.name),
    '{{- $problems := list }}',
    ...model.rules.map((rule) => emitRule(rule, scope, '$problems')),
    '{{- if $problems }}',
    '{{- fail (printf "\\n\\nThese values cannot work:\\n- %s\\n" (join "\\n- " $problems)) }}',
    '{{- end }}\n',
  ].join('\n');
}

/** Lines that print what the values are warned of, for NOTES; nothing where that is nothing. */
export function warningLines(model: Model, outer: Scope): string[] {
  const scope: Scope = { ...outer, preset: true };
  return [
    '{{- $warnings := list }}',
    ...model.warnings.flatMap((rule) => emitRule({ ...rule, path: '' }, scope, '$warnings').split('\n')),
    '{{- if $warnings }}',
    '',
    'Warnings',
    '{{- range $warnings }}',
    '  - {{ . }}',
    '{{- end }}',
    '{{- end }}',
  ];
}

/** Adds the message of a rule, after the path of the value that it is about, to a list where the values break it. */
function emitRule(rule: Rule, outer: Scope, list: '$problems' | '$warnings'): string {
  const place = rule.place as Place;
  const { path, test } = rule;
  const found = rule.found && resolveExpression(rule.found, outer, place);
  const scope = found ? { ...outer, names: { ...outer.names, found: foundReference(found.type) } } : outer;
  const resolve = (expression: Expression) => resolveExpression(expression, scope, place);
  const [open, problem] =
    'each' in test
      ? [`range ${bare(resolve(test.each))}`, path === '' ? '.' : `printf "${path}: %s" .`]
      : [
          `if ${anyOf(test.any.map(resolve))}`,
          emitMessage(withPath(path, test.message).map((part) => (typeof part === 'string' ? part : resolve(part)))),
        ];
  return [
    `{{- /* ${rule.name} */}}`,
    ...(found ? [wrapAction(`{{- $found := ${bare(found)} }}`)] : []),
    wrapAction(`{{- ${open} }}`),
    wrapAction(`{{- ${list} = append ${list} (${problem}) }}`),
    '{{- end }}',
  ].join('\n');
}

const anyOf = (tests: Resolved[]): string =>
  tests.length === 1 ? bare(tests[0]!) : `or ${tests.map(({ raw }) => raw).join(' ')}`;

/** What tests and message call `found`: a variable of the type of its expression. */
function foundReference(type: ValueType): Reference {
  const schema = type === 'any' ? {} : { type: type === 'list' ? 'array' : type };
  return { go: '$found', schema, optional: false, path: 'found' };
}

/** The path, if there is one, before a message. */
function withPath(path: string, message: (string | Expression)[]): (string | Expression)[] {
  const [first = '', ...rest] = message;
  if (path === '') return message;
  return typeof first === 'string' ? [`${path}: ${first}`, ...rest] : [`${path}: `, first, ...rest];
}

/** A message as one string: by printf where that fits on a line, else its pieces one behind the other. */
function emitMessage(parts: (string | Resolved)[]): string {
  const format = parts.map((part) => (typeof part === 'string' ? part.replaceAll('%', '%%') : '%v')).join('');
  const args = parts.flatMap((part) => (typeof part === 'string' ? [] : emitText(part)));
  const short = ['printf', goString(format), ...args].join(' ');
  if (isShort(short)) return short;
  const pieces = parts.flatMap((part, index) => {
    if (typeof part === 'string') return literals(part);
    // print puts a space between two values that are not text.
    const next = parts[index + 1];
    return next === undefined || typeof next === 'string' ? emitText(part) : [emitText(part), '""'];
  });
  return ['print', ...pieces].join(' ');
}

/** A long text as several of about the same length. */
function literals(text: string): string[] {
  const lines = wrap(text, Math.ceil(text.length / Math.ceil(text.length / 90)) + 10);
  return lines.map((line, index) => goString(index < lines.length - 1 ? `${line} ` : line));
}
