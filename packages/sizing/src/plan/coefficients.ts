/** What is fitted on start-ups. Everything else in the planner is counted. Figures in GiB unless said otherwise. */
export interface Coefficients {
  readonly activation: {
    /** Bytes per sequence and vocabulary entry of the sampler that sorts (before 0.17), all buffers together. */
    readonly sortBytes: number;
    /** The same of the sampler that filters (from 0.17, model runner V1), without the logits themselves. */
    readonly filterBytes: number;
    /** The same of FlashInfer's sampler (before 0.11.1, where it is installed). */
    readonly flashInferBytes: number;
    /** Residual streams alive at the peak of a layer, in hidden sizes. */
    readonly streams: number;
    /** Beyond the copy of the embedding that a cold compile makes. */
    readonly compile: number;
    /** Share of the experts' workspace that is alive with the sampler. */
    readonly experts: number;
  };
  readonly nonTorch: {
    readonly single: number;
    /** Compute capability 9.0 and 10.x. */
    readonly singleDatacenter: number;
    readonly pipeline: number;
    readonly tensor: number;
    /** Over NVLink (8.0, 9.0, 10.x), before the all-reduce is fused. */
    readonly tensorNvlink: number;
    /** The same of the first engine. */
    readonly tensorV0: number;
    /** With the workspaces of the fused all-reduce: 9.0 and 10.x from 0.17. */
    readonly tensorFused: number;
    /** The context, in the releases that count the whole device (0.7.3 to 0.9.0). */
    readonly context: number;
    /** What the releases from 0.27 count on top. */
    readonly consumed: number;
    /** Memory shared with the CPU: what the server holds there while it starts. */
    readonly unified: number;
    /** The same of a model with images, on top. */
    readonly unifiedImages: number;
    /** Copies of the pixels there. */
    readonly unifiedPixels: number;
  };
  readonly graphs: {
    readonly base: number;
    /** Per layer and captured size. */
    readonly perCapture: number;
    /** Model runner V2, as a share of V1. */
    readonly runnerV2: number;
  };
  readonly bounds: Bounds;
}

/** Widths of the bounds, from what the planner got wrong on start-ups that it had not seen. */
export interface Bounds {
  /** How far below the likely value a start-up may lie: a constant, a share of what is used up next to the weights. */
  readonly below: readonly [constant: number, share: number];
  /** How far above. */
  readonly above: readonly [constant: number, share: number];
}
