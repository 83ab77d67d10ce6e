import { ArchonError } from '@archon/values/problem';
import { parse } from 'shell-quote';

/** Quoted texts, continued lines, comments and ends of lines; what is between them stays. */
const pieces = /'[^']*'|"(?:\\[^]|[^"\\])*"|\\\r?\n|\\[^]|(?<=^|\s)#[^\n]*|\r?\n/gm;

/**
 * The commands of a shell text, each a list of words. A variable that is not given stays as `${NAME}`.
 * shell-quote reads the words; it knows neither continued lines nor that a comment ends with its line.
 */
export function shellCommands(text: string, variables: Readonly<Record<string, string>> = {}): string[][] {
  const open = /['"]/.exec(text.replaceAll(pieces, ''))?.[0];
  if (open !== undefined)
    throw new ArchonError([
      {
        path: 'command',
        message: `A quotation mark (${open}) is not closed.`,
        hint: 'Close it, or write a backslash before it.',
      },
    ]);
  const line = text.trim().replaceAll(pieces, (piece) => {
    if (/^\\\r?\n$/.test(piece)) return ' ';
    if (piece.startsWith('#')) return '';
    return /^\r?\n$/.test(piece) ? ' ; ' : piece;
  });
  const commands: string[][] = [[]];
  for (const word of parse(line, (name) => variables[name] ?? `\${${name}}`)) {
    if (typeof word === 'string') commands.at(-1)!.push(word);
    else if ('op' in word && word.op === 'glob') commands.at(-1)!.push(word.pattern);
    else if ('op' in word) commands.push([]);
  }
  return commands.filter((words) => words.length > 0);
}
