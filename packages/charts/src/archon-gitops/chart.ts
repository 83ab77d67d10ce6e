import { defineChart } from '@archon/generator/define-chart';
import { archonVllm } from '../archon-vllm/chart.ts';
import type { EffectiveServer } from './fleet.ts';
import { fleetFunctions } from './fleet-functions.ts';

/** A fleet of releases of archon-vllm, delivered by Argo CD. */
export const archonGitops = defineChart({
  name: 'archon-gitops',
  functions: fleetFunctions,
  passes: {
    charts: [archonVllm],
    // What is in files of values cannot be seen here, so rules could be wrong about the rest.
    passedValues: ({ computed }) =>
      (computed.servers as EffectiveServer[])
        .filter(({ valueFiles }) => valueFiles.length === 0)
        .map(({ name, values }) => ({ path: ['servers', name, 'values'], chart: archonVllm.name, values })),
  },
});
