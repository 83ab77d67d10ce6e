/** Reads a Python literal as vLLM prints arguments: dicts, lists, tuples, texts, numbers, True, False and None. */
export function pythonLiteral(text: string): unknown {
  const tokens = text.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|<[^>]*>|[{}[\]():,]|[^\s{}[\]():,'"<>]+/g) ?? [];
  let at = 0;
  const value = (): unknown => {
    const token = tokens[at++];
    if (token === undefined) throw new SyntaxError('The literal ends too early.');
    if (token === '{') return dict();
    if (token === '[' || token === '(') return list(token === '[' ? ']' : ')');
    if (/^['"]/.test(token)) return token.slice(1, -1).replaceAll(/\\(.)/g, '$1');
    // an enumeration, or a number in quotes of its class: <CUDAGraphMode.FULL: 2>
    if (token.startsWith('<')) return token;
    if (token === 'None') return null;
    if (token === 'True' || token === 'False') return token === 'True';
    return Number.isNaN(Number(token)) ? token : Number(token);
  };
  const dict = (): Record<string, unknown> => {
    const found: Record<string, unknown> = {};
    while (tokens[at] !== '}') {
      const key = String(value());
      if (tokens[at++] !== ':') throw new SyntaxError(`There is no value for ${key}.`);
      found[key] = value();
      if (tokens[at] === ',') at += 1;
    }
    at += 1;
    return found;
  };
  const list = (end: string): unknown[] => {
    const found: unknown[] = [];
    while (tokens[at] !== end) {
      found.push(value());
      if (tokens[at] === ',') at += 1;
    }
    at += 1;
    return found;
  };
  return value();
}
