import type { ScannerName, ScanReport } from './finding.ts';
import { scanners } from './scanners.ts';

/** Runs scanners over one manifest, side by side. */
export async function scanManifest<Name extends ScannerName>(
  manifest: string,
  names: readonly Name[],
): Promise<Record<Name, ScanReport>> {
  const reports = await Promise.all(names.map(async (name) => [name, await scanners[name].scan(manifest)] as const));
  return Object.fromEntries(reports) as Record<Name, ScanReport>;
}
