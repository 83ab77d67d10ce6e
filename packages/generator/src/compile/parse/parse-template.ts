import { ArchonError, type Expression } from '@archon/values';
import Handlebars from 'handlebars';
import { toLines, type BlockKind, type Line, type Part, type Place } from './template.ts';

const blockKinds = ['if', 'unless', 'given', 'each', 'with', 'feature'];

/** Parses a Handlebars template into lines. Throws ArchonError with the place for syntax that has no Helm form. */
export function parseTemplate(file: string, text: string): Line[] {
  const source = new Source(file, text);
  return toLines(visitAll(parseHandlebars(text, source).body, source));
}

/** The text that is parsed, for the places of its nodes. */
class Source {
  private readonly lines: string[];

  constructor(
    private readonly file: string,
    text: string,
  ) {
    this.lines = text.split('\n');
  }

  placeAt(line: number, column: number): Place {
    return { file: this.file, line, column, source: this.lines[line - 1] ?? '' };
  }

  placeOf({ loc }: hbs.AST.Node): Place {
    return this.placeAt(loc.start.line, loc.start.column + 1);
  }

  refuse(node: hbs.AST.Node, message: string): never {
    throw new ArchonError([{ ...this.placeOf(node), message }]);
  }
}

function parseHandlebars(text: string, source: Source): hbs.AST.Program {
  try {
    return Handlebars.parseWithoutProcessing(text);
  } catch (error) {
    const reason = (error as Error).message;
    const line = Number(/on line (\d+)/.exec(reason)?.[1] ?? (error as { lineNumber?: number }).lineNumber ?? 1);
    const summary = reason.split('\n').at(-1) ?? reason;
    throw new ArchonError([{ ...source.placeAt(line, 1), message: `This is not valid Handlebars: ${summary}.` }]);
  }
}

/** One visitor per kind of node; each node becomes parts, in the order of the text. */
const visitors: Record<string, (node: never, source: Source) => Part[]> = {
  ContentStatement: ({ original }: hbs.AST.ContentStatement) => [{ kind: 'text', text: String(original) }],
  CommentStatement: (node: hbs.AST.CommentStatement, source) => [
    { kind: 'comment', text: node.value.trim(), place: source.placeOf(node) },
  ],
  MustacheStatement: visitMustache,
  BlockStatement: visitBlock,
  PartialStatement: (node: hbs.AST.PartialStatement, source) => {
    const params = Object.fromEntries((node.hash?.pairs ?? []).map(({ key, value }) => [key, value]));
    return [{ kind: 'partial', name: nameOf(node.name), params, place: source.placeOf(node) }];
  },
};

const visitAll = (body: hbs.AST.Statement[], source: Source): Part[] =>
  body.flatMap((node) => {
    const visit = visitors[node.type];
    return visit ? visit(node as never, source) : source.refuse(node, `${node.type} has no form in Helm.`);
  });

function visitMustache(node: hbs.AST.MustacheStatement, source: Source): Part[] {
  const isCall = node.params.length > 0;
  if (node.hash && !isCall) source.refuse(node, `"${nameOf(node.path)}" takes no named parameters.`);
  const call = { ...node, type: 'SubExpression' } as unknown as Expression;
  const expression = isCall ? call : (node.path as Expression);
  return [{ kind: 'value', expression, place: source.placeOf(node) }];
}

function visitBlock(node: hbs.AST.BlockStatement, source: Source): Part[] {
  const name = nameOf(node.path);
  const place = source.placeOf(node);
  if (name === 'helm') return [{ kind: 'raw', text: rawText(node.program.body), place }];
  const head = readCondition(node, source);
  if (!node.program) source.refuse(node, `{{^${name}}} has no form in Helm; use {{#unless}}.`);
  const names = node.program.blockParams ?? [];
  return [
    { kind: 'open', ...head, names },
    ...visitAll(node.program.body, source),
    ...visitInverse(node.inverse, source),
    { kind: 'close', place },
  ];
}

/** What follows {{else}}; `{{else if}}` is a block inside of it for Handlebars, and a branch of the same for Helm. */
function visitInverse(program: (hbs.AST.Program & { chained?: boolean }) | undefined, source: Source): Part[] {
  if (!program) return [];
  const chained = program.body[0] as hbs.AST.BlockStatement | undefined;
  if (!program.chained || !chained)
    return [{ kind: 'else', place: source.placeOf(program) }, ...visitAll(program.body, source)];
  return [
    { kind: 'elseIf', ...readCondition(chained, source) },
    ...visitAll(chained.program.body, source),
    ...visitInverse(chained.inverse, source),
  ];
}

function readCondition(node: hbs.AST.BlockStatement, source: Source) {
  const block = nameOf(node.path);
  if (!blockKinds.includes(block))
    source.refuse(node, `There is no block "${block}"; use ${blockKinds.join(', ')} or helm.`);
  if (node.params.length !== 1 || node.hash) source.refuse(node, `{{#${block}}} takes one condition.`);
  return { block: block as BlockKind, condition: node.params[0]!, place: source.placeOf(node) };
}

const nameOf = (path: hbs.AST.Node): string => (path as hbs.AST.PathExpression).original;

const rawText = (body: hbs.AST.Statement[]): string =>
  body.map((node) => String((node as hbs.AST.ContentStatement).original)).join('');
