/**
 * Whether a regular expression admits no quote, backslash, dollar, white space or line break, and no colon at the end,
 * so that a matching string may be unquoted inside a YAML scalar, or inside quotes. Conservative: what it cannot
 * decide is not safe.
 */
export function isSafePattern(pattern: string): boolean {
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return false;
  const body = pattern.slice(1, -1);
  const parts = body.match(/\\.|\[(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}|[^]/g) ?? [];
  if (hasOuterChoice(parts) || parts.at(-1) === ':') return false;
  return parts.every((part) => {
    if (part.startsWith('[')) return isSafeClass(part);
    if (part.startsWith('\\')) return /^\\[d.\-/*+?(){}[\]|]$/.test(part);
    return !['.', '"', "'", '\\', '$', '^', ' ', '\t', '\n', '#'].includes(part);
  });
}

/** `^a|b$` anchors neither choice at both ends. */
function hasOuterChoice(parts: string[]): boolean {
  let depth = 0;
  return parts.some((part) => {
    if (part === '(') depth++;
    if (part === ')') depth--;
    return part === '|' && depth === 0;
  });
}

function isSafeClass(part: string): boolean {
  const inside = part.slice(1, -1);
  if (inside.startsWith('^')) {
    const excluded = inside.slice(1);
    return (
      ['"', "'", '$', ':', '#'].every((character) => excluded.includes(character)) &&
      /\\s/.test(excluded) &&
      /\\\\/.test(excluded)
    );
  }
  const plain = inside.replace(/\\[d.\-/]/g, '');
  return !/["'\\$\s#:]/.test(plain) && !wideRange(plain);
}

/** Ranges such as `!-~` run across quotes; letters and digits do not. */
const wideRange = (text: string): boolean => {
  const ranges = [...text.matchAll(/(.)-(.)/g)];
  return ranges.some(([range]) => !/^(?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9])$/.test(range));
};
