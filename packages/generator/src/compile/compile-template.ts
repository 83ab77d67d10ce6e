import { ArchonError } from '@archon/values';
import { conditionText, enter, openBlock, requireGuard } from './blocks.ts';
import { callPartial, type PartialSignature } from './call-partial.ts';
import { emitFlags } from './emit-flags.ts';
import { emissionOf, emitInText, emitScalar, type Emission } from './emit-value.ts';
import { emitMixedScalar, readScalarLine } from './scalar-line.ts';
import type { Scope } from './scope.ts';
import type { Place, Token } from './tokens.ts';
import { commentText, rawText } from './verbatim.ts';

export interface CompileOptions {
  scope: Scope;
  /** YAML quotes and indents; text (NOTES.txt, names) takes values as they are. */
  mode: 'yaml' | 'text';
  partials: Record<string, PartialSignature>;
}

/** Replaces each tag, where it stands, by the Helm expression for its type; all other text stays as it is. */
export function compileTokens(tokens: Token[], { scope: start, mode, partials }: CompileOptions): string {
  let scope = start;
  let output = '';
  const outer: Scope[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    const standalone = isStandalone(tokens, index);
    const [opening, closing] = standalone ? ['{{-', '}}'] : ['{{', '}}'];
    switch (token.kind) {
      case 'text':
        output += token.text;
        break;
      case 'raw':
        // A raw block brings the indentation of its lines along.
        if (standalone && token.text.startsWith('\n')) output = output.replace(/[ \t]+$/, '');
        output += rawText(token.text, token.place, scope, standalone);
        break;
      case 'comment':
        output += `${opening} /* ${commentText(token.text, token.place)} */${closing}`;
        break;
      case 'open': {
        outer.push(scope);
        const { text, inner } = openBlock(token, scope);
        output += `${opening} ${text} ${closing}`;
        scope = inner;
        break;
      }
      case 'elseIf':
        scope = enter(outer.at(-1)!, token.block, token.condition, token.place);
        output += `${opening} else ${conditionText(token.block, token.condition, outer.at(-1)!, token.place)} ${closing}`;
        break;
      case 'else':
        scope = outer.at(-1)!;
        output += `${opening} else ${closing}`;
        break;
      case 'close':
        scope = outer.pop()!;
        output += `${opening} end ${closing}`;
        break;
      case 'partial': {
        const call = callPartial(token, scope, partials);
        requirePlace(token, partials[token.name]!, standalone, mode);
        if (standalone) output += atColumn(call, columnOf(output));
        else
          output += mode === 'yaml' && isWholeScalar(tokens, index, output) ? `{{ ${call} | quote }}` : `{{ ${call} }}`;
        break;
      }
      case 'flags':
        output = output.replace(/[ \t]*$/, '') + emitFlags(token, scope, columnOf(output));
        break;
      case 'value': {
        const emission = emissionOf(token.expression, scope, token.place);
        requireGuard(token.expression, scope, token.place);
        if (mode === 'text') output += emitInText(emission);
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

function wholeLine(emission: Emission, column: number, place: Place): string {
  if (emission.form === 'structure') return atColumn(`toYaml ${emission.go}`, column);
  throw new ArchonError([
    { ...place, message: 'A scalar cannot stand alone on a line.', hint: 'Write it behind a key.' },
  ]);
}

/** YAML stands on lines of its own, text does not: it would be a scalar without a key. */
function requirePlace(
  { name, place }: Token & { kind: 'partial' },
  { returns }: PartialSignature,
  standalone: boolean,
  mode: CompileOptions['mode'],
): void {
  if (returns === 'yaml' && !standalone)
    throw new ArchonError([{ ...place, message: `The partial "${name}" returns YAML: put it on a line of its own.` }]);
  if (returns === 'text' && standalone && mode === 'yaml')
    throw new ArchonError([{ ...place, message: `The partial "${name}" returns text: write it behind a key.` }]);
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
    /^\s*(?:(?:- +)+|(?:- +)*[\w./-]+: +)$/.test(line) &&
    (after === undefined || (after.kind === 'text' && /^[ \t]*(?:\n|$)/.test(after.text)))
  );
}

/** A block of YAML on a line of its own; at the left edge nothing needs to be indented. */
const atColumn = (go: string, column: number): string =>
  column === 0 ? `{{ ${go} }}` : `{{- ${go} | nindent ${column} }}`;

const columnOf = (output: string): number => output.length - (output.lastIndexOf('\n') + 1);
