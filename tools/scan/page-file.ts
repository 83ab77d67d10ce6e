import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import type { AcceptedFinding } from './accepted.ts';
import { pageText } from './page-text.ts';
import type { ScanReports } from './scan-scenarios.ts';
import { scanners } from '@archon/testbed/scanners';

/** The page about the scanners, from the root of the repository. */
export const pagePath = 'docs/06-scanners.md';

/** Whether the committed page matches what the scanners report. */
export function pageIsCurrent(reports: ScanReports, accepted: AcceptedFinding[]): boolean {
  return existsSync(fullPath) && readFileSync(fullPath, 'utf8') === currentText(reports, accepted);
}

/** Writes the page. */
export function writePage(reports: ScanReports, accepted: AcceptedFinding[]): void {
  writeFileSync(fullPath, currentText(reports, accepted));
}

const fullPath = join(repoRoot, pagePath);

function currentText(reports: ScanReports, accepted: AcceptedFinding[]): string {
  const hardenedValues = readFileSync(join(import.meta.dirname, 'hardened-values.yaml'), 'utf8');
  const versionOf = (scanner: keyof typeof scanners): string => scanners[scanner].version();
  return pageText({ reports, accepted, hardenedValues, versionOf });
}
