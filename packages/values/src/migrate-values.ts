import {
  type Document,
  isMap,
  isNode,
  isScalar,
  type Node,
  parseDocument,
  type Pair,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { refuse, type Problem } from './problem.ts';
import type { Schema } from './schema.ts';
import type { YamlFile } from './yaml-file.ts';

type Map = YAMLMap<Scalar, unknown>;

/** A value that was found under its old name. */
export interface Renamed {
  from: string;
  to: string;
}

/** A value whose form has changed too, and what makes the new one of it. */
export interface Rewritten extends Renamed {
  /** In this order; without a value, what is at the path is removed. */
  edits: readonly { path: readonly (string | number)[]; value?: unknown }[];
}

/** What a chart rewrites in old values that have the new names already. */
export type RewriteValues = (values: Record<string, unknown>, schema: Schema) => Rewritten[];

/** A file of values with new names. */
export interface MigratedValues {
  text: string;
  renamed: Renamed[];
}

/**
 * Writes new names into a file of values, comments kept: `names` has the new path of each old one, and `rewrite` finds the
 * values whose form has changed too. Throws ArchonError where a value is there under both names.
 */
export function migrateValues(
  file: YamlFile,
  text: string,
  names: Readonly<Record<string, string>>,
  rewrite: (values: Record<string, unknown>) => Rewritten[] = () => [],
): MigratedValues {
  const document = parseDocument(text);
  const root = document.contents;
  if (!isMap(root)) return { text, renamed: [] };
  const renamed: Renamed[] = [];
  const problems: Problem[] = [];
  // Outer names first: what is inside moves along.
  const byDepth = Object.entries(names).sort(([a], [b]) => a.split('.').length - b.split('.').length);
  for (const [from, to] of byDepth) {
    const path = whereItIs(from.split('.'), renamed);
    const found = pairAt(root as Map, path);
    if (!found) continue;
    const target = stepsOf(to);
    if (document.hasIn(target)) {
      const message = `The value is there twice: as ${from}, and as ${to}.`;
      problems.push({ ...file.locate(from.split('.')), path: from, message, hint: `Keep ${to}.` });
      continue;
    }
    if (target.includes(0)) moveIntoList(document, found, target);
    else if (path.slice(0, -1).join('.') === target.slice(0, -1).join('.'))
      found.pair.key.value = target.at(-1) as string;
    else move(root as Map, path, found, target as string[]);
    renamed.push({ from, to });
  }
  refuse(problems);
  for (const { from, to, edits } of rewrite(document.toJS() as Record<string, unknown>)) {
    for (const { path, value } of edits) {
      if (value === undefined) document.deleteIn(path);
      else document.setIn(path, withComments(document.createNode(value), document.getIn(path, true)));
    }
    renamed.push({ from, to });
  }
  return { text: renamed.length === 0 ? text : document.toString({ lineWidth: 0 }), renamed };
}

/** A new node in the place of an old one, with its comments. */
function withComments(node: Node, old: unknown): Node {
  if (!isNode(old)) return node;
  return Object.assign(node, { commentBefore: old.commentBefore, comment: old.comment });
}

/** The keys and indexes of a path: `ingress.hosts[0].host`. */
const stepsOf = (path: string): (string | number)[] =>
  path.split('.').flatMap((step) => (step.endsWith('[0]') ? [step.slice(0, -3), 0] : [step]));

/** Takes a value out of its map and puts it into the first item of a list, which it creates. */
function moveIntoList(document: Document, { map, pair }: Found, target: (string | number)[]): void {
  map.items = map.items.filter((item) => item !== pair);
  // With keys as nodes, the new pairs are like those that were read.
  document.setIn(
    target.map((step) => (typeof step === 'string' ? new Scalar(step) : step)),
    pair.value,
  );
  const list = pairAt(document.contents as Map, target.slice(0, target.indexOf(0)) as string[])!;
  const comments = [list.pair.key.commentBefore, pair.key.commentBefore].filter(Boolean);
  if (comments.length > 0) list.pair.key.commentBefore = comments.join('\n');
}

/** Where an old path is, after the renames so far. */
function whereItIs(path: string[], renamed: Renamed[]): string[] {
  const outer = renamed.findLast(({ from }) => path.join('.').startsWith(`${from}.`));
  return outer ? [...outer.to.split('.'), ...path.slice(outer.from.split('.').length)] : path;
}

interface Found {
  map: Map;
  pair: Pair<Scalar, unknown>;
}

function pairAt(root: Map, path: string[]): Found | undefined {
  let map = root;
  for (const [index, key] of path.entries()) {
    const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
    if (!pair || index === path.length - 1) return pair && { map, pair };
    if (!isMap(pair.value)) return undefined;
    map = pair.value as Map;
  }
  return undefined;
}

/** Takes a pair out of its map and puts it under another name, at the top level where its old map was. */
function move(root: Map, path: string[], { map, pair }: Found, target: string[]): void {
  const outer = root.items.findIndex((item) => isScalar(item.key) && item.key.value === path[0]);
  const comment = map.items[0] === pair ? (map.commentBefore ?? undefined) : undefined;
  map.items = map.items.filter((item) => item !== pair);
  pair.key.value = target.at(-1)!;
  if (comment && !pair.key.commentBefore) {
    pair.key.commentBefore = comment;
    map.commentBefore = null;
  }
  const parent = target.length > 1 ? pairAt(root, target.slice(0, -1)) : undefined;
  if (parent && isMap(parent.pair.value)) (parent.pair.value as Map).items.push(pair);
  else root.items.splice(outer, 0, pair);
  if (map.items.length > 0 || path.length < 2) return;
  const emptied = pairAt(root, path.slice(0, -1))!;
  const { commentBefore } = emptied.pair.key;
  emptied.map.items = emptied.map.items.filter((item) => item !== emptied.pair);
  if (commentBefore) pair.key.commentBefore = [commentBefore, pair.key.commentBefore].filter(Boolean).join('\n');
}
