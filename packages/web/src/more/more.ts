import { ArchonError, type Problem } from '@archon/values/problem';
import { checkValues } from './check-values.ts';
import { importValues } from './import-values.ts';
import { valueRows } from './value-rows.ts';
import { readFromHub, readPasted } from './page-hub.ts';

/** What a function gives, or what is wrong with what it was given. */
export type Result<T> = { readonly found: T } | { readonly problems: readonly Problem[] };

/** Errors as data: classes of this script are not those of the page. */
const settled =
  <Arguments extends unknown[], T>(work: (...given: Arguments) => T | Promise<T>) =>
  async (...given: Arguments): Promise<Result<T>> => {
    try {
      return { found: await work(...given) };
    } catch (error) {
      if (error instanceof ArchonError) return { problems: error.problems };
      throw error;
    }
  };

/** What the page loads when it is first asked for: it is not in its first load. */
const more = {
  readFromHub: settled(readFromHub),
  readPasted: settled(readPasted),
  importValues: settled(importValues),
  checkValues,
  valueRows,
};

export type More = typeof more;

Object.assign(globalThis, { archonMore: more });
