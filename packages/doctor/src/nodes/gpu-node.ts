import type { Gpu } from '@archon/sizing/catalog-types';
import { findGpu, partOfResource, splitPart } from '@archon/sizing/gpu-parts';
import { gpus } from '@archon/sizing/gpus';
import type { ClusterNode } from '../cluster-state.ts';

/** What a node says of its GPUs: the labels of GPU feature discovery and the resources of the device plugin. */
export interface GpuNode {
  readonly node: ClusterNode;
  /** The label nvidia.com/gpu.product; undefined: there is no feature discovery. */
  readonly product?: string;
  /** The entry of the catalog, a slice or a shared GPU where the pod gets one. */
  readonly gpu?: Gpu;
  /** Branch of the driver, as 580. */
  readonly driver?: number;
  /** `580.65.06` */
  readonly driverVersion?: string;
  /** NVIDIA resources that the node offers, with how many of each. */
  readonly offers: Readonly<Record<string, number>>;
}

/** Reads a node; `resource` is what the pod requests of it. */
export function gpuNodeOf(node: ClusterNode, resource: string): GpuNode {
  const { labels, allocatable } = node;
  const offers = Object.fromEntries(
    Object.entries(allocatable).filter(([name, count]) => name.startsWith('nvidia.com/') && count > 0),
  );
  const product = labels['nvidia.com/gpu.product'];
  const gpu = product === undefined ? undefined : catalogGpu(product, labels, resource);
  const branch = labels['nvidia.com/cuda.driver-version.major'] ?? labels['nvidia.com/cuda.driver.major'];
  const version = labels['nvidia.com/cuda.driver-version.full'];
  return {
    node,
    ...(product !== undefined && { product }),
    ...(gpu && { gpu }),
    ...(branch !== undefined && { driver: Number(branch) }),
    ...((version ?? branch) !== undefined && { driverVersion: version ?? branch! }),
    offers,
  };
}

/** The GPU of a product label; of two with one label, the one with the memory that the node reports. */
function catalogGpu(product: string, labels: Readonly<Record<string, string>>, resource: string): Gpu | undefined {
  const { whole, part } = splitPart(product);
  const named = gpus.filter((gpu) => (gpu.nodeLabel?.product ?? gpu.name.replaceAll(' ', '-')) === whole);
  const memory = Number(labels['nvidia.com/gpu.memory']);
  const distance = ({ memory: { nvidiaSmiMiB, marketingGiB = 0 } }: Gpu): number =>
    Math.abs((nvidiaSmiMiB ?? marketingGiB * 1024) - memory);
  const found = Number.isNaN(memory) ? named[0] : named.toSorted((a, b) => distance(a) - distance(b))[0];
  const end = part === '' ? partOfResource(resource) : part;
  return found && (end === '' ? found : (findGpu(found.id + end) ?? found));
}
