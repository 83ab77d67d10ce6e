/** Columns that a line of Helm should not exceed. */
const usualWidth = 120;

/** An action of Helm, on several lines where it is long: arguments fill the lines, as in a paragraph. */
export function wrapAction(action: string, indent = '', width = usualWidth): string {
  const whole = indent + action;
  if (whole.length <= width) return whole;
  const [, opening = '', go = '', closing = ''] = /^(\{\{-? )([^]*?)( -?\}\})$/.exec(action) ?? [];
  if (go === '') return whole;
  return fill(termsOf(go), indent + opening, `${indent}    `, width) + closing;
}

/** Puts terms behind each other, and goes to the next line where one has no room. */
function fill(terms: string[], start: string, indent: string, width: number): string {
  return terms.reduce((text, term, index) => {
    const line = text.slice(text.lastIndexOf('\n') + 1);
    const gap = index === 0 ? '' : ' ';
    if (line.length + gap.length + term.length + 3 <= width) return text + gap + term;
    if (indent.length + term.length + 3 <= width) return index === 0 ? text + term : `${text}\n${indent}${term}`;
    if (!term.startsWith('(')) return text + gap + term;
    return `${fill(termsOf(term.slice(1, -1)), `${text}${gap}(`, `${indent}  `, width)})`;
  }, start);
}

/** The words of an expression; text in quotes and in parentheses is one word. */
function termsOf(go: string): string[] {
  const terms: string[] = [];
  let depth = 0;
  let current = '';
  for (const token of go.match(/"(?:\\.|[^"\\])*"|`[^`]*`|[()]|[^\s()"`]+|\s+/g) ?? []) {
    if (token === '(') depth++;
    if (token === ')') depth--;
    if (depth === 0 && /^\s/.test(token)) {
      terms.push(current);
      current = '';
    } else current += token;
  }
  return [...terms, current].reduce<string[]>(
    (all, term, index) =>
      staysWith(all, term, index) ? [...all.slice(0, -1), `${all.at(-1)} ${term}`] : [...all, term],
    [],
  );
}

/** A pipe stays with the function and the arguments behind it, and a key of a dict with its value. */
function staysWith(before: string[], term: string, index: number): boolean {
  const isValue = before[0] === 'dict' && index > 0 && index % 2 === 0;
  return term !== '|' && (isValue || (before.at(-1)?.startsWith('|') ?? false));
}

/** Whether an expression fits on a line, with what an action needs around it. */
export const isShort = (go: string): boolean => go.length <= usualWidth - 40;
