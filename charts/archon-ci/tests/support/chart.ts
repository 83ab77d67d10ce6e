import { join } from 'node:path';
import { archonCi } from '@archon/charts/archon-ci';
import { chartModel } from '@archon/generator/define-chart';
import type { KubernetesObject } from '@archon/testbed/helm';
import { type Problem, workspaceRoot, type Validation } from '@archon/values';
import { problemsIn } from '../../../archon-vllm/tests/support/problems.ts';
import * as helms from '../../../archon-vllm/tests/support/render.ts';
import { scenariosOf, scenarioFile, scenarioValues } from '../../../archon-vllm/tests/support/scenarios.ts';

/** The chart under test. */
export const chart = join(workspaceRoot, 'charts/archon-ci');

/** What TypeScript needs to say what the chart says. */
export const validation: Validation = chartModel(workspaceRoot, archonCi);

/** Names of the ci/ scenarios, and the values of one. */
export const scenarios = scenariosOf(chart);
export const valuesOf = (name: string): Record<string, unknown> => scenarioValues(name, chart);
export const fileOf = (name: string): string => scenarioFile(name, chart);

/** What our validator has against values. */
export const problemsOf = (values: unknown): Problem[] => problemsIn(validation, values);

/** The objects that values render, which both Helms must give alike. */
export const render = (valuesObject: unknown): Promise<KubernetesObject[]> => helms.render({ chart, valuesObject });

/** Why both Helms refuse values, one text each. */
export const refusals = (valuesObject: unknown): Promise<string[]> => helms.refusals({ chart, valuesObject });
