import { ArchonError, isPath, nearest, type Schema } from '@archon/values';
import { findFlag, flagOfKey, nearestFlag } from '@archon/sizing';
import { bySchema, printfArgument } from './emit-value.ts';
import { goString } from './emit-expression.ts';
import { resolvePath, type Scope } from './scope.ts';
import type { Place, Token } from './tokens.ts';

/**
 * `{{flags values.engine except="…"}}`: one argument per key of the object, in the order of the schema.
 * An unset key renders nothing; a boolean has three states; every key must be a flag of vLLM.
 */
export function emitFlags(token: Token & { kind: 'flags' }, scope: Scope, column: number): string {
  const { expression, except, place } = token;
  if (!isPath(expression)) throw new ArchonError([{ ...place, message: '{{flags}} takes the path of an object.' }]);
  const keys = Object.keys(resolvePath(expression, scope, place).schema.properties ?? {});
  const missing = except.find((key) => !keys.includes(key));
  if (missing !== undefined || keys.length === 0) {
    const near = missing === undefined ? undefined : nearest(missing, keys);
    const message =
      missing === undefined
        ? `"${expression.original}" is no object.`
        : `"${expression.original}" has no key "${missing}".`;
    throw new ArchonError([{ ...place, message, ...(near && { hint: `Did you mean "${near}"?` }) }]);
  }
  const indent = ' '.repeat(column);
  return keys
    .filter((key) => !except.includes(key))
    .map((key) => {
      const path = { ...expression, parts: [...expression.parts, key], original: `${expression.original}.${key}` };
      const reference = resolvePath(path, scope, place);
      const argument = emitFlag(flagName(key, place), reference.go, reference.schema);
      return `${indent}{{- if ne ${reference.go} nil }}\n${indent}- ${argument}\n${indent}{{- end }}`;
    })
    .join('\n');
}

function emitFlag(flag: string, go: string, schema: Schema): string {
  const emission = bySchema(go, schema);
  switch (emission.form) {
    case 'boolean':
      return `{{ ternary "--${flag}" "--no-${flag}" ${go} }}`;
    case 'structure':
    case 'free':
    case 'union': {
      const { verb, argument } = printfArgument(emission);
      return `{{ printf ${goString(`--${flag}=${verb}`)} ${argument} | replace "$" "$$" | quote }}`;
    }
    default:
      return `--${flag}={{ ${emission.go} }}`;
  }
}

/** `maxModelLen` is `max-model-len`; a key that is no flag of vLLM is refused (`enableLoRA` is not `enable-lo-ra`). */
function flagName(key: string, place: Place): string {
  const flag = flagOfKey(key);
  if (findFlag(flag)) return flag;
  const near = nearestFlag(flag);
  throw new ArchonError([
    {
      ...place,
      message: `"${key}" is not a flag of vLLM: there is no --${flag}.`,
      ...(near && { hint: `Did you mean --${near}?` }),
    },
  ]);
}
