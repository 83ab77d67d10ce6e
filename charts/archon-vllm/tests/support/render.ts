import { expect } from 'vitest';
import { type HelmMajor, helmMajors, type KubernetesObject } from '@archon/testbed/helm';
import { type EngineOptions, type EngineResult, type HelmEngine, startHelmEngine } from '@archon/testbed/helm-engine';
import { byKindAndName } from '@archon/testbed/parse-objects';
import { chart } from './chart.ts';

/** What to render; the chart under test unless another is named. */
export type Render = Partial<Omit<EngineOptions, 'helm'>>;

// Both Helms in one process; properties/engine.test.ts holds them to the programs, byte by byte.
// It ends with the process of the tests.
let engine: HelmEngine | undefined;

/** What one Helm says. */
export const renderOn = (helm: HelmMajor, options: Render = {}): Promise<EngineResult> =>
  (engine ??= startHelmEngine()).render({ chart, ...options, helm });

/** What each Helm says, the older first. */
const renderOnEach = (options: Render): Promise<EngineResult[]> =>
  Promise.all(helmMajors.map((helm) => renderOn(helm, options)));

const known = new Map<string, Promise<KubernetesObject[]>>();

/** The objects of a render by kind and name, which both Helms must give alike; rendered once. */
export function render(options: Render = {}): Promise<KubernetesObject[]> {
  const key = JSON.stringify(options);
  if (!known.has(key)) known.set(key, renderOnBoth(options));
  return known.get(key)!;
}

async function renderOnBoth(options: Render): Promise<KubernetesObject[]> {
  const [older, newer] = (await renderOnEach(options)).map((result) =>
    result.ok ? result.objects.toSorted(byKindAndName) : result.error,
  );
  expect(older).toEqual(newer);
  if (typeof newer === 'string') throw new Error(`Helm refuses: ${newer}`);
  return newer!;
}

/** The objects that values render. */
export const renderValues = (valuesObject: unknown): Promise<KubernetesObject[]> => render({ valuesObject });

/** Why both Helms refuse, one text each. */
export async function refusals(options: Render): Promise<string[]> {
  const results = await renderOnEach(options);
  expect(results.map(({ ok }) => ok)).toEqual(helmMajors.map(() => false));
  return results.map((result) => (result.ok ? '' : result.error));
}

/** Whether the Helms render; they must agree. */
export async function isRendered(options: Render): Promise<boolean> {
  const [older, newer] = await renderOnEach(options);
  expect(older!.ok, JSON.stringify([older, newer])).toBe(newer!.ok);
  return newer!.ok;
}
