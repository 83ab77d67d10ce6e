import type { Chart } from '@archon/generator/define-chart';
import { archonCi } from './archon-ci/chart.ts';
import { archonGitops } from './archon-gitops/chart.ts';
import { archonVllm } from './archon-vllm/chart.ts';

/** The charts of this repository. A new one is written here, and in schemas/, templates/ and charts/ under its name. */
export const charts: readonly Chart[] = [archonVllm, archonGitops, archonCi];
