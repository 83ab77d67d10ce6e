import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryParts } from '@archon/presets/memory-picture';
import { chartRelease, gpuTitle, planPreset, presets, releaseOf } from '@archon/presets';
import { loadCatalog, type Catalog } from '@archon/sizing';
import { repoRoot } from '@archon/testbed/cache-dir';
import { helmWasmVersions } from '@archon/testbed/helm-wasm';
import type { PageData, PresetBar, Score } from '../src/page-data.ts';

/** What the page knows when it is built. */
export function pageData(): PageData {
  const read = (path: string): string => readFileSync(join(repoRoot, path), 'utf8');
  const method = read('docs/02-planner.md');
  return {
    catalog: slimCatalog(loadCatalog()),
    presets: presets.map(barOf),
    scores: scoresIn(method),
    verdicts: verdictsIn(method),
    application: read('docs/argo-cd/oci.yaml'),
    helmRelease: read('docs/flux/oci.yaml'),
    helm: helmWasmVersions(),
  };
}

/** The catalog without what is only for its readers and for other commands. */
function slimCatalog({ releases, flags, models, gpus }: Catalog): Catalog {
  return {
    releases: releases.map((release) =>
      without({ ...release, sources: [] }, 'note', 'metrics', 'torch', 'requiresPython'),
    ),
    flags: flags.map((flag) => without(flag, 'note')),
    models: models.map((model) => without({ ...model, sources: [] }, 'note')),
    gpus: gpus.map((gpu) => without({ ...gpu, sources: [] }, 'note')),
    names: { read: [], optionKeys: {}, optionChoices: {}, environment: {}, openChoices: {} },
  };
}

function without<T extends object, K extends keyof T>(entry: T, ...keys: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>;
}

/** A preset on its tightest GPU, as docs/03-presets.md has it. */
function barOf(preset: (typeof presets)[number]): PresetBar {
  const { gpu, answer } = planPreset(preset)[0]!;
  const { model, engine } = preset.model;
  const release = releaseOf(preset);
  return {
    name: preset.name,
    title: preset.title,
    gpu: gpu.id,
    gpuTitle: gpuTitle(gpu),
    gpuCount: preset.gpus.length,
    model: model.id,
    context: Number(engine?.maxModelLen),
    marginGiB: answer.marginGiB!,
    certain: planPreset(preset).every((one) => one.answer.fits === true),
    parts: memoryParts(answer).map(({ name, gib }) => ({ name, gib })),
    ...(release !== chartRelease && { release }),
  };
}

/** The table of errors in docs/02-planner.md, by class. */
function scoresIn(page: string): Score[] {
  return rowsOf(page, 'scores').map(([name = '', count = '', mean = '', , , between = '', width = '']) => ({
    name: name.replaceAll('*', ''),
    startUps: Number(count),
    meanError: mean,
    between,
    width,
  }));
}

/** How often each verdict was right: start-ups that failed, by what was said. */
function verdictsIn(page: string): PageData['verdicts'] {
  const failed = rowsOf(page, 'verdicts').find(([what]) => what === 'failed')!;
  const [fits = 0, unknown = 0, no = 0] = failed.slice(1).map(Number);
  return { failed: fits + unknown + no, saidFits: fits };
}

function rowsOf(page: string, marker: string): string[][] {
  const table = page.slice(page.indexOf(`<!-- ${marker}:`), page.indexOf(`<!-- /${marker} -->`));
  const lines = table.split('\n').filter((line) => line.startsWith('|'));
  if (lines.length < 3) throw new Error(`docs/02-planner.md has no table between its comments "${marker}".`);
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
