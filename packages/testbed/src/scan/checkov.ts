import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkovPython } from './checkov-environment.ts';
import { mergeFindings, type ScanReport } from './finding.ts';
import { runScanner } from './run-scanner.ts';

interface CheckovReport {
  summary: { passed: number };
  results: { failed_checks: { check_id: string; check_name: string; resource: string }[] };
}

/** Scans a manifest by checkov, which neither downloads guidelines nor asks for a newer version of itself. */
export async function scanByCheckov(manifest: string): Promise<ScanReport> {
  const folder = mkdtempSync(join(tmpdir(), 'archon-checkov-'));
  try {
    const file = join(folder, 'manifest.yaml');
    writeFileSync(file, manifest);
    const output = ['--output=json', '--compact', '--quiet'];
    const args = ['-m', 'checkov.main', '--framework=kubernetes', '--skip-download', ...output, '--file', file];
    const env = { SKIP_PACKAGE_UPDATE_CHECK: 'true', LOG_LEVEL: 'ERROR' };
    return parseCheckov(await runScanner('checkov', checkovPython(), { args, env }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads checkov's JSON. */
export function parseCheckov(json: unknown): ScanReport {
  const { summary, results } = json as CheckovReport;
  const findings = results.failed_checks.map(({ check_id, check_name, resource }) => ({
    check: check_id,
    object: objectOf(resource),
    message: check_name,
  }));
  return { passed: summary.passed, findings: mergeFindings(findings) };
}

// `Deployment.shop.server`; checks of a whole graph add the labels.
function objectOf(resource: string): string {
  const [kind, , name] = resource.split('.');
  return `${kind}/${name}`;
}
