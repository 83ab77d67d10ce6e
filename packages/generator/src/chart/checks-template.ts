import { emitText, type Expression, type Model, type Rule } from '@archon/values';
import { emitBare, emitExpression, goString } from '../compile/emit-expression.ts';
import type { Reference, Scope } from '../compile/scope.ts';
import type { Place } from '../compile/tokens.ts';
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
  const { path, test, found } = rule;
  const names = found && { found: foundReference(found, outer, place) };
  const scope = { ...outer, names: { ...outer.names, ...names } };
  const [open, problem] =
    'each' in test
      ? [`range ${emitBare(test.each, scope, place)}`, `printf "${path}: %s" .`]
      : [`if ${anyOf(test.any)}`, emitMessage(test.message)];
  const append = `{{- $problems = append $problems (${problem}) }}`;
  const compute = found ? [`{{- $found := ${emitBare(found, outer, place)} }}`] : [];
  return [`{{- /* ${rule.name} */}}`, ...compute, `{{- ${open} }}`, append, '{{- end }}'].join('\n');

  function anyOf(tests: Expression[]): string {
    if (tests.length === 1) return emitBare(tests[0]!, scope, place);
    return `or ${tests.map((one) => emitExpression(one, scope, place).raw).join(' ')}`;
  }

  function emitMessage(message: (string | Expression)[]): string {
    const format = message.map((part) => (typeof part === 'string' ? part.replaceAll('%', '%%') : '%v')).join('');
    const args = message
      .filter((part) => typeof part !== 'string')
      .map((part) => emitText(emitExpression(part, scope, place)));
    return ['printf', goString(`${path}: ${format}`), ...args].join(' ');
  }
}

/** What tests and message call `found`: a variable of the type of its expression. */
function foundReference(found: Expression, scope: Scope, place: Place): Reference {
  const { type } = emitExpression(found, scope, place);
  const schema = type === 'any' ? {} : { type: type === 'list' ? 'array' : type };
  return { go: '$found', schema, optional: false, canonical: 'found' };
}
