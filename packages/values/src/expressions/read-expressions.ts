import { nearest } from '../nearest.ts';
import type { Problem } from '../problem.ts';
import type { Path, YamlFile } from '../yaml-file.ts';
import type { FunctionTable } from './functions.ts';
import { isCall, isPath, parseExpression, parseMessage, type Expression } from './parse-expression.ts';

/** Reads the expressions of one file. What is wrong with them is collected, each with its place. */
export interface ExpressionReader {
  expression(text: string, pointer: Path): Expression;
  message(text: string, pointer: Path): (string | Expression)[];
}

export function expressionReader(file: YamlFile, functions: FunctionTable, problems: Problem[]): ExpressionReader {
  const read = <T>(parse: () => T, pointer: Path, expressions: (parsed: T) => Expression[], instead: T): T => {
    const place = file.locate(pointer);
    try {
      const parsed = parse();
      const wrong = expressions(parsed).flatMap((one) => callProblems(one, functions));
      problems.push(...wrong.map((problem) => ({ ...place, ...problem })));
      return parsed;
    } catch (error) {
      problems.push({ ...place, message: (error as Error).message });
      return instead;
    }
  };
  const nothing = { type: 'NullLiteral' } as Expression;
  return {
    expression: (text, pointer) =>
      read(
        () => parseExpression(text),
        pointer,
        (parsed) => [parsed],
        nothing,
      ),
    message: (text, pointer) =>
      read(
        () => parseMessage(text),
        pointer,
        (parts) => parts.filter((part) => typeof part !== 'string'),
        [],
      ),
  };
}

/** What is wrong with the calls of an expression, inner ones too. */
function callProblems(node: Expression, functions: FunctionTable): Pick<Problem, 'message' | 'hint'>[] {
  if (!isCall(node)) return [];
  const { params } = node as hbs.AST.SubExpression;
  return [...callProblem(node, functions), ...params.flatMap((param) => callProblems(param, functions))];
}

/** What is wrong with one call: a function that is not registered, or a wrong number of arguments. */
export function callProblem(call: Expression, functions: FunctionTable): Pick<Problem, 'message' | 'hint'>[] {
  const { path, params } = call as hbs.AST.SubExpression;
  const name = (path as hbs.AST.PathExpression).original;
  const count = params.length;
  const definition = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!definition) {
    const known = Object.keys(functions);
    const near = nearest(name, known);
    const hint = near ? `Did you mean "${near}"?` : `Known: ${known.join(', ')}.`;
    return [{ message: `There is no function "${name}".`, hint }];
  }
  const [least, most] = definition.arity;
  if (count >= least && count <= most) return [];
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  return [{ message: `"${name}" takes ${wanted} arguments, not ${count}.` }];
}

/** The names that an expression uses below a root: for `computed`, the path `computed.release` gives `release`. */
export function namesBelow(root: string, node: Expression): string[] {
  if (isPath(node)) return node.parts[0] === root && node.parts[1] !== undefined ? [String(node.parts[1])] : [];
  return isCall(node) ? (node as hbs.AST.SubExpression).params.flatMap((param) => namesBelow(root, param)) : [];
}
