import { isPath, literalOf, nearest, type Expression } from '@archon/values';
import { findFlag, flagOfKey, nearestFlag } from '@archon/sizing';
import type { TagCall, TagDefinition, TagTools } from '@archon/generator/tag-definition';

/**
 * `{{flags values.engine except="…"}}`: one argument per key of the object, in the order of the schema.
 * An unset key renders nothing; a boolean has three states; every key must be a flag of vLLM.
 */
export const flagsTag: TagDefinition = {
  expand(call, tools) {
    const { object, except } = readCall(call, tools);
    const path = (object as hbs.AST.PathExpression).original;
    const reference = tools.resolve(object);
    const keys = Object.keys(reference.schema.properties ?? {});
    if (keys.length === 0) tools.refuse(`"${path}" is not an object.`);
    const missing = except.find((key) => !keys.includes(key));
    if (missing !== undefined) {
      const near = nearest(missing, keys);
      tools.refuse(`"${path}" has no key "${missing}".`, near && `Did you mean "${near}"?`);
    }
    const chosen = keys.filter((key) => !except.includes(key));
    chosen.forEach((key) => requireFlag(key, tools));
    const used = [reference, ...chosen.map((key) => tools.keyOf(object, key))].flatMap((one) => one.used ?? []);
    return { lines: emitFlags(reference.go, chosen), used };
  },
};

/** A loop over the keys: one argument for each that is set. */
const emitFlags = (go: string, keys: string[]): string[] => [
  `{{- range list ${keys.map((key) => `"${key}"`).join(' ')} }}`,
  `{{- $value := index ${go.replace(/^\./, '$.')} . }}`,
  '{{- $flag := kebabcase . }}',
  '{{- if kindIs "bool" $value }}',
  '- {{ printf "--%s%s" (ternary "" "no-" $value) $flag }}',
  '{{- else if ne $value nil }}',
  '{{- $text := ternary $value (toJson $value) (kindIs "string" $value) }}',
  '- {{ printf "--%s=%s" $flag $text | replace "$" "$$" | quote }}',
  '{{- end }}',
  '{{- end }}',
];

function readCall({ params, named }: TagCall, tools: TagTools): { object: Expression; except: string[] } {
  const [object, ...more] = params;
  const { except, ...others } = named;
  const keys = except === undefined ? '' : literalOf(except)?.value;
  if (object === undefined || more.length > 0 || Object.keys(others).length > 0 || typeof keys !== 'string')
    return tools.refuse('{{flags}} takes the path of an object, and except="…" with keys to leave out.');
  if (!isPath(object)) return tools.refuse('{{flags}} takes the path of an object.');
  return { object, except: keys === '' ? [] : keys.split(' ') };
}

/** `maxModelLen` is `max-model-len`; a key that is not a flag of vLLM is refused, and one that Helm would spell otherwise. */
function requireFlag(key: string, tools: TagTools): void {
  const flag = flagOfKey(key);
  if (!findFlag(flag)) {
    const near = nearestFlag(flag);
    tools.refuse(`"${key}" is not a flag of vLLM: there is no --${flag}.`, near && `Did you mean ${near}?`);
  }
  if (!/^[a-z]+([A-Z][a-z]+)*$/.test(key))
    tools.refuse(`Helm's kebabcase does not make --${flag} of "${key}".`, 'Write this flag into the template.');
}
