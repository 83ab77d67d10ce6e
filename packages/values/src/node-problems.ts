import { isScalar, visit, type Alias, type Document, type Node } from 'yaml';

interface NodeProblem {
  /** Where in the text. */
  offset: number;
  message: string;
}

/** What YAML allows and Helm cannot read, in the order of the document. */
export function nodeProblems(document: Document): NodeProblem[] {
  const problems: NodeProblem[] = versionProblems(document);
  const add = (node: Node, message: string | undefined): void => {
    if (message !== undefined) problems.push({ offset: node.range?.[0] ?? 0, message });
  };
  visit(document, {
    Alias: (_, alias, path) => add(alias, aliasProblem(alias, document, path)),
    Pair: (_, { key }) => add(key as Node, keyProblem(key)),
    Scalar: (key, scalar) => add(scalar, key === 'key' ? undefined : scalarProblem(scalar.value)),
  });
  return problems;
}

function versionProblems({ directives, range }: Document): NodeProblem[] {
  const { explicit, version } = directives!.yaml;
  if (!explicit || version === '1.1') return [];
  return [{ offset: range?.[0] ?? 0, message: `Helm reads YAML 1.1 and refuses %YAML ${version}; remove that line.` }];
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
  // Half of a surrogate pair is not a character.
  if (typeof value === 'string' && /\p{Cs}/u.test(value))
    return 'This text holds half a character (\\ud800 to \\udfff).';
  return undefined;
}
