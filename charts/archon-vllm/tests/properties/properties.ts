import type { Property } from './property.ts';
import { kubernetesProperty } from './kubernetes-property.ts';
import { mutationProperty } from './mutation-property.ts';
import { validProperty } from './valid-property.ts';
import { verdictProperty } from './verdict-property.ts';

/** Every property of the chart. */
export const properties = [validProperty, verdictProperty, mutationProperty, kubernetesProperty] as Property<unknown>[];
