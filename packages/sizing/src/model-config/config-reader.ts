import { isRecord } from '@archon/values/is-record';
import type { Problem } from '@archon/values/problem';

/** Reads keys of a config.json, and collects what is missing or of the wrong kind, with its path. */
export class ConfigReader {
  readonly problems: Problem[] = [];
  /** What is there and not understood: sizes may be other than they are counted. */
  readonly unread: Problem[] = [];
  readonly #file: string;
  readonly #prefix: string;
  readonly #values: Record<string, unknown>;

  constructor(file: string, values: Record<string, unknown>, prefix = '', found?: ConfigReader) {
    this.#file = file;
    this.#prefix = prefix;
    this.#values = values;
    if (found) [this.problems, this.unread] = [found.problems, found.unread];
  }

  /** The same keys, where they are absent from the defaults of the class. */
  withDefaults(defaults: Record<string, unknown>): ConfigReader {
    const given = Object.fromEntries(Object.entries(this.#values).filter(([, value]) => value !== null));
    return new ConfigReader(this.#file, { ...defaults, ...given }, this.#prefix, this);
  }

  /** The same keys, with those of other names under the usual ones as well. */
  withKeys(names: Readonly<Record<string, string>>): ConfigReader {
    const found = Object.entries(names).filter(([, name]) => this.has(name));
    const renamed = Object.fromEntries(found.map(([usual, name]) => [usual, this.get(name)]));
    return new ConfigReader(this.#file, { ...this.#values, ...renamed }, this.#prefix, this);
  }

  get(key: string): unknown {
    return this.#values[key] ?? undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** An object below this one; undefined where there is none. */
  section(...keys: string[]): ConfigReader | undefined {
    const key = keys.find((candidate) => isRecord(this.#values[candidate]));
    if (key === undefined) return undefined;
    const values = this.#values[key] as Record<string, unknown>;
    return new ConfigReader(this.#file, values, this.#path(key), this);
  }

  /** The first object below this one, whatever its name. */
  firstSection(): ConfigReader | undefined {
    return this.section(...Object.keys(this.#values));
  }

  text(key: string): string | undefined {
    const value = this.get(key);
    if (typeof value !== 'string') return undefined;
    // anyone can publish a configuration, and its texts are printed
    if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value)) return value;
    this.refuse(key, `${key} has characters that cannot be printed.`);
    return undefined;
  }

  list(key: string): unknown[] | undefined {
    const value = this.get(key);
    return Array.isArray(value) ? value : undefined;
  }

  /** A whole number of at least 1 under the first of the keys that is there; a problem where none is. */
  count(...keys: string[]): number {
    const count = this.optionalCount(...keys);
    if (count !== undefined) return count;
    if (!keys.some((key) => this.has(key))) this.refuse(keys[0]!, `${keys.join(' or ')} is missing.`);
    return 1;
  }

  optionalCount(...keys: string[]): number | undefined {
    const key = keys.find((candidate) => this.has(candidate));
    if (key === undefined) return undefined;
    const value = this.get(key);
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
    if (value !== 0) this.refuse(key, `${key} must be a whole number of at least 1; it is ${JSON.stringify(value)}.`);
    return undefined;
  }

  refuse(key: string, message: string, hint?: string): void {
    this.problems.push(this.#problem(key, message, hint));
  }

  /** Leaves a key unread: the planner says so, and what needs all of the configuration refuses it. */
  leave(key: string, message: string, hint?: string): void {
    this.unread.push(this.#problem(key, message, hint));
  }

  #problem(key: string, message: string, hint: string | undefined): Problem {
    return { file: this.#file, path: this.#path(key), message, ...(hint !== undefined && { hint }) };
  }

  #path(key: string): string {
    return this.#prefix === '' ? key : `${this.#prefix}.${key}`;
  }
}
