import type { Model } from '@archon/sizing/catalog-types';
import { models } from '@archon/sizing/models';

/** The parsers that serve a model, and the model of whose recipe they are. */
export interface Parsers {
  readonly toolCallParser?: string;
  readonly reasoningParser?: string;
  /** Left out: it is the model's own recipe. */
  readonly of?: string;
}

/**
 * The parsers of a model: its own, or those of the catalogued model that it is a build of. That has the same class, and
 * its name is in the other's: `Qwen3-14B` in `Qwen3-14B-bnb-4bit`. Undefined: none are known.
 */
export function parsersOf({ id, architecture, serving }: Model): Parsers | undefined {
  if (serving) return serving;
  const name = plain(id);
  const related = models
    .filter((model) => model.serving && model.architecture === architecture && within(plain(model.id), name))
    .toSorted((a, b) => plain(b.id).length - plain(a.id).length)[0];
  if (!related) return undefined;
  const { toolCallParser, reasoningParser } = related.serving!;
  return {
    ...(toolCallParser !== undefined && { toolCallParser }),
    ...(reasoningParser !== undefined && { reasoningParser }),
    of: related.id,
  };
}

const plain = (id: string): string => id.split('/').at(-1)!.toLowerCase();

/** Whether a name begins or ends at a dash within another. */
function within(name: string, other: string): boolean {
  return `-${other.replaceAll(/[_]/g, '-')}-`.includes(`-${name}-`);
}
