import { ArchonError, isPath, literalOf, resolveRef, type Expression, type Schema } from '@archon/values';
import { emitBare, emitExpression, emitInclude } from './emit-expression.ts';
import { emitFlags } from './emit-flags.ts';
import { emissionOf, emitScalar, type Emission } from './emit-value.ts';
import { emitMixedScalar, readScalarLine } from './scalar-line.ts';
import { resolvePath, typeOf, type Reference, type Scope } from './scope.ts';
import type { BlockKind, Place, Token } from './tokens.ts';

/** A partial as its callers see it. */
export interface PartialSignature {
  params: Record<string, Schema>;
  returns: 'text' | 'yaml';
}

export interface CompileOptions {
  scope: Scope;
  /** YAML quotes and indents; text (NOTES.txt, names) takes values as they are. */
  mode: 'yaml' | 'text';
  partials: Record<string, PartialSignature>;
}

interface Frame {
  block: BlockKind;
  standalone: boolean;
  outer: Scope;
}

/** Replaces each tag, where it stands, by the Helm expression for its type; all other text stays as it is. */
export function compileTokens(tokens: Token[], { scope: start, mode, partials }: CompileOptions): string {
  let scope = start;
  let output = '';
  const frames: Frame[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    const standalone = isStandalone(tokens, index);
    const [opening, closing] = standalone ? ['{{-', '}}'] : ['{{', '}}'];
    switch (token.kind) {
      case 'text':
        output += token.text;
        break;
      case 'raw':
        output += rawText(token.text, token.place, scope, standalone);
        break;
      case 'comment':
        output += `${opening} /* ${commentText(token.text, token.place)} */${closing}`;
        break;
      case 'open': {
        frames.push({ block: token.block, standalone, outer: scope });
        const { text, inner } = openBlock(token, scope);
        output += `${opening} ${text} ${closing}`;
        scope = inner;
        break;
      }
      case 'elseIf':
        scope = enter(frames.at(-1)!.outer, token.block, token.condition, token.place);
        output += `${opening} else ${conditionText(token.block, token.condition, frames.at(-1)!.outer, token.place)} ${closing}`;
        break;
      case 'else':
        scope = frames.at(-1)!.outer;
        output += `${opening} else ${closing}`;
        break;
      case 'close':
        scope = frames.pop()!.outer;
        output += `${opening} end ${closing}`;
        break;
      case 'partial': {
        const call = callPartial(token, scope, partials);
        if (standalone) output += atColumn(call, columnOf(output));
        else
          output += mode === 'yaml' && isWholeScalar(tokens, index, output) ? `{{ ${call} | quote }}` : `{{ ${call} }}`;
        break;
      }
      case 'flags':
        output = output.replace(/[ \t]*$/, '') + emitFlags(token, scope, columnOf(output));
        break;
      case 'value': {
        requireGuard(token.expression, scope, token.place);
        const emission = emissionOf(token.expression, scope, token.place);
        if (mode === 'text') output += `{{ ${emission.form === 'structure' ? `toJson ${emission.go}` : emission.go} }}`;
        else if (standalone) output += wholeLine(emission, columnOf(output), token.place);
        else {
          const line = readScalarLine(tokens, index, output);
          for (const part of line.parts.slice(1))
            if (part.kind === 'value') requireGuard(part.expression, scope, part.place);
          if (line.whole) output += emitScalar(emission);
          else {
            output = output.slice(0, output.length - line.prefix.length) + emitMixedScalar(line, scope);
            index += line.parts.length - 1;
            output += line.rest;
          }
        }
        break;
      }
    }
  }
  return output;
}

function openBlock(token: Token & { kind: 'open' }, scope: Scope): { text: string; inner: Scope } {
  const { block, condition, names, place } = token;
  if (block !== 'each') {
    if (names.length > 0) throw new ArchonError([{ ...place, message: `{{#${block}}} has no block parameters.` }]);
    return { text: conditionText(block, condition, scope, place), inner: enter(scope, block, condition, place) };
  }
  const { go, item } = iterated(condition, scope, place);
  const [name, key] = names;
  if (!name) throw new ArchonError([{ ...place, message: 'Name the item: {{#each list as |item|}}.' }]);
  const range = key ? `range $${key}, $${name} := ${go}` : `range $${name} := ${go}`;
  const bound: Record<string, Reference> = { [name]: reference(name, item) };
  if (key) bound[key] = reference(key, { type: 'string' });
  return { text: range, inner: { ...scope, names: { ...scope.names, ...bound } } };
}

const reference = (name: string, schema: Schema): Reference => ({
  go: `$${name}`,
  schema,
  optional: false,
  canonical: name,
});

function iterated(condition: Expression, scope: Scope, place: Place): { go: string; item: Schema } {
  if (!isPath(condition)) return { go: emitBare(condition, scope, place), item: { type: 'string' } };
  const { go, schema } = resolvePath(condition, scope, place);
  const open = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const item = schema.items ?? open;
  if (!item)
    throw new ArchonError([{ ...place, message: `"${condition.original}" is neither a list nor an open map.` }]);
  return { go, item: resolveRef(scope.model, item) };
}

function conditionText(block: BlockKind, condition: Expression, scope: Scope, place: Place): string {
  if (block === 'given') return `if ne ${emitExpression(condition, scope, place).raw} nil`;
  if (block === 'each') throw new ArchonError([{ ...place, message: '{{else each}} has no form in Helm.' }]);
  refuseOptionalTruth(condition, scope, place);
  if (block === 'unless') return `if not ${emitExpression(condition, scope, place).raw}`;
  return `if ${emitBare(condition, scope, place)}`;
}

