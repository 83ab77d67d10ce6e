import type { Answer } from '@archon/sizing';

export interface MemoryPart {
  name: string;
  /** Likely value, in GiB. */
  gib: number;
  /** In the picture. */
  colour: string;
  /** In a line of text. */
  mark: string;
}

/** The memory of a GPU by what holds it, from the left to the right; together its total. */
export function memoryParts({ parts, kvCacheGiB, marginGiB, kvCacheGiBLow }: Answer): MemoryPart[] {
  if (!parts || kvCacheGiB === null || kvCacheGiBLow === null || marginGiB === null) return [];
  const { total, budget, weights, nonTorch, activation, cudaGraphs } = parts;
  const request = kvCacheGiBLow - marginGiB;
  return [
    { name: 'weights', gib: weights.likely, colour: '#3b6ea8', mark: '█' },
    {
      name: 'while computing',
      gib: nonTorch.likely + activation.likely + cudaGraphs.likely,
      colour: '#8a6fb0',
      mark: '▓',
    },
    { name: 'cache, one request', gib: request, colour: '#2e9e78', mark: '▒' },
    { name: 'cache, further requests', gib: Math.max(0, kvCacheGiB - request), colour: '#8fd3b6', mark: '░' },
    { name: 'left to others', gib: total.likely - budget.likely, colour: '#d5d8dc', mark: '·' },
  ];
}
