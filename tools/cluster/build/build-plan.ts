import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '../../cache-dir.ts';
import { moduleVersion } from '../../go.ts';
import { clusterTools, toolFolder } from '../../go-tools.ts';
import { crdFolderPath } from '../crds.ts';
import { freeMiB, formatMiB, type SpaceNeed } from './disk-space.ts';

/** What `cluster up` needs: the parts of the cluster, and the Helm that it tells the user to try. */
export const upTools = [...clusterTools, 'helm4'] as const;
type UpTool = (typeof upTools)[number];

// Seconds of a cold build on two cores, one after the other in this order, and the size of the program in MiB.
// Measured on Linux, amd64; `du -m`.
const costs: Record<UpTool, { seconds: number; mib: number }> = {
  supervisor: { seconds: 10, mib: 3 },
  etcd: { seconds: 40, mib: 24 },
  'kube-apiserver': { seconds: 240, mib: 114 },
  'kube-scheduler': { seconds: 20, mib: 78 },
  'kube-controller-manager': { seconds: 80, mib: 101 },
  kubectl: { seconds: 20, mib: 60 },
  kwok: { seconds: 10, mib: 63 },
  registry: { seconds: 1, mib: 6 },
  helm4: { seconds: 20, mib: 64 },
};

// Beside the programs, in MiB: Go's build cache when it begins empty, the sources unpacked and as archives, the
// definitions of custom resources, and what a build has on disk for a while.
const goCacheMiB = 4100;
const sourcesMiB = 1000;
const temporaryMiB = 300;
/** etcd keeps 128 MiB ready; logs and certificates are little. */
export const clusterMiB = 200;

/** What has to be built before a cluster can start; undefined when all is there. */
export interface BuildPlan {
  tools: UpTool[];
  seconds: number;
  needs: SpaceNeed[];
  /** Whether Go has built nothing yet on this machine. */
  cold: boolean;
}

export function planBuild(): BuildPlan | undefined {
  const tools = upTools.filter((tool) => !existsSync(toolFolder(tool)));
  if (tools.length === 0 && existsSync(crdFolderPath())) return undefined;
  const programs = tools.reduce((sum, tool) => sum + costs[tool].mib, temporaryMiB);
  const { GOCACHE, GOMODCACHE } = goFolders();
  const cold = !GOCACHE || !existsSync(GOCACHE);
  const kubernetes = `k8s.io/kubernetes@${moduleVersion('k8s.io/kubernetes')}`;
  const needsSources = GOMODCACHE && !existsSync(join(GOMODCACHE, kubernetes));
  return {
    tools,
    seconds: tools.reduce((sum, tool) => sum + costs[tool].seconds, 0),
    needs: [
      { folder: cacheDir(), mib: programs, what: 'the programs' },
      ...(cold && GOCACHE ? [{ folder: GOCACHE, mib: goCacheMiB, what: 'Go’s build cache' }] : []),
      ...(needsSources ? [{ folder: GOMODCACHE, mib: sourcesMiB, what: 'their sources' }] : []),
    ],
    cold,
  };
}

/** What the user is told before a build begins. */
export function describeBuild({ tools, seconds, needs, cold }: BuildPlan): string[] {
  const disk = needs.map(({ mib, what }) => `${formatMiB(mib)} for ${what}`).join(', ');
  const time = seconds < 60 ? `${Math.max(seconds, 5)} s` : `${Math.ceil(seconds / 60)} min`;
  return [
    `To be built once, from the sources pinned in tools/go.mod: ${[...tools, 'custom resource definitions'].join(', ')}.`,
    `  time  up to ${time} on two cores${cold ? '' : ', seconds where Go’s cache has the parts already'}; downloads come on top`,
    `  disk  ${disk}${cold ? '' : `; Go’s cache may grow by up to ${formatMiB(goCacheMiB)}`} (${formatMiB(freeMiB(cacheDir()))} free)`,
  ];
}

/** Empty where there is no Go: the build will say so. */
function goFolders(): { GOCACHE?: string; GOMODCACHE?: string } {
  try {
    return JSON.parse(execFileSync('go', ['env', '-json', 'GOCACHE', 'GOMODCACHE'], { encoding: 'utf8' })) as object;
  } catch {
    return {};
  }
}
