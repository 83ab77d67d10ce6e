import ts from 'typescript';
import { bannedWords, type Exception, exceptions } from './banned-words.ts';

export interface Finding {
  file: string;
  /** From 1; both are 0 when the file's own name has the word. */
  line: number;
  column: number;
  found: string;
  instead: string;
}

/** A piece of a file that a reader reads, and where it starts. The words of a name are split: `someName` is `some Name`. */
interface Prose {
  offset: number;
  text: string;
}

const rules = bannedWords.map(([pattern, instead]) => ({
  pattern: new RegExp(`(?<!\\w)(?:${pattern.replaceAll(' ', '\\s+')})(?!\\w)`, 'gi'),
  instead,
}));

/** The banned words in a file: in its name and in all of its text; of TypeScript in strings, comments and identifiers. */
export function findWords(file: string, text: string): Finding[] {
  // Parsing takes longer than searching, and most files have nothing to find.
  if (search({ offset: 0, text: splitName(`${file} ${text}`) }).length === 0) return [];
  const inName = search({ offset: 0, text: splitName(file) });
  const allowed = exceptions.filter((exception) => exception.file === file);
  const inText = (file.endsWith('.ts') ? proseOfTypeScript(file, text) : [{ offset: 0, text }])
    .flatMap(search)
    .filter(({ offset }) => !allowed.some((exception) => covers(exception, text, offset)))
    .sort((a, b) => a.offset - b.offset);
  return [
    ...inName.map(({ found, instead }) => ({ file, line: 0, column: 0, found, instead })),
    ...inText.map(({ offset, found, instead }) => ({ file, ...positionOf(text, offset), found, instead })),
  ];
}

/** The exceptions whose text is not in their file any more: they would allow what nobody needs. */
export function unusedExceptions(read: (file: string) => string | undefined): Exception[] {
  return exceptions.filter(({ file, text, from }) => !read(file)?.includes(text ?? from ?? ''));
}

function search({ offset, text }: Prose) {
  return rules.flatMap(({ pattern, instead }) =>
    [...text.matchAll(pattern)].map((match) => ({ offset: offset + match.index, found: match[0], instead })),
  );
}

function covers({ text, from }: Exception, whole: string, offset: number): boolean {
  if (from !== undefined) return offset >= whole.indexOf(from);
  const near = whole.lastIndexOf(text ?? '', offset);
  return near >= 0 && offset < near + (text ?? '').length;
}

function proseOfTypeScript(file: string, text: string): Prose[] {
  const found: Prose[] = [];
  const names = new Set<string>();
  let code = text;
  const visit = (node: ts.Node): void => {
    const offset = node.getStart(source);
    if (ts.isIdentifier(node) && !names.has(node.text)) found.push({ offset, text: splitName(node.text) });
    if (ts.isIdentifier(node)) names.add(node.text);
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node);
    if (isText) found.push({ offset, text: text.slice(offset, node.end) });
    if (isText || ts.isRegularExpressionLiteral(node))
      code = code.slice(0, offset) + ' '.repeat(node.end - offset) + code.slice(node.end);
    ts.forEachChild(node, visit);
  };
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  visit(source);
  for (const { 0: comment, index } of code.matchAll(/\/\*[^]*?\*\/|\/\/.*/g))
    found.push({ offset: index, text: comment.replaceAll(/\n *\*/g, (margin) => ' '.repeat(margin.length)) });
  return found;
}

/** The words of names in camelCase, kebab-case and snake_case. */
function splitName(name: string): string {
  return name.replaceAll(/[-_.]/g, ' ').replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
