import { emitText, type Expression, type Model, type Rule } from '@archon/values';
import { bare, goString, resolveExpression, type Resolved } from '../compile/analyze/expression.ts';
import type { Scope } from '../compile/analyze/scope.ts';
import { isShort, wrapAction } from '../compile/emit/wrap-action.ts';
import { bannerText, type GeneratedFile } from '../generated-file.ts';
import { loadValues } from './values-template.ts';
import { wrap } from './yaml-text.ts';

/** templates/checks.yaml: the cross-field rules, all evaluated, reported together. */
export function checksTemplate(model: Model, scope: Scope): GeneratedFile['text'] {
  const file = `schemas/rules/${model.root.name}/rules.yaml`;
  return [
    `{{- /* ${bannerText(file)} */}}`,
    loadValues(model.root.name),
    '{{- $problems := list }}',
    ...model.rules.map((rule) => emitRule(rule, file, scope)),
    '{{- if $problems }}',
    '{{- fail (printf "\\n\\nThese values cannot work:\\n- %s\\n" (join "\\n- " $problems)) }}',
    '{{- end }}\n',
  ].join('\n');
}

function emitRule(rule: Rule, file: string, scope: Scope): string {
  const place = { file, line: rule.line, column: 1, source: rule.name };
  const { path, test } = rule;
  const resolve = (expression: Expression) => resolveExpression(expression, scope, place);
  const [open, problem] =
    'each' in test
      ? [`range ${bare(resolve(test.each))}`, `printf "${path}: %s" .`]
      : [
          `if ${bare(resolve(test.when))}`,
          emitMessage(withPath(path, test.message).map((part) => (typeof part === 'string' ? part : resolve(part)))),
        ];
  return [
    `{{- /* ${rule.name} */}}`,
    wrapAction(`{{- ${open} }}`),
    wrapAction(`{{- $problems = append $problems (${problem}) }}`),
    '{{- end }}',
  ].join('\n');
}

/** The path before a message. */
function withPath(path: string, [first = '', ...rest]: (string | Expression)[]): (string | Expression)[] {
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
