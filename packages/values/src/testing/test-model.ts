import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadModel } from '../load-model.ts';
import type { Model } from '../model.ts';
import { resolveModel } from '../resolve-model.ts';
import type { Schema } from '../schema.ts';

/** What a small model for tests is made of: sections by name, as YAML, and the rest where a test needs it. */
export interface ModelTexts {
  sections: Record<string, string>;
  root?: string;
  facts?: string;
  rules?: string;
  kubernetes?: Record<string, Schema>;
}

/** Files of the chart `test-chart`, by their path in a workspace. */
function modelFiles({ sections, root, facts = '', rules = '', kubernetes = {} }: ModelTexts): Record<string, string> {
  const entries = Object.entries(sections).map(([name, text]) => [`schemas/values/${name}.yaml`, text]);
  return {
    ...Object.fromEntries(entries),
    'schemas/values/test-chart.yaml':
      root ?? `name: test-chart\nappVersion: 1.2.3\nsections: ${JSON.stringify(Object.keys(sections))}\n`,
    'schemas/rules/test-chart/facts.yaml': facts,
    'schemas/rules/test-chart/rules.yaml': rules,
    'schemas/kubernetes/definitions.json': JSON.stringify({ definitions: kubernetes }),
  };
}

/** The model of `test-chart`, written to a temporary workspace and read from it. */
export function testModel(texts: ModelTexts): Model {
  return inFolder(modelFiles(texts), (workspace) => resolveModel(loadModel(workspace, 'test-chart')));
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
