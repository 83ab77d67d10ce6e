/** What the worker is told: first the program, then one `helm template` after the other. */
export type ToWorker = { readonly program: Uint8Array<ArrayBuffer> } | HelmRequest;

/** One `helm template`. */
export interface HelmRequest {
  readonly release: string;
  readonly namespace: string;
  readonly kubeVersion: string;
  /** Values files, weakest first. */
  readonly values: readonly { readonly name: string; readonly text: string }[];
}

/** What helm prints, or why it refuses. A failure is neither: the program did not get so far. */
export interface FromWorker {
  readonly manifest?: string;
  readonly notes?: string;
  readonly error?: string;
  readonly failure?: string;
}
