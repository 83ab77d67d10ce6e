import { join } from 'node:path';
import { workspaceRoot } from '@archon/values';

/** The charts of this repository; each has a root in schemas/values and a folder of templates. */
export const charts = ['archon-vllm'];

export const chartFolder = (chart: string): string => join(workspaceRoot, 'charts', chart);
