import { plainJson } from '@archon/values/plain-json';
import { ArchonError } from '@archon/values/problem';

/**
 * Reads values files as people and `archon values` write them: maps and lists by indentation, scalars in one line, quoted or plain,
 * comments, JSON in one line, and texts in blocks (`|`, `>`). Everything else of YAML is refused with its line, never guessed:
 * anchors, tags, several documents, plain texts over several lines. A test compares it with a whole YAML parser.
 */
export function plainYaml(text: string): unknown {
  // a whole file in braces is JSON, over any lines
  if (/^\s*\{/.test(text)) return json(text, 1);
  const lines = text
    .split(/\r?\n/)
    .map((raw, index): Line => ({ raw, number: index + 1, indent: /^ */.exec(raw)![0].length }));
  const reader = new Reader(lines);
  const value = reader.document();
  reader.end();
  return value ?? {};
}

interface Line {
  readonly raw: string;
  readonly number: number;
  readonly indent: number;
}

const refused = (line: number, message: string): ArchonError =>
  new ArchonError([{ line, message, hint: 'archon plan -f and archon values -f read every YAML file.' }]);

/** A key, plain or quoted, and what is after its colon. */
const entry = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[A-Za-z0-9_./][^:#"'{}[\],&*!|>%@`]*?)\s*:(?:\s+(.*))?$/;

class Reader {
  readonly #lines: Line[];
  #at = 0;

  constructor(lines: Line[]) {
    this.#lines = lines;
  }

  /** The value whose lines are further in than an indentation; undefined where there is none. */
  block(outer: number): unknown {
    const line = this.#next();
    if (!line || line.indent <= outer) return undefined;
    return /^-(\s|$)/.test(line.raw.trimStart()) ? this.#list(line.indent) : this.#map(line.indent);
  }

  /** A map or a list; one in a single line, as `{}`, is the whole document too. */
  document(): unknown {
    const line = this.#next();
    const written = line && withoutComment({ raw: line.raw.trim() });
    if (!line || !/^[[{]/.test(written!)) return this.block(-1);
    this.#at++;
    return scalar(written!, line.number);
  }

  end(): void {
    const line = this.#next();
    if (line) throw refused(line.number, `The line does not belong to what is above it: ${shown(line.raw)}`);
  }

  #next(): Line | undefined {
    for (let line = this.#lines[this.#at]; line; line = this.#lines[++this.#at]) {
      if (/^\s*\t/.test(line.raw)) throw refused(line.number, 'The indentation has a tab, which YAML forbids.');
      if (this.#at === 0 && line.raw.trim() === '---') continue;
      if (!/^\s*(#|$)/.test(line.raw)) return line;
    }
    return undefined;
  }

  #map(indent: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (let line = this.#next(); line && line.indent === indent; line = this.#next()) {
      const [, written, rest] = entry.exec(withoutComment(line)) ?? [];
      if (written === undefined) throw refused(line.number, `This is not "key: value": ${shown(line.raw)}`);
      const key = /^["']/.test(written) ? String(scalar(written, line.number)) : written;
      // YAML reads such a key as something other than a text
      if (key === written && typeof scalar(written, line.number) !== 'string')
        throw refused(line.number, `The key ${shown(written)} needs quotes.`);
      if (Object.hasOwn(map, key)) throw refused(line.number, `The key "${key}" is there twice.`);
      this.#at++;
      Object.defineProperty(map, key, {
        value: this.#after(rest, line, indent),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return map;
  }

  #list(indent: number): unknown[] {
    const list: unknown[] = [];
    for (let line = this.#next(); line && line.indent === indent; line = this.#next()) {
      const [, space, rest] = /^-(\s+|$)(.*)$/.exec(line.raw.trimStart()) ?? [];
      if (space === undefined) throw refused(line.number, `This is not an entry of the list: ${shown(line.raw)}`);
      const inner = indent + 1 + space.length;
      const begins = rest !== '' && (entry.test(withoutComment({ ...line, raw: rest! })) || /^-\s/.test(rest!));
      if (begins) {
        // the entry goes on at the place of its first key
        this.#lines[this.#at] = { raw: ' '.repeat(inner) + rest!, number: line.number, indent: inner };
        list.push(this.block(indent));
      } else {
        this.#at++;
        list.push(this.#after(rest === '' ? undefined : withoutComment({ ...line, raw: rest! }), line, indent));
      }
    }
    return list;
  }

  /** What is after a colon or a dash: a scalar, or what is further in on the next lines. */
  #after(rest: string | undefined, line: Line, indent: number): unknown {
    if (rest === undefined || rest === '') {
      const next = this.#next();
      // a list may be as far out as its key
      if (next?.indent === indent && !/^\s*-/.test(line.raw) && /^\s*-(\s|$)/.test(next.raw)) return this.#list(indent);
      return this.block(indent) ?? null;
    }
    if (/^[|>][+-]?$/.test(rest)) return this.#text(rest, indent);
    const value = scalar(rest, line.number);
    const next = this.#next();
    if (next && next.indent > indent)
      throw refused(next.number, `A text over several lines is not read: ${shown(next.raw)}`);
    return value;
  }

  /** A text in a block: its lines, or with `>` joined. */
  #text(mark: string, outer: number): string {
    const from = this.#at;
    while (this.#at < this.#lines.length) {
      const line = this.#lines[this.#at]!;
      if (line.raw.trim() !== '' && line.indent <= outer) break;
      this.#at++;
    }
    const taken = this.#lines.slice(from, this.#at);
    const first = taken.find(({ raw }) => raw.trim() !== '');
    if (!first) return '';
    const lines = taken.map(({ raw }) =>
      raw.trim() === '' && raw.length < first.indent ? '' : raw.slice(first.indent),
    );
    if (mark.startsWith('>')) {
      if (lines.some((line) => /^\s|\s$/.test(line)) || /\n\n/.test(lines.join('\n').trimEnd()))
        throw refused(first.number, 'A joined text (>) with empty or indented lines is not read: write it with |.');
    }
    while (lines.at(-1) === '') lines.pop();
    const body = lines.join(mark.startsWith('>') ? ' ' : '\n');
    if (mark.endsWith('+'))
      throw refused(first.number, 'A text that keeps its last empty lines (|+) is not read: write |.');
    return mark.endsWith('-') ? body : `${body}\n`;
  }
}

const shown = (text: string): string => JSON.stringify(text.trim().slice(0, 60));

/** A line without its comment and the spaces around. A quotation mark opens a text only where one may begin. */
function withoutComment({ raw }: Pick<Line, 'raw'>): string {
  let flow = 0;
  for (let at = 0; at < raw.length; at++) {
    const before = raw.slice(0, at);
    const begins = /^\s*(-\s+)*$/.test(before) || /:\s+$/.test(before) || (flow > 0 && /[,[{]\s*$/.test(before));
    if (raw[at] === '#' && /(^|\s)$/.test(before)) return before.trim();
    if (begins) at += Math.max(0, quoted(raw.slice(at)) - 1);
    if (/[[{]/.test(raw[at]!) && (begins || flow > 0)) flow++;
    if (/[\]}]/.test(raw[at]!) && flow > 0) flow--;
  }
  return raw.trim();
}

/** Characters of a text in quotation marks that begins here; 0 for none. */
const quoted = (text: string): number => /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(text)?.[0].length ?? 0;

function json(text: string, line: number): unknown {
  try {
    return plainJson(text);
  } catch {
    throw refused(line, `This is not JSON: ${shown(text)}`);
  }
}

/** What YAML 1.1 or 1.2 reads as something else than it looks like. */
const ambiguous = /^(y|n|yes|no|on|off|0[xob].*|[-+]?\.(inf|nan)|[-+]?\.?\d[\d_.:e+-]*|~|<<|=)$/i;

function scalar(text: string, line: number): unknown {
  if (/^[[{]/.test(text)) return new Flow(text, line).all();
  if (text.startsWith('"')) return json(text, line);
  if (text.startsWith("'")) {
    if (!/^'(?:[^']|'')*'$/.test(text)) throw refused(line, `A quotation mark is not closed: ${shown(text)}`);
    return text.slice(1, -1).replaceAll("''", "'");
  }
  if (/^(null|Null|NULL|~)$/.test(text)) return null;
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  if (/^[-+]?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(text)) return Number(text);
  if (ambiguous.test(text)) throw refused(line, `YAML readers differ on ${shown(text)}: put it in quotes.`);
  if (/^[&*!|>%@`,\]}#?-]/.test(text) && !/^-[^\s]/.test(text)) throw refused(line, `This is not read: ${shown(text)}`);
  if (/:(\s|$)/.test(text)) throw refused(line, `A text with a colon needs quotes: ${shown(text)}`);
  return text;
}

/** A list or a map in one line, as `[a, "b"]` or `{ a: 1 }`. */
class Flow {
  readonly #text: string;
  readonly #line: number;
  #at = 0;

  constructor(text: string, line: number) {
    this.#text = text;
    this.#line = line;
  }

  all(): unknown {
    const value = this.#value();
    if (this.#at < this.#text.length) throw this.#refused();
    return value;
  }

  #refused(): ArchonError {
    return refused(this.#line, `This is not a list or a map in one line: ${shown(this.#text)}`);
  }

  #take(pattern: RegExp): string | undefined {
    const [found] = new RegExp(pattern, 'y').exec(this.#text.slice(this.#at)) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #value(): unknown {
    this.#take(/\s*/);
    if (this.#take(/\[/) !== undefined) return this.#items(/\]/, () => this.#value());
    if (this.#take(/\{/) !== undefined) return Object.fromEntries(this.#items(/\}/, () => this.#pair()));
    const inQuotes = this.#take(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/);
    const text = inQuotes ?? this.#take(/[^[\]{},:#"']+/)?.trim();
    if (text === undefined || text === '') throw this.#refused();
    return scalar(text, this.#line);
  }

  #pair(): [string, unknown] {
    const key = this.#take(/\s*("(?:[^"\\]|\\.)*"|[A-Za-z0-9_./-]+)\s*:(?=\s)/)
      ?.trim()
      .slice(0, -1)
      .trim();
    if (key === undefined || key === '__proto__') throw this.#refused();
    return [String(key.startsWith('"') ? scalar(key, this.#line) : key), this.#value()];
  }

  #items<T>(end: RegExp, read: () => T): T[] {
    const items: T[] = [];
    this.#take(/\s*/);
    if (this.#take(end) !== undefined) return this.#ended(items);
    for (;;) {
      items.push(read());
      this.#take(/\s*/);
      if (this.#take(end) !== undefined) return this.#ended(items);
      if (this.#take(/,\s*/) === undefined) throw this.#refused();
    }
  }

  #ended<T>(items: T): T {
    this.#take(/\s*/);
    return items;
  }
}
