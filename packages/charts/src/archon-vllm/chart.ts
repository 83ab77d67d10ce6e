import { defineChart } from '@archon/generator/define-chart';
import { findRelease } from '@archon/sizing';
import type { Model, Problem } from '@archon/values';
import { dataFiles } from './data.ts';
import { flagsTag } from './flags-tag.ts';
import { vllmFunctions } from './functions.ts';
import { chartPresets, presetTable } from './presets.ts';
import { rewriteValues } from './rewrite-values.ts';
import { unknownEngineKey } from './unknown-engine-key.ts';

/** One open LLM, served by vLLM. */
export const archonVllm = defineChart({
  name: 'archon-vllm',
  functions: vllmFunctions,
  unknownKey: unknownEngineKey,
  rewriteValues,
  tags: { flags: flagsTag },
  copies: { 'files/scripts': 'packages/charts/src/archon-vllm/scripts' },
  presets: chartPresets,
  data: dataFiles,
  images: ({ appVersion }) => ({ vllm: `docker.io/vllm/vllm-openai:v${appVersion}` }),
  readme: { presets: presetTable },
  checks: [releaseIsCatalogued],
});

/** The default image's release must be known: commands, flags and users depend on it. */
function releaseIsCatalogued({ root }: Model): Problem[] {
  if (findRelease(root.appVersion)?.version === root.appVersion) return [];
  const message = `appVersion ${root.appVersion} is not a release of the catalog.`;
  return [{ path: 'appVersion', message, hint: 'Add it to packages/sizing/catalog/releases.' }];
}
