import type { ChartRoot, LoadedModel } from '../load-model.ts';
import type { Model } from '../model.ts';
import { resolveModel } from '../resolve-model.ts';
import type { Schema } from '../schema.ts';
import { parseYamlFile } from '../yaml-file.ts';

/** What a small model for tests is made of: sections by name, as YAML, and the rest where a test needs it. */
export interface ModelTexts {
  sections: Record<string, string>;
  facts?: string;
  rules?: string;
  kubernetes?: Record<string, Schema>;
}

const root: Omit<ChartRoot, 'sections'> = {
  name: 'test-chart',
  description: 'A chart for tests',
  appVersion: '1.2.3',
  kubeVersion: '>=1.29.0-0',
  keywords: [],
  sources: [],
  annotations: {},
};

/** A model as loadModel reads it, without files. */
export function loadedModel({ sections, facts = '', rules = '', kubernetes = {} }: ModelTexts): LoadedModel {
  return {
    root: { ...root, sections: Object.keys(sections) },
    rootFile: parseYamlFile('schemas/values/test-chart.yaml', ''),
    sections: Object.entries(sections).map(([name, text]) => {
      const file = parseYamlFile(`schemas/values/${name}.yaml`, text);
      return { file, source: file.value as LoadedModel['sections'][number]['source'] };
    }),
    kubernetes,
    facts: parseYamlFile('schemas/rules/test-chart/facts.yaml', facts),
    rules: parseYamlFile('schemas/rules/test-chart/rules.yaml', rules),
  };
}

export const testModel = (texts: ModelTexts): Model => resolveModel(loadedModel(texts));
