import { ArchonError, type Expression } from '@archon/values';
import Handlebars from 'handlebars';

/** Place in a template; lines and columns count from 1. */
export interface Place {
  file: string;
  line: number;
  column: number;
  source: string;
}

export type BlockKind = 'if' | 'unless' | 'given' | 'each';

/** A template as a flat list, in the order of the text: what the visitor replaces, and what it leaves alone. */
export type Token =
  | { kind: 'text'; text: string }
  | { kind: 'raw'; text: string; place: Place }
  | { kind: 'comment'; text: string; place: Place }
  | { kind: 'value'; expression: Expression; place: Place }
  | { kind: 'flags'; expression: Expression; except: string[]; place: Place }
  | { kind: 'partial'; name: string; params: Record<string, Expression>; place: Place }
  | { kind: 'open'; block: BlockKind; condition: Expression; names: string[]; place: Place }
  | { kind: 'elseIf'; block: BlockKind; condition: Expression; place: Place }
  | { kind: 'else'; place: Place }
  | { kind: 'close'; place: Place };

const blockKinds = ['if', 'unless', 'given', 'each'];

/** Parses a Handlebars template into tokens. Throws ArchonError with the place for syntax that has no Helm form. */
export function tokenize(file: string, text: string): Token[] {
  const lines = text.split('\n');
  const placeAt = (line: number, column: number): Place => ({ file, line, column, source: lines[line - 1] ?? '' });
  const placeOf = (node: hbs.AST.Node): Place => placeAt(node.loc.start.line, node.loc.start.column + 1);
  const refuseAt = (node: hbs.AST.Node, message: string): never => {
    throw new ArchonError([{ ...placeOf(node), message }]);
  };

  const checkBlock = (node: hbs.AST.BlockStatement, name: string): void => {
    if (!blockKinds.includes(name))
      refuseAt(node, `There is no block "${name}"; use ${blockKinds.join(', ')} or helm.`);
    if (node.params.length !== 1 || node.hash) refuseAt(node, `{{#${name}}} takes one condition.`);
  };
  const block = (node: hbs.AST.BlockStatement): Token[] => {
    const name = (node.path as hbs.AST.PathExpression).original;
    if (name === 'helm') return [{ kind: 'raw', text: textOf(node.program.body), place: placeOf(node) }];
    checkBlock(node, name);
    if (!node.program) refuseAt(node, `{{^${name}}} has no form in Helm; use {{#unless}}.`);
    const names = node.program.blockParams ?? [];
    const open = {
      kind: 'open',
      block: name as BlockKind,
      condition: node.params[0]!,
      names,
      place: placeOf(node),
    } as const;
    return [open, ...visit(node.program.body), ...inverse(node.inverse), { kind: 'close', place: placeOf(node) }];
  };
  const inverse = (program: (hbs.AST.Program & { chained?: boolean }) | undefined): Token[] => {
    if (!program) return [];
    const chained = program.body[0] as hbs.AST.BlockStatement | undefined;
    if (!program.chained || !chained) return [{ kind: 'else', place: placeOf(program) }, ...visit(program.body)];
    const name = (chained.path as hbs.AST.PathExpression).original;
    checkBlock(chained, name);
    return [
      { kind: 'elseIf', block: name as BlockKind, condition: chained.params[0]!, place: placeOf(chained) },
      ...visit(chained.program.body),
      ...inverse(chained.inverse),
    ];
  };
  const mustache = (node: hbs.AST.MustacheStatement): Token => {
    const name = (node.path as hbs.AST.PathExpression).original;
    if (name === 'flags') {
      const [except, ...more] = (node.hash?.pairs ?? []).map(({ key, value }) =>
        key === 'except' ? value : undefined,
      );
      if (node.params.length !== 1 || more.length > 0 || (node.hash && except?.type !== 'StringLiteral'))
        refuseAt(node, '{{flags}} takes the path of an object, and except="…" with keys to leave out.');
      return {
        kind: 'flags',
        expression: node.params[0]!,
        except: (except as hbs.AST.StringLiteral | undefined)?.value.split(' ') ?? [],
        place: placeOf(node),
      };
    }
    if (node.hash) refuseAt(node, `"${name}" takes no named parameters.`);
    const call = { ...node, type: 'SubExpression' } as unknown as Expression;
    return {
      kind: 'value',
      expression: node.params.length > 0 ? call : (node.path as Expression),
      place: placeOf(node),
    };
  };
  const visit = (body: hbs.AST.Statement[]): Token[] =>
    body.flatMap((node): Token[] => {
      switch (node.type) {
        case 'ContentStatement':
          return [{ kind: 'text', text: String((node as hbs.AST.ContentStatement).original) }];
        case 'CommentStatement':
          return [{ kind: 'comment', text: (node as hbs.AST.CommentStatement).value.trim(), place: placeOf(node) }];
        case 'MustacheStatement':
          return [mustache(node as hbs.AST.MustacheStatement)];
        case 'BlockStatement':
          return block(node as hbs.AST.BlockStatement);
        case 'PartialStatement': {
          const partial = node as hbs.AST.PartialStatement;
          const params = Object.fromEntries((partial.hash?.pairs ?? []).map(({ key, value }) => [key, value]));
          const name = (partial.name as hbs.AST.PathExpression).original;
          return [{ kind: 'partial', name, params, place: placeOf(node) }];
        }
        default:
          return refuseAt(node, `${node.type} has no form in Helm.`);
      }
    });
  return visit(parse(file, text, placeAt).body);
}

const textOf = (body: hbs.AST.Statement[]): string =>
  body.map((node) => String((node as hbs.AST.ContentStatement).original)).join('');

function parse(file: string, text: string, placeAt: (line: number, column: number) => Place): hbs.AST.Program {
  try {
    return Handlebars.parseWithoutProcessing(text);
  } catch (error) {
    const reason = (error as Error).message;
    const line = Number(/on line (\d+)/.exec(reason)?.[1] ?? (error as { lineNumber?: number }).lineNumber ?? 1);
    const summary = reason.split('\n').at(-1) ?? reason;
    throw new ArchonError([{ ...placeAt(line, 1), file, message: `This is not valid Handlebars: ${summary}.` }]);
  }
}
