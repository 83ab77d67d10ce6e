/**
 * A pattern of a Go type as ECMAScript writes it: `(?i)`, which it does not have, becomes both cases of each letter, and
 * `\pC` is `\p{C}`.
 */
export function ecmaPattern(pattern: string): string {
  let depth = 0;
  // The depth of the group that a (?i) is in; it ends with that group.
  let anyCaseFrom: number | undefined;
  return pattern.replaceAll(/\(\?i\)|\\[pP][A-Z]|\\.|\[[^\]]*\]|[()]|[A-Za-z]/g, (token) => {
    if (token === '(?i)') {
      anyCaseFrom ??= depth;
      return '';
    }
    if (/^\\[pP][A-Z]$/.test(token)) return `${token.slice(0, 2)}{${token[2]}}`;
    if (token === '(') depth += 1;
    else if (token === ')') {
      if (anyCaseFrom === depth) anyCaseFrom = undefined;
      depth -= 1;
    } else if (anyCaseFrom !== undefined && /^[A-Za-z]$/.test(token)) {
      return `[${token.toLowerCase()}${token.toUpperCase()}]`;
    } else if (anyCaseFrom !== undefined && /^\[.*[A-Za-z]/.test(token)) {
      throw new Error(`${token} of ${pattern} is not translated: it is a class of letters after (?i)`);
    }
    return token;
  });
}
