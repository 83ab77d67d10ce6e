import { ArchonError, isCall, isPath, type Expression, type Schema } from '@archon/values';
import { templateName } from './analyze/expression.ts';
import { reservedNames, scopeOf, type PartialSignature, type Scope } from './analyze/scope.ts';
import { commentText } from './analyze/verbatim.ts';
import { compileLines, type Compiled } from './compile-template.ts';
import { parseTemplate } from './parse/parse-template.ts';
import { isLoneTag, type Line, type Part, type Place } from './parse/template.ts';

/** A partial: a named template of the chart, with declared parameters. */
export interface Partial extends PartialSignature {
  name: string;
  comment: string;
  lines: Line[];
}

/** Reads a partial. Its first comment says what it is, `@param name type [pattern]` and `@returns text|yaml`. */
export function readPartial(name: string, file: string, text: string): Partial {
  const [firstLine = [], ...more] = parseTemplate(file, text);
  const [head, ...behind] = firstLine;
  const body: Line[] = behind.length > 0 ? [behind, ...more] : more;
  if (head?.kind !== 'comment') {
    const message = 'A partial begins with a comment that says what it is and what it returns.';
    throw new ArchonError([{ file, line: 1, column: 1, message, hint: 'Add {{!-- … @returns text --}} at the top.' }]);
  }
  const about = head.text.split('\n').map((line) => line.trim());
  const returns = about.find((line) => line.startsWith('@returns '))?.slice('@returns '.length);
  if (returns !== 'text' && returns !== 'yaml')
    throw new ArchonError([{ ...head.place, message: 'A partial says "@returns text" or "@returns yaml".' }]);
  const declared = about.filter((line) => line.startsWith('@param '));
  const params = Object.fromEntries(declared.map((line) => readParam(line, head.place)));
  const optional = declared
    .map((line) => line.split(/\s+/))
    .flatMap(([, param, type]) => (type?.endsWith('?') ? param! : []));
  const [first = []] = body;
  const mayBeEmpty = isLoneTag(first) && first.some((part) => part.kind === 'open' || part.kind === 'value');
  const needsRoot =
    Object.keys(params).length > 0 && body.flat().some((part) => reachesRoot(part, Object.keys(params)));
  const comment = commentText({ ...head, text: about.filter((line) => !line.startsWith('@')).join('\n') });
  return { name, comment, params, optional, returns, needsRoot, mayBeEmpty, lines: body };
}

function readParam(line: string, place: Place): [string, Schema] {
  const [, name = '', written = 'string', pattern] = line.split(/\s+/);
  const type = written.replace(/\?$/, '');
  const types = ['string', 'integer', 'number', 'boolean', 'array', 'object'];
  if (!types.includes(type))
    throw new ArchonError([{ ...place, message: `"${type}" is none of ${types.join(', ')}.` }]);
  if (reservedNames.includes(name))
    throw new ArchonError([{ ...place, message: `"${name}" has a meaning of its own: name the parameter otherwise.` }]);
  const schema: Schema = {
    type,
    ...(pattern && { pattern }),
    ...(type === 'object' && { additionalProperties: true }),
  };
  return [name, schema];
}

/** Whether a part asks for more than the parameters. */
function reachesRoot(part: Part, params: string[]): boolean {
  const known = (expression: Expression): boolean =>
    isPath(expression)
      ? params.includes(String(expression.parts[0]))
      : !isCall(expression) || expression.params.every(known);
  switch (part.kind) {
    case 'partial':
      return true;
    case 'raw':
      return part.text.includes('.root');
    case 'value':
      return !known(part.expression);
    case 'open':
    case 'elseIf':
      return !known(part.condition);
    default:
      return false;
  }
}

/** Compiles a partial to a `define` block. */
export function compilePartial(partial: Partial, around: Scope): Compiled {
  const { name, comment, returns, lines } = partial;
  const { text, used } = compileLines(lines, scopeOf(around, partial), returns);
  const define = `{{- define "${templateName(around.model.root.name, name)}" -}}`;
  return { text: `{{- /* ${comment} */}}\n${define}\n${text.trimEnd()}\n{{- end }}\n`, used };
}
