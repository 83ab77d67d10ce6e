import { ArchonError, type Schema } from '@archon/values';
import { reservedNames, type PartialSignature, type Reference, type Scope } from './analyze/scope.ts';
import { commentText } from './analyze/verbatim.ts';
import { compileLines, type Compiled } from './compile-template.ts';
import { parseTemplate } from './parse/parse-template.ts';
import { isLoneTag, type Line, type Place } from './parse/template.ts';

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
  const params = Object.fromEntries(
    about.filter((line) => line.startsWith('@param ')).map((line): [string, Schema] => readParam(line, head.place)),
  );
  const [first = []] = body;
  const block = first.find((part) => part.kind === 'open');
  if (returns === 'yaml' && block && isLoneTag(first)) {
    const message = 'A block at the top would leave an empty line.';
    throw new ArchonError([{ ...block.place, message, hint: 'Begin the partial with text.' }]);
  }
  const comment = commentText({ ...head, text: about.filter((line) => !line.startsWith('@')).join('\n') });
  return { name, comment, params, returns, lines: body };
}

function readParam(line: string, place: Place): [string, Schema] {
  const [, name = '', type = 'string', pattern] = line.split(/\s+/);
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

/** Compiles a partial to a `define` block. */
export function compilePartial(partial: Partial, scope: Scope): Compiled {
  const names = Object.fromEntries(
    Object.entries(partial.params).map(([name, schema]): [string, Reference] => [
      name,
      { go: `$${name}`, schema, optional: false, path: name },
    ]),
  );
  const inner: Scope = { ...scope, root: '$root', names };
  const { text, used } = compileLines(partial.lines, inner, partial.returns);
  const body = text.trimEnd();
  const variables = ['root', 'values', ...Object.keys(partial.params)].filter((name) => body.includes(`$${name}`));
  const header = variables.map((name) => `\n{{- $${name} := .${name} }}`).join('');
  const start = header === '' ? ' -}}' : ` }}${header.replace(/ \}\}$/, ' -}}')}`;
  const define = `{{- define "${scope.model.root.name}.${partial.name}"${start}`;
  return { text: `{{- /* ${partial.comment} */}}\n${define}\n${body}\n{{- end }}\n`, used };
}
