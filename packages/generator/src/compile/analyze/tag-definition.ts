import type { Expression } from '@archon/values';
import type { Place } from '../parse/template.ts';
import type { Reference, Value } from './analyzed.ts';

/** A tag with a meaning of its own, such as `{{perKey values.options}}`, alone on its line. A chart brings these along. */
export interface TagDefinition {
  expand(call: TagCall, tools: TagTools): { lines: string[]; used: string[] };
}

/** The tag as written. */
export interface TagCall {
  params: Expression[];
  named: Record<string, Expression>;
  place: Place;
}

/** What the compiler offers to a tag. */
export interface TagTools {
  /** Resolves a path of the template. */
  resolve(path: Expression): Reference;
  /** The reference of a key of an object. */
  keyOf(object: Expression, key: string): Reference;
  /** The form in which a reference goes out. */
  valueOf(reference: Reference): Value;
  /** A path from Helm's root, wherever the tag is: `$.Files.Get`. */
  fromRoot(path: string): string;
  refuse(message: string, hint?: string): never;
}
