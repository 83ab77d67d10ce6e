import { type Finding, type ScannerName, scannerNames, type ScanReport } from '@archon/testbed/finding';
import { scanManifest } from '@archon/testbed/scanners';
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
