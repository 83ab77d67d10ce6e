import { stringify } from 'yaml';
import type { KubernetesObject } from '@archon/testbed/helm';

/** Objects as a text that does not depend on who rendered them, nor on the chart's own version. */
export const goldenText = (objects: KubernetesObject[]): string =>
  objects
    .map((object) => stringify(object, { version: '1.1', lineWidth: 0, sortMapEntries: true }))
    .join('---\n')
    .replaceAll(/(helm\.sh\/chart: archon-vllm)-\S+/g, '$1-<version>');
