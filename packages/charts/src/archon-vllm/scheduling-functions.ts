import { findGpu } from '@archon/sizing/gpu-parts';
import type { FunctionTable } from '@archon/values';
import { listOf } from '../list-of.ts';

interface Toleration {
  key?: string | null;
  effect?: string | null;
}

/** What keeps pods without a GPU off the nodes with one. */
const TAINT = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };

/** How the device plugin's names of MIG slices begin: `nvidia.com/mig-1g.10gb`, and more after a dot. */
const SLICE = 'nvidia.com/mig-';

/** What expressions ask of the nodes, in TypeScript and, as named templates, in Helm. */
export const schedulingFunctions: FunctionTable = {
  /** Tolerations, and that of the GPUs' taint where it is wanted and none of them is for it. */
  gpuTolerations: listOf('gpu-tolerations', 2, (own: Toleration[] | null, wanted: boolean) => {
    const all = own ?? [];
    const covered = all.some(({ key, effect }) => (!key || key === TAINT.key) && (!effect || effect === TAINT.effect));
    return wanted && !covered ? [...all, TAINT] : all;
  }),
  /** What the node label nvidia.com/gpu.product is for a GPU of the catalog: whole, and shared by time. */
  gpuLabels: listOf('gpu-labels', 1, (id: string) => {
    const label = findGpu(id)?.nodeLabel?.product;
    return label === undefined ? [] : [label, `${label}-SHARED`];
  }),
  /** Why a resource of the device plugin is not a part of a GPU of the catalog. */
  sliceProblems: listOf('slice-problems', 2, (id: string, resource: string) => {
    const gpu = findGpu(id);
    if (!gpu || !resource.startsWith(SLICE)) return [];
    const profiles = (gpu.mig ?? []).map(({ profile }) => profile);
    const slice = resource.slice(SLICE.length);
    if (profiles.some((profile) => slice === profile || slice.startsWith(`${profile}.`))) return [];
    const parts = profiles.length === 0 ? 'has no MIG' : `is divided into ${profiles.join(', ')}`;
    return [`${resource} is a MIG slice, and ${gpu.name} ${parts}. Correct it, or gpu.product, or remove gpu.product.`];
  }),
};
