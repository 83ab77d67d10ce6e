import { defineChart } from '@archon/generator/define-chart';

/** The pipeline that checks, packages, signs and publishes charts, for Tekton. */
export const archonCi = defineChart({
  name: 'archon-ci',
  copies: { 'files/steps': 'ci/steps' },
});
