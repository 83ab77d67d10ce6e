import {
  ArchonError,
  isCall,
  isPath,
  type Expression,
  type FunctionDefinition,
  type FunctionTable,
  nearest,
  type Model,
  type Schema,
} from '@archon/values';
import { templateName } from './analyze/expression.ts';
import { isOfParam, reservedNames, scopeOf, type PartialSignature, type Scope } from './analyze/scope.ts';
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
export function readPartial(name: string, file: string, text: string, model: Model): Partial {
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
  const params = Object.fromEntries(declared.map((line) => readParam(line, placeOfLine(line, file, text), model)));
  const optional = declared
    .map((line) => line.split(/\s+/))
    .flatMap(([, param, type]) => (type?.endsWith('?') ? param! : []));
  const [first = []] = body;
  const mayBeEmpty = isLoneTag(first) && first.some((part) => part.kind === 'open' || part.kind === 'value');
  const names = Object.keys(params);
  const needsRoot = names.length > 0 && body.flat().some((part) => reachesRoot(part, names, model.functions));
  const comment = commentText({ ...head, text: about.filter((line) => !line.startsWith('@')).join('\n') });
  return { name, comment, params, optional, returns, needsRoot, mayBeEmpty, lines: body };
}

const scalarTypes = ['string', 'integer', 'number', 'boolean', 'array', 'object'];

/** `@param name type [pattern]`: a type of JSON Schema, a definition of the model, or `Definition[]`; `?` may be left out. */
function readParam(line: string, place: Place, model: Model): [string, Schema] {
  const [, name = '', written = 'string', pattern] = line.split(/\s+/);
  const [, type = '', list] = /^(.*?)(\[\])?\??$/.exec(written)!;
  if (reservedNames.includes(name))
    throw new ArchonError([{ ...place, message: `"${name}" has a meaning of its own: name the parameter otherwise.` }]);
  const definitions = Object.keys(model.schema.definitions);
  if (definitions.includes(type)) {
    const definition: Schema = { $ref: `#/definitions/${type}` };
    return [name, list ? { type: 'array', items: definition } : definition];
  }
  if (!scalarTypes.includes(type) || list) {
    const near = nearest(type, [...definitions, ...scalarTypes]);
    const message = `"${type}${list ?? ''}" is not a definition of the values, nor one of ${scalarTypes.join(', ')}.`;
    throw new ArchonError([{ ...place, message, ...(near && near !== type && { hint: `Did you mean "${near}"?` }) }]);
  }
  const open = type === 'object' && { additionalProperties: true };
  return [name, { type, ...(pattern && { pattern }), ...open }];
}

/** Where a line of the comment at the top is. */
function placeOfLine(text: string, file: string, source: string): Place {
  const lines = source.split('\n');
  const index = lines.findIndex((line) => line.trim() === text);
  return { file, line: index + 1, column: lines[index]!.indexOf(text) + 1, source: lines[index]! };
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
export function compilePartial(partial: Partial, around: Pick<Scope, 'model' | 'partials' | 'tags'>): Compiled {
  const { name, comment, returns, lines } = partial;
  const { text, used, passed } = compileLines(lines, scopeOf(around, partial), returns);
  const define = `{{- define "${templateName(around.model.root.name, name)}" -}}`;
  return { text: `{{- /* ${comment} */}}\n${define}\n${text.trimEnd()}\n{{- end }}\n`, used, passed };
}

/** The paths of `values` that are used: what a partial uses of a parameter, it uses of all that callers pass. */
export function usedValues(compiled: Pick<Compiled, 'used' | 'passed'>[]): Set<string> {
  const used = new Set(compiled.flatMap((one) => one.used));
  const passed = compiled.flatMap((one) => one.passed);
  // A set also visits what is added to it on the way.
  for (const path of used)
    for (const { param, value } of passed) if (path.startsWith(`${param}.`)) used.add(value + path.slice(param.length));
  return new Set([...used].filter((path) => !isOfParam(path)));
}
