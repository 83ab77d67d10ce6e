import { presetValues } from '@archon/presets';
import { catalogFor } from '@archon/sizing';
import { loadModel, resolveModel, workspaceRoot, type Validation } from '@archon/values';

let loaded: Validation | undefined;

/** What validating values of the chart needs, read once. */
export function chartModel(): Validation {
  if (loaded) return loaded;
  const model = resolveModel(loadModel(workspaceRoot, 'archon-vllm'));
  return (loaded = { model, presets: presetValues, catalog: catalogFor(model) });
}
