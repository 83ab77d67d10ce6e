import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type Node } from 'yaml';
import { helmYaml } from './helm-yaml.ts';
import { nodeProblems } from './node-problems.ts';
import { ArchonError, refuse, type Problem } from './problem.ts';
import { textProblems } from './text-problems.ts';

export type Path = readonly (string | number)[];

/** Where something is written: file, line, column, and the line itself. */
export type Place = Pick<Problem, 'file' | 'line' | 'column' | 'source'>;

/** A parsed YAML file that still knows where each value is. */
export interface YamlFile {
  file: string;
  value: unknown;
  /** The place of a value: of its key in a map, of the item in a list, or of the nearest parent that exists. */
  locate(path: Path): Place;
}

/**
 * Parses one YAML document as Helm reads it (YAML 1.1: `on` is true). Throws ArchonError for broken YAML,
 * duplicate keys, unknown or runaway aliases, several documents, and what Helm cannot read.
 */
export function parseYamlFile(file: string, text: string): YamlFile {
  const counter = new LineCounter();
  const lines = text.split('\n');
  const at = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return { file, line, column: col, source: (lines[line - 1] ?? '').replace(/\r$/, '') };
  };
  const options = { ...helmYaml, lineCounter: counter, prettyErrors: false } as const;
  const documents = parseAllDocuments(text, options); // fills the counter
  refuse(textProblems(text).map(({ offset, message }) => ({ ...at(offset), message })));
  if (documents.length === 0) return { file, value: undefined, locate: () => ({ file, line: 1, column: 1 }) };
  refuse(
    documents.flatMap((document) =>
      document.errors.map((error) => ({ ...at(error.pos[0]), message: `This is not valid YAML: ${error.message}.` })),
    ),
  );
  if (documents.length > 1) {
    const second = documents[1]!.range[0];
    const message = 'The file holds more than one YAML document; Helm 3 reads the first alone.';
    throw new ArchonError([{ ...at(second), message }]);
  }
  const document = documents[0]!;
  refuse(nodeProblems(document, text).map(({ offset, message }) => ({ ...at(offset), message })));
  return { file, value: toValue(document, file), locate: (path) => at(offsetOf(document, path)) };
}

function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ArchonError([{ file, message: `The aliases of this file cannot be resolved: ${reason}.` }]);
  }
}

function offsetOf(document: Document, path: Path): number {
  let node = document.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = (node.items[Number(step)] as Node | undefined) ?? null;
      offset = node?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
