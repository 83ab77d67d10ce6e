import { join } from 'node:path';
import { presetValues } from '@archon/presets';
import { catalogFor } from '@archon/sizing';
import { loadModel, resolveModel, workspaceRoot, type Validation } from '@archon/values';

/** The chart under test. */
export const chart = join(workspaceRoot, 'charts/archon-vllm');

/** The model that the chart is generated from. */
export const model = resolveModel(loadModel(workspaceRoot, 'archon-vllm'));

/** What TypeScript needs to say what the chart says. */
export const validation: Validation = { model, presets: presetValues, catalog: catalogFor(model) };
