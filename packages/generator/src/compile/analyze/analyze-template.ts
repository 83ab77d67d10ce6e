import { ArchonError } from '@archon/values';
import { isLoneTag, type Line, type Part, type PartOf } from '../parse/template.ts';
import type { AnalyzedLine, AnalyzedTemplate, Node, PassedValue } from './analyzed.ts';
import { elseBlock, openBlock } from './blocks.ts';
import { callPartial, signatureOf } from './call-partial.ts';
import { ownTag, toolsFor } from './expand-tag.ts';
import { resolveExpression, usedIn } from './expression.ts';
import { requireGuard } from './guards.ts';
import { readScalarLine, startsScalar } from './scalar-line.ts';
import type { Scope } from './scope.ts';
import { valueOf } from './value-form.ts';
import { commentText, readRaw } from './verbatim.ts';

/** YAML quotes and indents; text (NOTES.txt, names) takes values as they are. */
export type Mode = 'yaml' | 'text';

/** Resolves every tag of a template, and checks where it stands. Throws ArchonError with the place. */
export function analyzeTemplate(lines: Line[], scope: Scope, mode: Mode): AnalyzedTemplate {
  const used = new Set<string>();
  const passed: PassedValue[] = [];
  let scopes: Scopes = [scope];
  const visit = (part: Part): Node => {
    const visited = visitors[part.kind](part as never, scopes);
    scopes = visited.scopes ?? scopes;
    visited.used?.forEach((path) => used.add(path));
    passed.push(...(visited.passed ?? []));
    return visited.node;
  };
  const analyzed = lines.map((line) => {
    const around = scopes[0];
    return arrange(line, line.map(visit), around, mode);
  });
  return { lines: analyzed, used: [...used], passed };
}

/** The scope where a part stands, and those of the blocks around it. */
type Scopes = [Scope, ...Scope[]];

interface Visited {
  node: Node;
  /** The scopes behind the part, where it changes them. */
  scopes?: Scopes;
  used?: string[];
  passed?: PassedValue[];
}

/** One visitor per kind of part. */
const visitors: { [Kind in Part['kind']]: (part: PartOf<Kind>, scopes: Scopes) => Visited } = {
  text: (node) => ({ node }),
  comment: (part) => ({ node: { kind: 'comment', text: commentText(part) } }),
  raw: (part, [scope]) => {
    const { text, used } = readRaw(part, scope);
    return { node: { kind: 'raw', text }, used };
  },
  open: (part, scopes) => {
    const { go, inner, used } = openBlock(part, scopes[0]);
    return { node: { kind: 'action', go }, scopes: [inner, ...scopes], used };
  },
  elseIf: (part, [, ...around]) => {
    const { go, inner, used } = elseBlock(part, around[0]!);
    return { node: { kind: 'action', go }, scopes: [inner, ...around], used };
  },
  else: (_, [, ...around]) => ({ node: { kind: 'action', go: 'else' }, scopes: [around[0]!, ...around] }),
  close: (_, [, ...around]) => ({ node: { kind: 'action', go: 'end' }, scopes: around as Scopes }),
  partial: (part, [scope]) => {
    const { go, mayBeEmpty, used, passed } = callPartial(part, scope);
    return { node: { kind: 'include', go, mayBeEmpty, quoted: false }, used, passed };
  },
  value: (part, [scope]) => {
    const own = ownTag(part, scope);
    if (own) {
      const { lines, used } = own.tag.expand(own.call, toolsFor(own.call, scope));
      return { node: { kind: 'lines', lines }, used };
    }
    const expression = resolveExpression(part.expression, scope, part.place);
    requireGuard(expression, scope, part.place);
    return { node: valueOf(expression), used: usedIn(expression) };
  },
};

/** Decides what a line is, and whether its tags may stand there. */
function arrange(line: Line, nodes: Node[], scope: Scope, mode: Mode): AnalyzedLine {
  const lone = isLoneTag(line);
  line.forEach((part, index) => checkPlace(part, nodes[index]!, lone, scope, mode));
  if (lone && !(mode === 'text' && nodes.some((node) => node.kind === 'value'))) {
    const index = nodes.findIndex((node) => node.kind !== 'text');
    return { kind: 'lone', indent: textOf(nodes[index - 1]), node: nodes[index]!, tail: textOf(nodes[index + 1]) };
  }
  if (mode === 'text') return { kind: 'inline', nodes };
  if (nodes.some((node) => node.kind === 'value')) return readScalarLine(line, nodes);
  return { kind: 'inline', nodes: quoteWholeScalar(nodes) };
}

/** YAML is written on lines of its own, text is not: it would be a scalar without a key. */
function checkPlace(part: Part, node: Node, lone: boolean, scope: Scope, mode: Mode): void {
  if (part.kind === 'partial') {
    const { returns } = signatureOf(part.name, scope, part.place);
    const refuse = (message: string): never => {
      throw new ArchonError([{ ...part.place, message: `The partial "${part.name}" returns ${message}` }]);
    };
    if (returns === 'yaml' && !lone) refuse('YAML: put it on a line of its own.');
    if (returns === 'text' && lone && mode === 'yaml') refuse('text: write it behind a key.');
  }
  if (part.kind !== 'value') return;
  const scalar = node.kind === 'value' && node.form !== 'structure';
  if (lone && scalar && mode === 'yaml') {
    const message = 'A scalar cannot stand alone on a line.';
    throw new ArchonError([{ ...part.place, message, hint: 'Write it behind a key.' }]);
  }
  if (node.kind === 'lines' && !lone)
    throw new ArchonError([{ ...part.place, message: 'This tag stands for lines: put it on a line of its own.' }]);
}

/** Text that a partial returns is quoted where it is all there is behind a key or a dash. */
function quoteWholeScalar(nodes: Node[]): Node[] {
  const [head, include, tail, ...more] = nodes;
  const whole = include?.kind === 'include' && startsScalar(textOf(head)) && textOf(tail).trim() === '' && !more.length;
  return whole && (tail === undefined || tail.kind === 'text')
    ? nodes.map((node) => (node === include ? { ...include, quoted: true } : node))
    : nodes;
}

const textOf = (node: Node | undefined): string => (node?.kind === 'text' ? node.text : '');
