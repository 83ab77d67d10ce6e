import { join } from 'node:path';
import { archonGitops } from '@archon/charts/archon-gitops';
import { chartModel } from '@archon/generator/define-chart';
import { type Problem, workspaceRoot, type Validation } from '@archon/values';
import type { KubernetesObject } from '@archon/testbed/helm';
import { problemsIn } from '../../../archon-vllm/tests/support/problems.ts';
import * as helms from '../../../archon-vllm/tests/support/render.ts';

/** The chart under test. */
export const chart = join(workspaceRoot, 'charts/archon-gitops');

/** What TypeScript needs to say what the chart says. */
export const validation: Validation = chartModel(workspaceRoot, archonGitops);

/** What our validator has against values. */
export const problemsOf = (values: unknown): Problem[] => problemsIn(validation, values);

/** The objects that values render, which both Helms must give alike. */
export const render = (valuesObject: unknown): Promise<KubernetesObject[]> => helms.render({ chart, valuesObject });

/** Why both Helms refuse values, one text each. */
export const refusals = (valuesObject: unknown): Promise<string[]> => helms.refusals({ chart, valuesObject });

/** A chart that a server can have. */
export const oci = { oci: 'oci://registry.example.com/charts/archon-vllm', version: '0.3.0' };
