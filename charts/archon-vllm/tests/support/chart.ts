import { join } from 'node:path';
import { archonVllm } from '@archon/charts/archon-vllm';
import { chartModel } from '@archon/generator/define-chart';
import { workspaceRoot, type Validation } from '@archon/values';

/** The chart under test. */
export const chart = join(workspaceRoot, 'charts/archon-vllm');

/** What TypeScript needs to say what the chart says. */
export const validation: Validation = chartModel(workspaceRoot, archonVllm);

/** The model that the chart is generated from. */
export const { model } = validation;
