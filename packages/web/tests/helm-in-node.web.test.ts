import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presets } from '@archon/presets';
import { repoRoot } from '@archon/testbed/cache-dir';
import { pinnedMinor } from '@archon/testbed/helm-command';
import { startHelmEngine, type HelmEngine } from '@archon/testbed/helm-engine';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writtenValues } from '../../../charts/archon-vllm/tests/properties/random-values.ts';
import { scenarioFile, scenarios } from '../../../charts/archon-vllm/tests/support/scenarios.ts';
import { startNodeHelm, type NodeHelm } from './testing/node-helm.ts';

const chart = join(repoRoot, 'charts/archon-vllm');

/** What is asked of both, as of `helm template`. */
interface Request {
  readonly values?: string[];
  readonly set?: string[];
  readonly kubeVersion?: string;
  readonly release?: string;
  readonly isUpgrade?: boolean;
}

describe('Helm for the browser', { timeout: 600_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'archon-values-'));
  let native: HelmEngine;
  let wasm: NodeHelm;
  beforeAll(async () => {
    native = startHelmEngine();
    wasm = await startNodeHelm();
  }, 600_000);
  afterAll(async () => {
    await native?.end();
    await wasm?.end();
    rmSync(folder, { recursive: true });
  });

  /** What both say of the same; the native engine calls a values file by its place in memory. */
  async function both({ values = [], ...rest }: Request) {
    const request = {
      release: 'archon',
      namespace: 'archon-system',
      kubeVersion: pinnedMinor(),
      set: [],
      isUpgrade: false,
      ...rest,
    };
    const texts = values.map((file, index) => ({ name: `memory:${index}`, text: readFileSync(file, 'utf8') }));
    const said = await native.render({ ...request, helm: 4, chart, values });
    const { manifest, notes, error, failure } = await wasm.ask({ ...request, values: texts });
    expect(failure).toBeUndefined();
    return {
      inBrowser: error === undefined ? { ok: true, manifest, notes } : { ok: false, error: error.trim() },
      onMachine: said.ok ? { ok: true, manifest: said.manifest, notes: said.notes } : said,
    };
  }

  const file = (text: string): string => {
    const path = join(folder, 'values.yaml');
    writeFileSync(path, text);
    return path;
  };

  it.each([
    ['nothing', {}],
    ...scenarios.map((name): [string, Request] => [`the scenario ${name}`, { values: [scenarioFile(name)] }]),
    ...presets.map(({ name }): [string, Request] => [`the preset ${name}`, { set: [`preset=${name}`] }]),
    ['an upgrade', { isUpgrade: true }],
    ['an older Kubernetes', { kubeVersion: '1.29' }],
  ])('should print the manifests and NOTES of Helm 4 byte for byte: %s', async (_, request) => {
    const { inBrowser, onMachine } = await both(request);
    expect(inBrowser).toEqual(onMachine);
    expect(inBrowser.ok).toBe(true);
  });

  it.each<[string, Request, RegExp]>([
    ['a typo', { set: ['engine.maxModelLne=1'] }, /maxModelLne/],
    [
      'a model that is too large for the GPU',
      { set: ['gpu.product=NVIDIA-GeForce-RTX-3060', 'preset=nvidia-80gb'] },
      /3060/,
    ],
    ['a Kubernetes that is too old', { kubeVersion: '1.20' }, /kubeVersion/],
    ['a Kubernetes that is none', { kubeVersion: 'new' }, /invalid kube version 'new'/],
    ['a release name that Kubernetes refuses', { release: 'A_b' }, /release name check failed/],
    ['--set that cannot be read', { set: ['a'] }, /failed parsing --set data/],
  ])('should refuse %s in the same words', async (_, request, words) => {
    const { inBrowser, onMachine } = await both(request);
    expect(inBrowser).toEqual(onMachine);
    expect(inBrowser.error).toMatch(words);
  });

  it.each([
    ['text that is not YAML', 'a: b: c\n'],
    ['a list', '- a\n'],
    ['a map over a text, of which Helm warns', 'image: { repository: { a: 1 } }\n'],
    ['integers that floats do not hold', 'engine: { maxModelLen: 9007199254740993 }\n'],
  ])('should say the same of a values file with %s', async (_, text) => {
    const { inBrowser, onMachine } = await both({ values: [file(text)] });
    expect(inBrowser).toEqual(onMachine);
  });

  it('should be at most 7 MB to download', () => {
    const sizes = Object.values(wasm.about.files).map(({ zippedBytes }) => zippedBytes);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(7_000_000);
  });

  it('should say the same of 200 random values', async () => {
    const seen = { rendered: 0, refused: 0 };
    for (const values of fc.sample(writtenValues, { numRuns: 200, seed: Number(process.env.ARCHON_SEED ?? 14) })) {
      const text = JSON.stringify(values);
      const { inBrowser, onMachine } = await both({ values: [file(text)] });
      expect(inBrowser, text).toEqual(onMachine);
      seen[inBrowser.ok ? 'rendered' : 'refused']++;
    }
    expect(seen.rendered).toBeGreaterThan(50);
    expect(seen.refused).toBeGreaterThan(20);
  });
});
