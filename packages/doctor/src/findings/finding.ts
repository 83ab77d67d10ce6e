/** How bad it is: an error keeps the release from starting. */
export type Severity = 'error' | 'warning' | 'info';

/** What findings are about, in the order in which they are reported. */
export const subjects = {
  server: 'Kubernetes',
  apis: 'Custom resources',
  namespace: 'Namespace',
  runtime: 'RuntimeClass',
  gpus: 'GPUs',
  placement: 'Nodes',
  storage: 'Storage',
  ingress: 'Ingress',
  references: 'Named objects',
  rights: 'Rights',
} as const;

export type Subject = keyof typeof subjects;

/** One thing that was seen, and what it means for the values. */
export interface Finding {
  readonly severity: Severity;
  readonly subject: Subject;
  /** The value that it is about, as `gpu.runtimeClassName`. */
  readonly path?: string;
  /** What was seen in the cluster, a sentence. */
  readonly seen: string;
  /** What it means for these values, a sentence. */
  readonly means?: string;
  /** Values to set instead, by path. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** What else to do: a sentence or a command. */
  readonly do?: string;
  /** The rule to add to a ClusterRole, or to a Role of the namespace. */
  readonly rule?: RbacRule;
}

export interface RbacRule {
  readonly role: 'ClusterRole' | 'Role';
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** `a, b and 3 more` */
export function listed(names: readonly string[], most = 4): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** `1 node`, `2 nodes` */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
