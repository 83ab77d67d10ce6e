import type { Schema } from '@archon/values';

/** What a path means: its text in Helm, its schema, and whether it may be absent. */
export interface Reference {
  go: string;
  schema: Schema;
  optional: boolean;
  /** As a template writes it: `values.service.port`. */
  path: string;
  /** What it uses: `service.port` of the values, `probe:timing.periodSeconds` of a parameter of the partial `probe`. */
  used?: string;
}

/** How a value goes out, by its type. `safe` text needs no quotes, `free` text may hold anything. */
type Form = 'structure' | 'integer' | 'boolean' | 'number' | 'union' | 'safe' | 'free';

/** A value, resolved: the Helm expression that yields it, without outer parentheses. */
export interface Value {
  kind: 'value';
  form: Form;
  go: string;
}

/** A part of a template whose tag is resolved, so that it only has to be printed. */
export type Node =
  | { kind: 'text'; text: string }
  | { kind: 'comment'; text: string }
  | { kind: 'raw'; text: string }
  /** The beginning, a branch or the end of a block: `if …`, `else`, `end`. */
  | { kind: 'action'; go: string }
  /** The call of a named template. */
  | { kind: 'include'; go: string; mayBeEmpty: boolean; quoted: boolean }
  /** Lines of Helm that a chart's own tag stands for. */
  | { kind: 'lines'; lines: string[] }
  | Value;

export type AnalyzedLine =
  /** One tag, which takes the line or its indentation. */
  | { kind: 'lone'; indent: string; node: Node; tail: string }
  /** A scalar behind a key or a dash, in which a value occurs; and a comment behind it. */
  | { kind: 'scalar'; head: string; parts: (string | Value)[]; rest: Node[] }
  /** Tags in the text around them. */
  | { kind: 'inline'; nodes: Node[] };

export interface AnalyzedTemplate {
  lines: AnalyzedLine[];
  /** Paths of `values` and of parameters that the template uses, whole, in the order of their use. */
  used: string[];
  passed: PassedValue[];
}

/** What a parameter of a partial stands for in one call: a path of `values`, or of a parameter of the caller. */
export interface PassedValue {
  param: string;
  value: string;
}

/** Whether a value could hold what ends a scalar. */
export const mayNeedQuotes = ({ form }: Value): boolean => ['free', 'union', 'structure'].includes(form);
