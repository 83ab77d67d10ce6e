import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { helmYaml } from './helm-yaml.ts';
import { ArchonError, refuse } from './problem.ts';

/** All documents of a YAML file that is not one of values, such as a manifest; throws ArchonError for broken YAML. */
export function parseDocuments(file: string, text: string): unknown[] {
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, { ...helmYaml, merge: true, lineCounter: counter, prettyErrors: false });
  if (!Array.isArray(documents)) return [];
  const lines = text.split('\n');
  const template = /\{\{-? /.test(text);
  refuse(
    documents.flatMap(({ errors }) =>
      errors.map(({ pos, message }) => {
        const { line, col: column } = counter.linePos(pos[0]);
        const hint = template ? { hint: 'A Helm template is not YAML: render it first with helm template.' } : {};
        return {
          file,
          line,
          column,
          source: lines[line - 1] ?? '',
          message: `This is not valid YAML: ${message}.`,
          ...hint,
        };
      }),
    ),
  );
  return documents.map((document) => contentOf(document, file));
}

/** What a document says. An alias of nothing, or of itself, and a file of aliases of aliases are found only here. */
function contentOf(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new ArchonError([{ file, message: `This is not valid YAML: ${error.message}.` }]);
  }
}
