// Written by packages/sizing/calibration/fit.ts from the published start-ups: do not edit.
import type { Coefficients } from './coefficients.ts';

export const coefficients: Coefficients = {
  "activation": {
    "sortBytes": 38.2,
    "filterBytes": 12.9,
    "flashInferBytes": 12.5,
    "streams": 3.96,
    "compile": 0.011,
    "experts": 1.15
  },
  "nonTorch": {
    "single": 0.085,
    "singleDatacenter": 0.25,
    "pipeline": 0.07,
    "tensor": 0.5,
    "tensorNvlink": 1.38,
    "tensorV0": 1.75,
    "tensorFused": 2.09,
    "context": 0.45,
    "consumed": 0.19,
    "unified": 1.5,
    "unifiedImages": 1.3,
    "unifiedPixels": 5
  },
  "graphs": {
    "base": 0.08,
    "perCapture": 0.000235,
    "runnerV2": 0.577
  },
  "bounds": {
    "below": [
      0.1,
      0.05
    ],
    "above": [
      0.23,
      0.05
    ]
  }
};