/** Truth of an optional number or boolean would take 0 and false for "not set". */
function refuseOptionalTruth(condition: Expression, scope: Scope, place: Place): void {
  if (!isPath(condition)) return;
  const { schema, optional, canonical } = resolvePath(condition, scope, place);
  const type = typeOf(schema);
  const present = scope.guarded.has(canonical);
  if (type === 'integer' || type === 'number')
    throw new ArchonError([{ ...place, message: `{{#if ${canonical}}} takes 0 for unset.`, hint: 'Use {{#given}}.' }]);
  if (type === 'boolean' && optional && !present)
    throw new ArchonError([
      { ...place, message: `{{#if ${canonical}}} takes false for unset.`, hint: 'Put {{#given}} around it.' },
    ]);
}

/** The scope inside a block whose condition was true: what it tested is there. */
function enter(scope: Scope, block: BlockKind, condition: Expression, place: Place): Scope {
  if (block === 'unless' || block === 'each') return scope;
  const found = provenPaths(condition).flatMap((path) => resolvePath(path, scope, place).canonical);
  return { ...scope, guarded: new Set([...scope.guarded, ...found]) };
}

function provenPaths(condition: Expression): hbs.AST.PathExpression[] {
  if (isPath(condition)) return [condition];
  const call = condition as hbs.AST.SubExpression;
  const name = call.type === 'SubExpression' ? (call.path as hbs.AST.PathExpression).original : '';
  if (name === 'and') return call.params.flatMap(provenPaths);
  return name === 'given' && isPath(call.params[0]!) ? [call.params[0]] : [];
}

function requireGuard(expression: Expression, scope: Scope, place: Place): void {
  if (!isPath(expression)) return;
  const { optional, canonical } = resolvePath(expression, scope, place);
  if (!optional || scope.guarded.has(canonical)) return;
  const hint = `Put {{#given ${canonical}}} … {{/given}} around it.`;
  throw new ArchonError([{ ...place, message: `"${canonical}" may be absent here.`, hint }]);
}

function wholeLine(emission: Emission, column: number, place: Place): string {
  if (emission.form === 'structure') return atColumn(`toYaml ${emission.go}`, column);
  throw new ArchonError([
    { ...place, message: 'A scalar cannot stand alone on a line.', hint: 'Write it behind a key.' },
  ]);
}

function callPartial(token: Token & { kind: 'partial' }, scope: Scope, partials: CompileOptions['partials']): string {
  const { name, params, place } = token;
  const signature = partials[name];
  if (!signature) {
    const known = Object.keys(partials).join(', ');
    throw new ArchonError([{ ...place, message: `There is no partial "${name}".`, hint: `Known: ${known}.` }]);
  }
  const wanted = Object.keys(signature.params);
  const wrong = [
    ...Object.keys(params).filter((key) => !wanted.includes(key)),
    ...wanted.filter((key) => params[key] === undefined),
  ];
  if (wrong.length > 0) {
    const message = `The partial "${name}" takes ${wanted.join(', ') || 'no parameters'}; check ${wrong.join(', ')}.`;
    throw new ArchonError([{ ...place, message }]);
  }
  const pairs = Object.entries(params).map(([key, value]): [string, string] => {
    if (!literalOf(value)) requireGuard(value, scope, place);
    return [key, emitExpression(value, scope, place).typed];
  });
  return emitInclude(name, pairs, scope);
}

/** The escape hatch: Helm as written. It may not reach around the merged values, and its paths are checked too. */
function rawText(text: string, place: Place, scope: Scope, standalone: boolean): string {
  const bypass = /\.Values\b/.exec(text);
  if (bypass) throw new ArchonError([{ ...place, message: 'A raw block may not use .Values: use $values.' }]);
  for (const [, path] of text.matchAll(/\$values((?:\.[A-Za-z0-9_]+)+)/g)) {
    const parts = ['values', ...path!.slice(1).split('.')];
    const target = parts[1] === 'facts' ? parts.slice(1) : parts;
    resolvePath({ parts: target, original: target.join('.') } as unknown as hbs.AST.PathExpression, scope, place);
  }
  return standalone ? text.replace(/^[ \t]*\n/, '').replace(/\n[ \t]*$/, '') : text;
}

function commentText(text: string, place: Place): string {
  if (text.includes('*/')) throw new ArchonError([{ ...place, message: 'A comment may not contain "*/".' }]);
  return text.replace(/\s*\n\s*/g, '\n');
}

function isStandalone(tokens: Token[], index: number): boolean {
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  const startsLine = before === undefined || (before.kind === 'text' && /(?:^|\n)[ \t]*$/.test(before.text));
  const startsFile = before?.kind === 'text' && index > 1 && !before.text.includes('\n');
  const endsLine = after === undefined || (after.kind === 'text' && /^[ \t]*(?:\n|$)/.test(after.text));
  return startsLine && !startsFile && endsLine;
}

/** Whether the tag is all there is behind `key: ` or `- `. */
function isWholeScalar(tokens: Token[], index: number, output: string): boolean {
  const after = tokens[index + 1];
  const line = output.slice(output.lastIndexOf('\n') + 1);
  return (
    /^\s*(?:- +)*[\w./-]+: +$/.test(line) &&
    (after === undefined || (after.kind === 'text' && /^[ \t]*(?:\n|$)/.test(after.text)))
  );
}

/** A block of YAML on a line of its own; at the left edge nothing needs to be indented. */
const atColumn = (go: string, column: number): string =>
  column === 0 ? `{{ ${go} }}` : `{{- ${go} | nindent ${column} }}`;

const columnOf = (output: string): number => output.length - (output.lastIndexOf('\n') + 1);
