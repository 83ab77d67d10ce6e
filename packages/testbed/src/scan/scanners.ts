import { moduleVersion } from '../go/go.ts';
import { scanByCheckov } from './checkov.ts';
import { checkovVersion } from './checkov-environment.ts';
import type { ScannerName, ScanReport } from './finding.ts';
import { scanByKubeScore } from './kube-score.ts';
import { scanByKubesec } from './kubesec.ts';
import { scanRecipes } from './recipes.ts';
import { scanByTrivy } from './trivy.ts';

interface Scanner {
  version: () => string;
  scan: (manifest: string) => Promise<ScanReport>;
}

/** Every scanner, with its version and how it scans a manifest. */
export const scanners: Record<ScannerName, Scanner> = {
  'kube-score': { version: () => goVersion('kube-score'), scan: scanByKubeScore },
  checkov: { version: checkovVersion, scan: scanByCheckov },
  trivy: { version: () => goVersion('trivy'), scan: scanByTrivy },
  kubesec: { version: () => goVersion('kubesec'), scan: scanByKubesec },
};

function goVersion(tool: keyof typeof scanRecipes): string {
  const { module, folder } = scanRecipes[tool];
  return moduleVersion(module, folder).slice(1);
}

/** Runs scanners over one manifest, side by side. */
export async function scanManifest<Name extends ScannerName>(
  manifest: string,
  names: readonly Name[],
): Promise<Record<Name, ScanReport>> {
  const reports = await Promise.all(names.map(async (name) => [name, await scanners[name].scan(manifest)] as const));
  return Object.fromEntries(reports) as Record<Name, ScanReport>;
}
