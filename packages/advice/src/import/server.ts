import type { ValuePath } from '../values-text.ts';

/** An environment variable of a container. Without both, its value is taken from somewhere that the input does not show. */
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: unknown;
}

/** A value that the input gives. */
export interface Placed {
  readonly path: ValuePath;
  readonly value: unknown;
  readonly why?: string;
}

/** What no value of the chart can say, and why. It never holds a secret. */
export interface Unplaced {
  readonly what: string;
  readonly why: string;
}

/** Where a volume is mounted, and what it is. */
export interface Mount {
  readonly path: string;
  /** A volume of a pod, without its name. */
  readonly volume: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly why?: string;
  /** It is not in the cluster yet: a volume of Docker. */
  readonly outside?: true;
  /** Further fields of a volume mount, such as `readOnly`. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A vLLM server as its source describes it: what starts it, and what is around it. */
export interface Server {
  readonly source: string;
  readonly image?: string;
  /** The whole command line where the source replaces the image's entrypoint, else arguments alone. */
  readonly command: readonly string[];
  readonly env: readonly Variable[];
  readonly mounts: readonly Mount[];
  /** Undefined where the source does not say how many. */
  readonly gpus?: number;
  readonly placed: readonly Placed[];
  readonly unplaced: readonly Unplaced[];
}

/** What the chart has, as the translation asks for it. */
export interface ChartValues {
  /** JSON types of a value, empty where its schema names none; undefined where the chart has no such value. */
  typesAt(path: readonly string[]): readonly string[] | undefined;
  /** Variables that the chart sets itself. */
  readonly reservedEnv: readonly string[];
  /** The vLLM release of an image of which nothing is known. */
  readonly appVersion: string;
}

export type Tree = Readonly<Record<string, unknown>>;

export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The objects of a list; none where it is not a list. */
export const treesOf = (value: unknown): Tree[] => (Array.isArray(value) ? value.filter(isTree) : []);

export const treeOf = (value: unknown): Tree => (isTree(value) ? value : {});

export const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter(isText).map(String) : []);

/** Entries of a list of texts that are none: what they would be as an argument is unknown. */
export const notTexts = (value: unknown, where: string): Unplaced[] =>
  (Array.isArray(value) ? value : []).flatMap((entry, at) =>
    isText(entry)
      ? []
      : [{ what: `${where}[${at}]`, why: `It is ${entry === null ? 'empty' : 'not a text'}: write it in quotes.` }],
  );

const isText = (value: unknown): boolean => ['string', 'number', 'boolean', 'bigint'].includes(typeof value);

/** The environment of a container. YAML reads a name such as `5` as a number. */
export const environmentOf = (value: unknown): Variable[] =>
  treesOf(value).flatMap(({ name, ...rest }) =>
    typeof name === 'string' || typeof name === 'number' ? [{ ...rest, name: String(name) }] : [],
  );
