/** What was read of a cluster: only what values depend on. A list that is left out could not be read. */
export interface ClusterState {
  readonly server: { readonly version: string; readonly address: string; readonly context: string };
  /** API versions with their kinds, as Helm knows them: `monitoring.coreos.com/v1/ServiceMonitor`. */
  readonly apis?: readonly string[];
  readonly nodes?: readonly ClusterNode[];
  /** Of all namespaces, those that still run. */
  readonly pods?: readonly ClusterPod[];
  readonly runtimeClasses?: readonly RuntimeClass[];
  readonly storageClasses?: readonly StorageClass[];
  /** Which drivers give a volume to the pod's group. */
  readonly csiDrivers?: readonly CsiDriver[];
  readonly ingressClasses?: readonly IngressClass[];
  readonly priorityClasses?: readonly string[];
  readonly namespace: ClusterNamespace;
  /** What the values name, by `<kind>/<name>`. What is not here could not be read. */
  readonly objects: ReadonlyMap<string, NamedObject>;
  readonly missingRights: readonly MissingRight[];
}

/** Resources are numbers: cores, bytes, devices. */
export type Amounts = Readonly<Record<string, number>>;

export interface ClusterNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly allocatable: Amounts;
  readonly ready: boolean;
  /** `kubectl cordon` was used. */
  readonly cordoned: boolean;
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export interface ClusterPod {
  readonly namespace: string;
  readonly name: string;
  readonly node?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly requests: Amounts;
}

export interface RuntimeClass {
  readonly name: string;
  readonly handler: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

export interface StorageClass {
  readonly name: string;
  readonly provisioner: string;
  readonly isDefault: boolean;
  readonly expands: boolean;
  /** `Immediate` or `WaitForFirstConsumer`. */
  readonly bindingMode: string;
}

interface CsiDriver {
  readonly name: string;
  readonly fsGroupPolicy: string;
}

export interface IngressClass {
  readonly name: string;
  readonly controller: string;
  readonly isDefault: boolean;
}

export interface ClusterNamespace {
  readonly name: string;
  /** Undefined: could not be read. */
  readonly exists?: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly quotas?: readonly Quota[];
  readonly limits?: readonly LimitRangeItem[];
}

export interface Quota {
  readonly name: string;
  readonly hard: Amounts;
  readonly used: Amounts;
  /** A quota of only some pods, or of some priorities. */
  readonly scoped: boolean;
}

export interface LimitRangeItem {
  readonly name: string;
  /** `Container`, `Pod` or `PersistentVolumeClaim`. */
  readonly type: string;
  readonly max: Amounts;
  readonly min: Amounts;
  readonly default: Amounts;
  readonly defaultRequest: Amounts;
}

/** An object that the values name. Of a Secret only the names of its keys are kept. */
export interface NamedObject {
  readonly found: boolean;
  readonly keys?: readonly string[];
  readonly claim?: Claim;
}

export interface Claim {
  readonly phase: string;
  readonly accessModes: readonly string[];
  readonly bytes: number;
  readonly storageClass?: string;
}

/** A request that the API server refused to this user. */
export interface MissingRight {
  readonly verb: 'get' | 'list';
  readonly group: string;
  readonly resource: string;
  /** Of a Role; without it, of a ClusterRole. */
  readonly namespace?: string;
  /** The only object that is read. */
  readonly name?: string;
}
