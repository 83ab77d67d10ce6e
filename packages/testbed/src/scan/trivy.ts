import { resolveTool } from '../go/go-tools.ts';
import { parseObjects } from '../kubernetes/parse-objects.ts';
import { type Finding, mergeFindings, type ScanReport } from './finding.ts';
import { runScanner } from './run-scanner.ts';

/** Scans a manifest by trivy's own Kubernetes checks (trivy/main.go). */
export async function scanByTrivy(manifest: string): Promise<ScanReport> {
  const input = JSON.stringify(parseObjects(manifest));
  return parseTrivy(await runScanner('trivy', resolveTool('trivy'), { args: [], input }));
}

/** Reads the results of trivy/main.go. */
export function parseTrivy(json: unknown): ScanReport {
  const results = json as (Finding & { passed: boolean })[];
  const failed = results.filter(({ passed }) => !passed);
  const findings = failed.map(({ check, object, message }) => ({ check, object, message }));
  return { passed: results.length - failed.length, findings: mergeFindings(findings) };
}
