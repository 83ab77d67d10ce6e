/** Something in the text of a file that keeps Helm from reading it, or from reading it as everyone else does. */
export interface TextProblem {
  /** Where in the text. */
  offset: number;
  message: string;
}

/** Control characters and half surrogate pairs, which no YAML may have. */
const unreadable = /[^\t\n\r\x20-\x7e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const lineBreak = /[\u0085\u2028\u2029]/g;

/** What the YAML library of Helm cannot read, and ours can, before it is parsed. */
export function textProblems(text: string): TextProblem[] {
  return [
    ...directives(text),
    ...found(
      unreadable,
      text,
      (name) => `Helm refuses a file with the character ${name}. Remove it, or write it as an escape.`,
    ),
    ...found(
      lineBreak,
      text,
      (name) => `Helm takes ${name} for the end of a line. Remove it, or write it as an escape.`,
    ),
  ].toSorted((a, b) => a.offset - b.offset);
}

function found(pattern: RegExp, text: string, message: (name: string) => string): TextProblem[] {
  return [...text.matchAll(pattern)].map(({ index, 0: character }) => {
    const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    return { offset: index, message: message(`U+${code}`) };
  });
}

/** Lines such as `%YAML 1.2` before the document. */
function directives(text: string): TextProblem[] {
  const [head = ''] = /^\ufeff?(?:[ \t]*(?:#.*)?\r?\n|%.*(?:\r?\n|$))*/.exec(text) ?? [];
  return [...head.matchAll(/^\ufeff?%\S*/gm)].map(({ index, 0: directive }) => ({
    offset: index,
    message: `Helm 4 refuses ${directive.replace('\ufeff', '')} and other directives; remove that line. Helm reads YAML 1.1.`,
  }));
}

/** Escapes of a text in double quotes that are JSON's, and not of Helm's YAML; `source` begins at `offset`. */
export function escapeProblems(source: string, offset: number): TextProblem[] {
  return [...source.matchAll(/\\(?:u([0-9a-fA-F]{4})|[^])/g)].flatMap(({ index, 0: escape, 1: code = '' }) => {
    if (escape === '\\/')
      return [{ offset: offset + index, message: 'Helm cannot read the escape \\/; write / instead.' }];
    if (!/^d[89a-f]/i.test(code)) return [];
    const message = `Helm cannot read the escape ${escape}, half a character; write the character itself.`;
    return [{ offset: offset + index, message }];
  });
}
