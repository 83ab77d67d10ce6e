import type { Gpu, Model } from '@archon/sizing/catalog-types';
import { findGpu, splitPart } from '@archon/sizing/gpu-parts';
import { gpus } from '@archon/sizing/gpus';
import { models } from '@archon/sizing/models';
import { findRelease, newestRelease, plainVersion, releases } from '@archon/sizing/releases';
import { nearest } from '@archon/values/nearest';
import { ArchonError } from '@archon/values/problem';
import { orList } from './format.ts';

/** The GPU that a name means, or a part of it: its id, the name on the box or the node label, however it is written. */
export function gpuNamed(name: string, path = '--gpu'): Gpu {
  const { whole, part } = splitPart(name);
  if (part === '') return wholeGpuNamed(name, path);
  const gpu = wholeGpuNamed(whole, path);
  const found = findGpu(gpu.id + part);
  if (found) return found;
  const profiles = gpu.mig?.map(({ profile }) => profile) ?? [];
  const known = profiles.length === 0 ? 'It has no MIG.' : `Its profiles are ${profiles.join(', ')}.`;
  throw unknown(path, `${gpu.name} has no slice ${part.slice('-mig-'.length)}.`, known);
}

function wholeGpuNamed(name: string, path: string): Gpu {
  const exact = gpus.find(({ id }) => id === name);
  if (exact) return exact;
  const wanted = plain(name);
  const names = (gpu: Gpu): string[] => [
    gpu.id,
    gpu.name,
    gpu.name.replace(/^NVIDIA (GeForce )?/, ''),
    gpu.nodeLabel?.product ?? gpu.id,
  ];
  const found = wanted === '' ? [] : gpus.filter((gpu) => names(gpu).map(plain).includes(wanted));
  if (found.length === 1) return found[0]!;
  if (found.length === 0 && otherMaker.test(name)) {
    const message = `${JSON.stringify(name)} is not an NVIDIA GPU: not planned.`;
    throw unknown(
      path,
      message,
      'The chart serves on it too (docs/08-real-deployments.md), but nothing checks that a model fits.',
    );
  }
  const near =
    found.length > 1
      ? found.map(({ id }) => id)
      : nearestNames(
          name,
          gpus.map(({ id }) => id),
        );
  const problem =
    found.length > 1
      ? `${found.length} GPUs of the catalog are called ${name}.`
      : `${JSON.stringify(name)} is not a GPU of the catalog.`;
  const add =
    'To add one, write a file in packages/sizing/catalog/gpus (shape: packages/sizing/catalog/schemas/gpu.schema.json).';
  throw unknown(path, problem, found.length > 1 ? `Name one of ${near.join(', ')}.` : hint(near, add));
}

/** Names of other makers' GPUs, and of a CPU. */
const otherMaker =
  /^(amd|radeon|instinct|rx|mi)\b|^mi ?\d{2,3}|^rx ?\d{4}|^(intel|arc|gaudi|hpu|xeon|epyc|cpu|apple|tpu|trainium|inferentia)\b/i;

/** The model with a name: its id, in any case, or the id without the organisation. Undefined: the catalog has none. */
export function findModelNamed(name: string): Model | undefined {
  const wanted = name.toLowerCase();
  const found = models.filter(({ id }) => [id.toLowerCase(), id.split('/')[1]!.toLowerCase()].includes(wanted));
  return models.find(({ id }) => id === name) ?? (found.length === 1 ? found[0] : undefined);
}

/** The entry of the catalog with a name; refused where there is none. */
export function modelNamed(name: string, path = '--model'): Model {
  const found = findModelNamed(name);
  if (found) return found;
  throw unknown(path, `${JSON.stringify(name)} is not a model of the catalog.`, otherModelHint(name));
}

/** What to do about a model that neither the catalog nor the Hub has under a name. */
export function otherModelHint(name: string): string {
  const near = nearestNames(
    name,
    models.map(({ id }) => id),
  );
  return hint(near, 'Without the Hub: --model-config <its config.json, or the folder of the checkpoint>.');
}

/** The version that is planned for; a release between two of the catalog is evaluated as the older one. */
export function releaseNamed(name: string, flag = '--release'): string {
  const version = plainVersion(name);
  const add = `The catalog has ${releases[0]!.version} to ${newestRelease.version}. To add one: npm run catalog:release -- <version>`;
  const versions = releases.map((release) => release.version);
  if (version === undefined || !/^v?\d+\.\d+(\.\d+([-.+].*)?)?$/.test(name))
    throw unknown(flag, `${JSON.stringify(name)} is not a vLLM release (expected e.g. ${newestRelease.version}).`, add);
  const entry = findRelease(version);
  const known = versions.includes(version);
  if (!entry || (!known && entry === newestRelease))
    throw unknown(
      flag,
      `${JSON.stringify(name)} is not a vLLM release of the catalog (expected e.g. ${newestRelease.version}).`,
      hint(nearestNames(version, versions), add),
    );
  return version;
}

/** Up to three: names that hold all the words, else those that are nearest. */
export function nearestNames(name: string, known: readonly string[]): string[] {
  const words = name.toLowerCase().match(/[a-z]+|\d+(\.\d+)*[a-z]?/g) ?? [];
  const holding = known.filter((candidate) => words.every((word) => candidate.toLowerCase().includes(word)));
  const near: string[] = words.length === 0 ? [] : holding.toSorted((a, b) => a.length - b.length).slice(0, 3);
  while (near.length < 3) {
    const next = nearest(
      name,
      known.filter((candidate) => !near.includes(candidate)),
    );
    if (next === undefined) break;
    near.push(next);
  }
  return near;
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');

const hint = (near: readonly string[], add: string): string =>
  near.length === 0 ? add : `Did you mean ${orList(near)}?\n  ${add}`;

const unknown = (path: string, message: string, text: string): ArchonError =>
  new ArchonError([{ path, message, hint: text }]);
