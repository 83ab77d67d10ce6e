import { LineCounter, parseAllDocuments } from 'yaml';
import { helmYaml } from './helm-yaml.ts';
import { refuse } from './problem.ts';

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
  return documents.map((document) => document.toJS() as unknown);
}
