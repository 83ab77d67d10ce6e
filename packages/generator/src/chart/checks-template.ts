import { emitText, type Expression, type Model, type Rule, type ValueType } from '@archon/values';
import { bare, goString, resolveExpression } from '../compile/analyze/expression.ts';
import type { Reference, Scope } from '../compile/analyze/scope.ts';
import type { Place } from '../compile/parse/template.ts';
import { bannerText, type GeneratedFile } from '../generated-file.ts';
import { loadValues } from './values-template.ts';

/** templates/checks.yaml: the cross-field rules, all evaluated, reported together. */
export function checksTemplate(model: Model, scope: Scope): GeneratedFile['text'] {
  const rules = model.rules.map((rule) => emitRule(rule, scope));
  return [
    `{{- /* ${bannerText(`schemas/${model.root.name}/`)} */}}`,
    loadValues(model.root.name).trimEnd(),
    '{{- $problems := list }}',
    ...rules,
    '{{- if $problems }}',
    '{{- fail (printf "\\n\\nThese values cannot work:\\n- %s\\n" (join "\\n- " $problems)) }}',
    '{{- end }}\n',
  ].join('\n');
}

function emitRule(rule: Rule, outer: Scope): string {
  const place = rule.place as Place;
  const { path, test } = rule;
  const found = rule.found && resolveExpression(rule.found, outer, place);
  const scope = found ? { ...outer, names: { ...outer.names, found: foundReference(found.type) } } : outer;
  const [open, problem] =
    'each' in test
      ? [`range ${bare(resolveExpression(test.each, scope, place))}`, `printf "${path}: %s" .`]
      : [`if ${anyOf(test.any)}`, emitMessage(test.message)];
  const append = `{{- $problems = append $problems (${problem}) }}`;
  const compute = found ? [`{{- $found := ${bare(found)} }}`] : [];
  return [`{{- /* ${rule.name} */}}`, ...compute, `{{- ${open} }}`, append, '{{- end }}'].join('\n');

  function anyOf(tests: Expression[]): string {
    const resolved = tests.map((one) => resolveExpression(one, scope, place));
    return resolved.length === 1 ? bare(resolved[0]!) : `or ${resolved.map(({ raw }) => raw).join(' ')}`;
  }

  function emitMessage(message: (string | Expression)[]): string {
    const format = message.map((part) => (typeof part === 'string' ? part.replaceAll('%', '%%') : '%v')).join('');
    const args = message
      .filter((part) => typeof part !== 'string')
      .map((part) => emitText(resolveExpression(part, scope, place)));
    return ['printf', goString(`${path}: ${format}`), ...args].join(' ');
  }
}

/** What tests and message call `found`: a variable of the type of its expression. */
function foundReference(type: ValueType): Reference {
  const schema = type === 'any' ? {} : { type: type === 'list' ? 'array' : type };
  return { go: '$found', schema, optional: false, path: 'found' };
}
