// The published types need the namespace hbs.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference types="handlebars" preserve="true" />
import Handlebars from 'handlebars';

export type Expression = hbs.AST.Expression;

/** Parses a Handlebars sub-expression or path such as `(lt values.replicas 2)`. Throws Error with the parser's reason. */
export function parseExpression(text: string): Expression {
  const program = parse(`{{expression ${text}}}`, text);
  const [statement, ...rest] = program.body;
  const mustache = statement as hbs.AST.MustacheStatement | undefined;
  if (mustache?.type !== 'MustacheStatement' || rest.length > 0 || mustache.params.length !== 1)
    throw new Error(`"${text}" must be one expression in parentheses, or one path`);
  return mustache.params[0]!;
}

/** Parses a message with tags, such as `gpu.count is {{values.gpu.count}}`, into text and expressions. */
export function parseMessage(text: string): (string | Expression)[] {
  return parse(text, text).body.map((statement) => {
    if (statement.type === 'ContentStatement') return String((statement as hbs.AST.ContentStatement).original);
    const mustache = statement as hbs.AST.MustacheStatement;
    if (mustache.type !== 'MustacheStatement') throw new Error(`only {{…}} may be in the message "${text}"`);
    if (mustache.params.length === 0) return mustache.path as Expression;
    return { ...mustache, type: 'SubExpression' } as unknown as hbs.AST.SubExpression;
  });
}

function parse(template: string, text: string): hbs.AST.Program {
  try {
    return Handlebars.parseWithoutProcessing(template);
  } catch (error) {
    const reason = (error as Error).message.split('\n').at(-1)!;
    throw new Error(`"${text}" cannot be read: ${reason}`, { cause: error });
  }
}

export const isPath = (node: Expression): node is hbs.AST.PathExpression => node.type === 'PathExpression';

export const isCall = (node: Expression): node is hbs.AST.SubExpression => node.type === 'SubExpression';

/** The value of a literal, or undefined for anything else. */
export function literalOf(node: Expression): { value: string | number | boolean | null } | undefined {
  switch (node.type) {
    case 'StringLiteral':
    case 'NumberLiteral':
    case 'BooleanLiteral':
      return { value: (node as hbs.AST.StringLiteral).value };
    case 'NullLiteral':
      return { value: null };
    default:
      return undefined;
  }
}
