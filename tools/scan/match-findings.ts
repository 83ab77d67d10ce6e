import type { AcceptedFinding } from './accepted.ts';
import type { ScannerName } from '@archon/testbed/finding';
import type { PlacedFinding, ScenarioName } from './scan-scenarios.ts';

/** The differences between what scanners report and what is accepted, a line each. */
export function matchFindings(findings: PlacedFinding[], accepted: AcceptedFinding[]): string[] {
  const unknown = findings
    .filter((finding) => !accepted.some((entry) => covers(entry, finding)))
    .map(
      ({ scenario, scanner, check, object, message }) =>
        `${scenario}: ${scanner} reports ${check} on ${object} (${message}). ` +
        `Fix it in the chart, or accept it in tools/scan/accepted.yaml, with the reason.`,
    );
  return [...unknown, ...accepted.flatMap((entry) => staleParts(entry, findings))];
}

/** Whether an entry accepts a finding. */
export function covers({ reports, on }: AcceptedFinding, finding: PlacedFinding): boolean {
  const { scanner, check, scenario, object } = finding;
  return Boolean(reports[scanner]?.includes(check) && on[scenario]?.includes(object));
}

// Each check must be reported somewhere, and each object must have something reported on it.
function staleParts(entry: AcceptedFinding, findings: PlacedFinding[]): string[] {
  const covered = findings.filter((finding) => covers(entry, finding));
  const checks = pairs<ScannerName>(entry.reports)
    .filter(([scanner, check]) => !covered.some((finding) => finding.scanner === scanner && finding.check === check))
    .map(([scanner, check]) => `${scanner} no longer reports ${check}`);
  const objects = pairs<ScenarioName>(entry.on)
    .filter(([scenario, object]) => !covered.some((one) => one.scenario === scenario && one.object === object))
    .map(([scenario, object]) => `its checks are not reported on ${object} of ${scenario}`);
  return [...checks, ...objects].map(
    (problem) => `"${entry.title}" is accepted, but ${problem}. Remove it from tools/scan/accepted.yaml.`,
  );
}

function pairs<Key extends string>(lists: Partial<Record<Key, string[]>>): [Key, string][] {
  return (Object.entries(lists) as [Key, string[]][]).flatMap(([key, list]) =>
    list.map((item): [Key, string] => [key, item]),
  );
}
