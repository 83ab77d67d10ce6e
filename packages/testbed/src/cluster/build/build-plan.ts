import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '../../process/cache-dir.ts';
import { moduleVersion } from '../../go/go.ts';
import type { RealNodeContent } from '../../node/real-node.ts';
import type { BuildStep } from '../../process/build-once.ts';
import { buildSteps } from './build-steps.ts';
import { freeMiB, formatMiB, type SpaceNeed } from '../../process/disk-space.ts';

// Besides the programs, in MiB: Go's build cache when it is empty at first, the sources unpacked and as archives, and what a
// build has on disk for a while. A real node's programs add about a fifth.
const goCacheMiB = 4100;
const sourcesMiB = 1000;
const temporaryMiB = 300;
/** etcd reserves 128 MiB; logs and certificates are small. */
export const clusterMiB = 200;

/** What has to be built before a cluster can start; undefined when everything exists. */
export interface BuildPlan {
  steps: BuildStep[];
  needs: SpaceNeed[];
  /** Whether Go has built nothing yet on this machine. */
  cold: boolean;
}

export function planBuild(real?: RealNodeContent): BuildPlan | undefined {
  const steps = buildSteps(real).filter(({ folder }) => !existsSync(folder));
  if (steps.length === 0) return undefined;
  const named = (source: BuildStep['source']) => steps.filter((step) => step.source === source);
  const mibOf = (source: BuildStep['source']) => named(source).reduce((sum, { mib }) => sum + mib, 0);
  const { GOCACHE, GOMODCACHE } = goFolders();
  const cold = !GOCACHE || !existsSync(GOCACHE);
  const kubernetes = `k8s.io/kubernetes@${moduleVersion('k8s.io/kubernetes')}`;
  const needsSources = GOMODCACHE && !existsSync(join(GOMODCACHE, kubernetes));
  const needs = [
    { folder: cacheDir(), mib: mibOf('go') && mibOf('go') + temporaryMiB, what: 'the programs' },
    ...(cold && GOCACHE ? [{ folder: GOCACHE, mib: goCacheMiB, what: 'Go’s build cache' }] : []),
    ...(needsSources ? [{ folder: GOMODCACHE, mib: sourcesMiB, what: 'their sources' }] : []),
    {
      folder: cacheDir(),
      mib: mibOf('python'),
      what: named('python')
        .map(({ name }) => name)
        .join(' and '),
    },
    { folder: cacheDir(), mib: mibOf('debian'), what: 'root filesystems' },
  ];
  return { steps, needs: needs.filter(({ mib }) => mib > 0), cold };
}

/** What is printed before a build starts. */
export function describeBuild({ steps, needs, cold }: BuildPlan): string[] {
  const namesOf = (source: BuildStep['source']) =>
    steps.filter((step) => step.source === source).map(({ name }) => name);
  const made = [
    ['To be built once, from the sources pinned in packages/testbed/src/go.mod', namesOf('go')],
    ['To be installed once, from Python packages', namesOf('python')],
    ['To be unpacked once, from Debian packages', namesOf('debian')],
  ] as const;
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  const disk = needs.map(({ mib, what }) => `${formatMiB(mib)} for ${what}`).join(', ');
  const time = seconds < 60 ? `${Math.max(seconds, 5)} s` : `${Math.ceil(seconds / 60)} min`;
  return [
    ...made.filter(([, names]) => names.length > 0).map(([how, names]) => `${how}: ${names.join(', ')}.`),
    `  time  up to ${time} on two cores${cold ? '' : ', seconds for parts that Go’s cache has'}, plus downloads`,
    `  disk  ${disk}${cold ? '' : `; Go’s cache may grow by up to ${formatMiB(goCacheMiB)}`} (${formatMiB(freeMiB(cacheDir()))} free)`,
  ];
}

/** Empty without Go: the build will report it. */
function goFolders(): { GOCACHE?: string; GOMODCACHE?: string } {
  try {
    return JSON.parse(execFileSync('go', ['env', '-json', 'GOCACHE', 'GOMODCACHE'], { encoding: 'utf8' })) as object;
  } catch {
    return {};
  }
}
