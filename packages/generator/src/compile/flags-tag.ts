import { isPath, literalOf, nearest, type Expression } from '@archon/values';
import { findFlag, flagOfKey, nearestFlag } from '@archon/sizing';
import type { Value } from './analyze/analyzed.ts';
import { goString } from './analyze/expression.ts';
import type { TagCall, TagDefinition, TagTools } from './analyze/tag-definition.ts';
import { printfArgument } from './emit/scalar.ts';

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
    if (keys.length === 0) tools.refuse(`"${path}" is no object.`);
    const missing = except.find((key) => !keys.includes(key));
    if (missing !== undefined) {
      const near = nearest(missing, keys);
      tools.refuse(`"${path}" has no key "${missing}".`, near && `Did you mean "${near}"?`);
    }
    const flags = keys
      .filter((key) => !except.includes(key))
      .map((key) => ({ flag: flagName(key, tools), reference: tools.keyOf(object, key) }));
    return {
      lines: flags.flatMap(({ flag, reference: { go, ...rest } }) => [
        `{{- if ne ${go} nil }}`,
        `- ${emitFlag(flag, go, tools.valueOf({ go, ...rest }))}`,
        '{{- end }}',
      ]),
      used: [reference, ...flags.map((flag) => flag.reference)].flatMap(({ used }) => used ?? []),
    };
  },
};

function readCall({ params, named }: TagCall, tools: TagTools): { object: Expression; except: string[] } {
  const [object, ...more] = params;
  const { except, ...others } = named;
  const keys = except === undefined ? '' : literalOf(except)?.value;
  if (object === undefined || more.length > 0 || Object.keys(others).length > 0 || typeof keys !== 'string')
    return tools.refuse('{{flags}} takes the path of an object, and except="…" with keys to leave out.');
  if (!isPath(object)) return tools.refuse('{{flags}} takes the path of an object.');
  return { object, except: keys === '' ? [] : keys.split(' ') };
}

function emitFlag(flag: string, go: string, value: Value): string {
  switch (value.form) {
    case 'boolean':
      return `{{ ternary "--${flag}" "--no-${flag}" ${go} }}`;
    case 'structure':
    case 'free':
    case 'union': {
      const { verb, argument } = printfArgument(value);
      return `{{ printf ${goString(`--${flag}=${verb}`)} ${argument} | replace "$" "$$" | quote }}`;
    }
    default:
      return `--${flag}={{ ${value.go} }}`;
  }
}

/** `maxModelLen` is `max-model-len`; a key that is no flag of vLLM is refused (`enableLoRA` is not `enable-lo-ra`). */
function flagName(key: string, tools: TagTools): string {
  const flag = flagOfKey(key);
  if (findFlag(flag)) return flag;
  const near = nearestFlag(flag);
  return tools.refuse(`"${key}" is not a flag of vLLM: there is no --${flag}.`, near && `Did you mean --${near}?`);
}
