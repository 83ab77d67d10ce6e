import { emitText, type Expression, type Model, type Rule } from '@archon/values';
import { bare, goString, resolveExpression } from '../compile/analyze/expression.ts';
import type { Scope } from '../compile/analyze/scope.ts';
import { bannerText, type GeneratedFile } from '../generated-file.ts';
import { loadValues } from './values-template.ts';

/** templates/checks.yaml: the cross-field rules, all evaluated, reported together. */
export function checksTemplate(model: Model, scope: Scope): GeneratedFile['text'] {
  const file = `schemas/rules/${model.root.name}/rules.yaml`;
  const rules = model.rules.map((rule) => emitRule(rule, file, scope));
  return [
    `{{- /* ${bannerText(file)} */}}`,
    loadValues(model.root.name).trimEnd(),
    '{{- $problems := list }}',
    ...rules,
    '{{- if $problems }}',
    '{{- fail (printf "\\n\\nThese values cannot work:\\n- %s\\n" (join "\\n- " $problems)) }}',
    '{{- end }}\n',
  ].join('\n');
}

function emitRule(rule: Rule, file: string, scope: Scope): string {
  const place = { file, line: rule.line, column: 1, source: rule.name };
  const { path, test } = rule;
  const [open, problem] =
    'each' in test
      ? [`range ${bare(resolveExpression(test.each, scope, place))}`, `printf "${path}: %s" .`]
      : [`if ${bare(resolveExpression(test.when, scope, place))}`, emitMessage(test.message)];
  const append = `{{- $problems = append $problems (${problem}) }}`;
  return [`{{- /* ${rule.name} */}}`, `{{- ${open} }}`, append, '{{- end }}'].join('\n');

  function emitMessage(message: (string | Expression)[]): string {
    const format = message.map((part) => (typeof part === 'string' ? part.replaceAll('%', '%%') : '%v')).join('');
    const args = message
      .filter((part) => typeof part !== 'string')
      .map((part) => emitText(resolveExpression(part, scope, place)));
    return ['printf', goString(`${path}: ${format}`), ...args].join(' ');
  }
}
