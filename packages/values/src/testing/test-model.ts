import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FunctionTable } from '../expressions/functions.ts';
import { loadModel } from '../load-model.ts';
import type { Model } from '../model.ts';
import { resolveModel } from '../resolve-model.ts';
import type { Schema } from '../schema.ts';

/** What a small model for tests is made of: features by name, as YAML, and the rest where a test needs it. */
export interface ModelTexts {
  /** Name of the chart; test-chart where it is left out. */
  name?: string;
  features: Record<string, string>;
  /** More lines of chart.yaml. */
  root?: string;
  kubernetes?: Record<string, Schema>;
  functions?: FunctionTable;
}

/** Files of the model, by their path in a workspace. */
export function modelFiles({
  name = 'test-chart',
  features,
  root = '',
  kubernetes = {},
}: ModelTexts): Record<string, string> {
  const entries = Object.entries(features).map(([feature, text]) => [`schemas/${name}/${feature}.yaml`, text]);
  const names = `features: ${JSON.stringify(Object.keys(features))}\n`;
  return {
    ...Object.fromEntries(entries),
    [`schemas/${name}/chart.yaml`]: `name: ${name}\ndescription: A chart.\nappVersion: 1.2.3\nkubeVersion: ">=1.29.0-0"\n${names}${root}`,
    'schemas/kubernetes/definitions.json': JSON.stringify({ definitions: kubernetes }),
  };
}

/** A small model, written to a temporary workspace and read from it. */
export function testModel(texts: ModelTexts): Model {
  return inFolder(modelFiles(texts), (workspace) =>
    resolveModel(loadModel(workspace, texts.name ?? 'test-chart'), { functions: texts.functions ?? {} }),
  );
}

/** Does work in a temporary folder that holds some files. */
export function inFolder<T>(files: Record<string, string>, work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'archon-test-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
