import {
  ArchonError,
  isCall,
  isPath,
  type Expression,
  type FunctionDefinition,
  type FunctionTable,
  type Model,
  type Schema,
} from '@archon/values';
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
export function readPartial(
  name: string,
  file: string,
  text: string,
  { functions }: Pick<Model, 'functions'>,
): Partial {
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
  const names = Object.keys(params);
  const needsRoot = names.length > 0 && body.flat().some((part) => reachesRoot(part, names, functions));
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
function reachesRoot(part: Part, params: string[], functions: FunctionTable): boolean {
  const known = (expression: Expression): boolean => {
    if (isPath(expression)) return params.includes(String(expression.parts[0]));
    if (!isCall(expression)) return true;
    const { path, params: args } = expression as hbs.AST.SubExpression;
    const definition = functions[(path as hbs.AST.PathExpression).original];
    return definition !== undefined && !needsChart(definition) && args.every(known);
  };
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

/** Whether the text of a function uses something of the chart around it. */
function needsChart({ arity: [least], emit }: FunctionDefinition): boolean {
  let needed = false;
  const use = () => ((needed = true), '');
  const args = Array.from({ length: least }, () => ({ raw: 'x', typed: 'x', type: 'any' as const }));
  emit(args, { include: use, fromRoot: use });
  return needed;
}

/** Compiles a partial to a `define` block. */
export function compilePartial(partial: Partial, around: Scope): Compiled {
  const { name, comment, returns, lines } = partial;
  const { text, used } = compileLines(lines, scopeOf(around, partial), returns);
  const define = `{{- define "${templateName(around.model.root.name, name)}" -}}`;
  return { text: `{{- /* ${comment} */}}\n${define}\n${text.trimEnd()}\n{{- end }}\n`, used };
}
