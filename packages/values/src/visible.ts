/** Control characters, also those of terminals, and those that change the direction of text. */
// eslint-disable-next-line no-control-regex
const hidden = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A text as a terminal may print it: what a terminal would obey, or would not show, is an escape, as JSON has it. */
export const visible = (text: string): string =>
  text.replaceAll(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
