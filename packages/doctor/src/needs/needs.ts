import type { Amounts, Toleration } from '../cluster-state.ts';

/** What a release with these values needs of a cluster. */
export interface Needs {
  readonly chart: string;
  /** The range of Chart.yaml. */
  readonly kubeVersion: string;
  readonly apis: readonly ApiNeed[];
  /** Whether an HPA asks the cluster for metrics of the pods. */
  readonly customMetrics: boolean;
  /** Only of a chart with a server. */
  readonly server?: ServerNeeds;
}

export interface ApiNeed {
  /** What brings it. */
  readonly product: string;
  /** `monitoring.coreos.com/v1/ServiceMonitor`. */
  readonly api: string;
  /** The value that asks for it. */
  readonly path: string;
}

export interface ServerNeeds {
  readonly pod: PodNeeds;
  /** With an autoscaler, the fewest pods; at least one. */
  readonly replicas: number;
  /** The value that says so. */
  readonly replicasPath: 'replicas' | 'autoscaling.minReplicas';
  readonly gpu: GpuNeeds;
  readonly claim?: ClaimNeeds;
  readonly ingress?: { readonly className: string; readonly controller: string };
  readonly references: readonly Reference[];
  /** Empty: unknown. */
  readonly release: string;
  /** Whether the container is told to use the CUDA libraries of the image with an older driver. */
  readonly cudaCompatibility: boolean;
  /** Empty: none. */
  readonly preset: string;
}

interface GpuNeeds {
  readonly count: number;
  readonly resource: string;
  readonly nvidia: boolean;
  /** Id of the catalog; empty: the values do not say it. */
  readonly product: string;
  /** Empty: the node's own runtime. */
  readonly runtimeClass: string;
}

/** The pod, as the scheduler and admission see it. */
export interface PodNeeds {
  readonly requests: Amounts;
  readonly limits: Amounts;
  readonly containers: readonly ContainerNeeds[];
  readonly volumes: readonly Readonly<Record<string, unknown>>[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Terms of the required node affinity: one must match. Undefined: there is none. */
  readonly affinityTerms?: readonly NodeTerm[];
  readonly tolerations: readonly Toleration[];
  /** Those that the chart adds. */
  readonly chartTolerations?: readonly Toleration[];
  /** Empty: none. */
  readonly priorityClass: string;
}

export interface ContainerNeeds {
  readonly name: string;
  /** Where its security context is in the values. */
  readonly path: string;
  readonly requests: Amounts;
  readonly limits: Amounts;
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly hostPorts: boolean;
}

export interface NodeTerm {
  readonly matchExpressions?: readonly NodeExpression[];
  readonly matchFields?: readonly NodeExpression[];
}

export interface NodeExpression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface ClaimNeeds {
  /** Undefined: it depends on the name of the release. */
  readonly name?: string;
  /** The user's claim, which the chart does not create. */
  readonly existing: boolean;
  readonly bytes: number;
  /** As in the values: `100Gi`. */
  readonly size: string;
  /** Empty: the default one. */
  readonly storageClass: string;
  readonly accessModes: readonly string[];
}

/** An object of the user that the values name. */
export interface Reference {
  readonly kind: 'Secret' | 'ConfigMap' | 'ServiceAccount' | 'PersistentVolumeClaim' | 'PriorityClass';
  readonly name: string;
  /** Undefined: only its existence counts. */
  readonly key?: string;
  readonly path: string;
  /** What happens without it. */
  readonly without: 'no pod' | 'no image' | 'no certificate';
  /** For a Secret: the command that creates it. */
  readonly create?: string;
}
