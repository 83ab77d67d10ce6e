import { type Finding, type ScannerName, scannerNames, type ScanReport } from './finding.ts';
import { scanners } from './scanners.ts';
import { renderScenario, type ScenarioName, scenarioNames } from './scenarios.ts';

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

/** Runs scanners over one manifest, concurrently. */
export async function scanManifest<Name extends ScannerName>(
  manifest: string,
  names: readonly Name[],
): Promise<Record<Name, ScanReport>> {
  const reports = await Promise.all(names.map(async (name) => [name, await scanners[name].scan(manifest)] as const));
  return Object.fromEntries(reports) as Record<Name, ScanReport>;
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
