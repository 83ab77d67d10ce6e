import { isScalar, visit, type Alias, type Document, type Node, type Scalar } from 'yaml';
import { escapeProblems, type TextProblem } from './text-problems.ts';

/** What YAML allows and Helm cannot read, in the order of the document. */
export function nodeProblems(document: Document, text: string): TextProblem[] {
  const problems: TextProblem[] = [];
  const add = (node: Node, message: string | undefined): void => {
    if (message !== undefined) problems.push({ offset: node.range?.[0] ?? 0, message });
  };
  visit(document, {
    Alias: (_, alias, path) => add(alias, aliasProblem(alias, document, path)),
    Pair: (_, { key }) => add(key as Node, keyProblem(key)),
    Scalar: (key, scalar) => {
      const [start = 0, end = 0] = scalar.range ?? [];
      const escapes = scalar.type === 'QUOTE_DOUBLE' ? escapeProblems(text.slice(start, end), start) : [];
      problems.push(...escapes);
      if (escapes.length === 0)
        add(scalar, tagProblem(scalar) ?? (key === 'key' ? undefined : scalarProblem(scalar.value)));
    },
  });
  return problems;
}

const tagged: Record<string, (value: unknown) => boolean> = {
  int: (value) => typeof value === 'number',
  float: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  timestamp: (value) => !Number.isNaN(Date.parse(String(value))),
};

/** A tag that says something else of a value than it is. */
function tagProblem({ tag, value }: Scalar): string | undefined {
  const name = tag?.replace('tag:yaml.org,2002:', '') ?? '';
  const fits = Object.hasOwn(tagged, name) ? tagged[name] : undefined;
  return fits === undefined || fits(value) ? undefined : `Helm refuses !!${name} of ${JSON.stringify(value)}.`;
}

/** Aliases that name nothing, or the very value they are in. */
function aliasProblem(alias: Alias, document: Document, path: readonly unknown[]): string | undefined {
  const anchored = alias.resolve(document);
  if (anchored && !path.includes(anchored)) return undefined;
  const reason = anchored ? 'it is inside that anchor' : 'there is no such anchor before it';
  return `The alias *${alias.source} cannot be resolved: ${reason}.`;
}

function keyProblem(key: unknown): string | undefined {
  if (!isScalar(key)) return 'A list or a map cannot be a key.';
  return key.value === null ? 'A key cannot be empty (null); put it in quotes if it is a word.' : undefined;
}

function scalarProblem(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return `${value} is not a number that Helm can read.`;
  return undefined;
}
