import type { Catalog } from '@archon/sizing';

/** What the page knows when it is built, and does not count itself. */
export interface PageData {
  readonly catalog: Catalog;
  readonly presets: readonly PresetBar[];
  readonly scores: readonly Score[];
  /** Start-ups that failed, and those of them that the planner called "fits". */
  readonly verdicts: { readonly failed: number; readonly saidFits: number };
  /** docs/argo-cd/oci.yaml */
  readonly application: string;
  /** docs/flux/oci.yaml */
  readonly helmRelease: string;
  /** The Helm next to the page, and the Kubernetes that it renders for. */
  readonly helm: { readonly helm: string; readonly kubernetes: string };
}

/** A preset on its tightest GPU. */
export interface PresetBar {
  readonly name: string;
  readonly title: string;
  readonly gpu: string;
  readonly gpuTitle: string;
  /** GPUs of its class. */
  readonly gpuCount: number;
  readonly model: string;
  /** Tokens. */
  readonly context: number;
  readonly marginGiB: number;
  /** It fits every GPU of its class by the pessimistic bound. */
  readonly certain: boolean;
  readonly parts: readonly { readonly name: string; readonly gib: number }[];
  /** Left out: that of the chart. */
  readonly release?: string;
}

/** How the planner does on a class of start-ups that it was not fitted on. */
export interface Score {
  readonly name: string;
  readonly startUps: number;
  /** `2.7 %` */
  readonly meanError: string;
  /** `70 of 74` start-ups are between the bounds. */
  readonly between: string;
  /** Median distance of the bounds, `1.55 GiB`. */
  readonly width: string;
}
