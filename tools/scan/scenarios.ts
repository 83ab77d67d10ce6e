import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { renderChart } from '@archon/testbed/helm';
import { ToolError } from '@archon/testbed/tool-error';

/** What is scanned, with its values file. */
const scenarios = {
  default: undefined,
  everything: 'charts/archon-vllm/ci/everything-values.yaml',
  hardened: 'tools/scan/hardened-values.yaml',
} as const;

/** The name of a scenario. */
export type ScenarioName = keyof typeof scenarios;

/** Every scenario. */
export const scenarioNames = Object.keys(scenarios) as ScenarioName[];

/** Renders a scenario by Helm 4, with more values merged over it. */
export function renderScenario(name: ScenarioName, moreValues?: object): string {
  const file = scenarios[name];
  const result = renderChart({
    helm: 4,
    chart: join(repoRoot, 'charts/archon-vllm'),
    values: file ? [join(repoRoot, file)] : [],
    ...(moreValues ? { valuesObject: moreValues } : {}),
  });
  if (!result.ok) throw new ToolError(`Helm refuses the scenario "${name}", so it cannot be scanned:\n${result.error}`);
  return result.manifest;
}
