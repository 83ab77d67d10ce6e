import type { KubernetesObject } from '@archon/testbed/helm';

/** A step of a Task, with what its stepTemplate gives to all steps. */
interface Step {
  name: string;
  image: string;
  script: string;
  env: { name: string; value: string }[];
  workspaces?: { name: string }[];
}

/** The steps of an object; none where it is not a Task. */
export function stepsOf({ kind, spec }: KubernetesObject): Step[] {
  if (kind !== 'Task') return [];
  const { stepTemplate, steps } = spec as { stepTemplate: Partial<Step>; steps: Partial<Step>[] };
  return steps.map((step) => ({ ...stepTemplate, ...step, env: [...stepTemplate.env!, ...(step.env ?? [])] }) as Step);
}
