import { sum } from '../amounts.ts';
import type { Amounts, ClusterNode, ClusterPod } from '../cluster-state.ts';

/** What a node has left, without the requests of the pods on it; `apart` are pods that will make room. */
export function freeAmounts(
  node: ClusterNode,
  pods: readonly ClusterPod[],
  apart: readonly ClusterPod[] = [],
): Amounts {
  const there = pods.filter((pod) => pod.node === node.name && !apart.includes(pod));
  const taken = sum(there.map(({ requests }) => requests));
  const free = Object.entries(node.allocatable).map(([resource, amount]) => [
    resource,
    amount - (taken[resource] ?? 0),
  ]);
  return { ...Object.fromEntries(free), pods: (node.allocatable['pods'] ?? Infinity) - there.length };
}

/** How many pods with these requests fit into what is left. */
export function podsThatFit(free: Amounts, requests: Amounts): number {
  const each = Object.entries({ ...requests, pods: 1 })
    .filter(([, needed]) => needed > 0)
    .map(([resource, needed]) => Math.floor(((free[resource] ?? 0) + 1e-9) / needed));
  return Math.max(0, Math.min(...each));
}
