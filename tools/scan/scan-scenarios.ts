import { join } from 'node:path';
import { type Finding, type ScannerName, scannerNames, type ScanReport } from '@archon/testbed/finding';
import { scanManifest } from '@archon/testbed/scanners';
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

/** What every scanner reports about every scenario. */
export type ScanReports = Record<ScenarioName, Record<ScannerName, ScanReport>>;

/** Runs every scanner over every scenario. */
export async function scanScenarios(): Promise<ScanReports> {
  const reports: Partial<ScanReports> = {};
  for (const scenario of scenarioNames) {
    reports[scenario] = await scanManifest(renderScenario(scenario), scannerNames);
  }
  return reports as ScanReports;
}

/** A finding with its scenario and scanner. */
export interface PlacedFinding extends Finding {
  scenario: ScenarioName;
  scanner: ScannerName;
}

/** The reports as one list. */
export function listFindings(reports: ScanReports): PlacedFinding[] {
  return scenarioNames.flatMap((scenario) =>
    scannerNames.flatMap((scanner) =>
      reports[scenario][scanner].findings.map((finding) => ({ scenario, scanner, ...finding })),
    ),
  );
}
