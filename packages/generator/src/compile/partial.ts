import { ArchonError, type Schema } from '@archon/values';
import type { PartialSignature } from './call-partial.ts';
import { compileTokens } from './compile-template.ts';
import { reservedNames, type Reference, type Scope } from './scope.ts';
import { tokenize, type Place, type Token } from './tokens.ts';
import { commentText } from './verbatim.ts';

/** A partial: a named template of the chart, with declared parameters. */
export interface Partial extends PartialSignature {
  name: string;
  comment: string;
  tokens: Token[];
}

/** Reads a partial. Its first comment says what it is, `@param name type [pattern]` and `@returns text|yaml`. */
export function readPartial(name: string, file: string, text: string): Partial {
  const [head, ...tokens] = tokenize(file, text);
  if (head?.kind !== 'comment') {
    const message = 'A partial begins with a comment that says what it is and what it returns.';
    throw new ArchonError([{ file, line: 1, column: 1, message, hint: 'Add {{!-- … @returns text --}} at the top.' }]);
  }
  const lines = head.text.split('\n').map((line) => line.trim());
  const returns = lines.find((line) => line.startsWith('@returns '))?.slice('@returns '.length);
  if (returns !== 'text' && returns !== 'yaml')
    throw new ArchonError([{ ...head.place, message: 'A partial says "@returns text" or "@returns yaml".' }]);
  const params = Object.fromEntries(
    lines.filter((line) => line.startsWith('@param ')).map((line): [string, Schema] => readParam(line, head.place)),
  );
  if (returns === 'yaml' && tokens[1]?.kind === 'open')
    throw new ArchonError([
      {
        ...tokens[1].place,
        message: 'A block at the top would leave an empty line.',
        hint: 'Begin the partial with text.',
      },
    ]);
  const comment = commentText(lines.filter((line) => !line.startsWith('@')).join('\n'), head.place);
  const first = tokens[0];
  if (first?.kind === 'text') first.text = first.text.replace(/^\n/, '');
  return { name, comment, params, returns, tokens };
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
export function compilePartial(partial: Partial, scope: Scope, partials: Record<string, PartialSignature>): string {
  const names = Object.fromEntries(
    Object.entries(partial.params).map(([name, schema]): [string, Reference] => [
      name,
      { go: `$${name}`, schema, optional: false, canonical: name },
    ]),
  );
  const inner: Scope = { ...scope, root: '$root', names };
  const body = compileTokens(partial.tokens, { scope: inner, mode: partial.returns, partials }).trimEnd();
  const variables = ['root', 'values', ...Object.keys(partial.params)].filter((name) => body.includes(`$${name}`));
  const header = variables.map((name) => `\n{{- $${name} := .${name} }}`).join('');
  const start = header === '' ? ' -}}' : ` }}${header.replace(/ \}\}$/, ' -}}')}`;
  const define = `{{- define "${scope.model.root.name}.${partial.name}"${start}`;
  return `{{- /* ${partial.comment} */}}\n${define}\n${body}\n{{- end }}\n`;
}
