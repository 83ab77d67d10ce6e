/** JSON that anyone may have written, without keys that every object has. Throws SyntaxError. */
export const plainJson = (text: string): unknown =>
  JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));
