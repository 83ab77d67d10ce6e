import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { archonVllm } from '@archon/charts/archon-vllm';
import { chartModel } from '@archon/generator/define-chart';
import { loadCatalog } from '@archon/sizing';
import { repoRoot } from '@archon/testbed/cache-dir';
import { effectiveValues } from '@archon/values';
import type { ChartData, ValueSchema } from '../src/more/chart-data.ts';

/** What the page loads later of the chart: its values, and what an import needs. */
export function chartData(): ChartData {
  const schema = JSON.parse(
    readFileSync(join(repoRoot, 'charts/archon-vllm/values.schema.json'), 'utf8'),
  ) as ValueSchema;
  const validation = chartModel(repoRoot, archonVllm);
  const { computed } = effectiveValues(validation, { preset: '', model: { id: 'any/model' } });
  const definitions = Object.entries(schema.definitions ?? {}).map(([name, one]) => [name, withoutTexts(one)] as const);
  return {
    schema: { ...schema, definitions: Object.fromEntries(definitions) },
    names: loadCatalog().names,
    appVersion: validation.model.root.appVersion,
    reservedEnv: computed.reservedEnv as string[],
  };
}

/** Kubernetes' own types without their descriptions: they are checked, and have no fields of their own. */
function withoutTexts(schema: ValueSchema): ValueSchema {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      (key === 'description' && typeof value === 'string') || key === 'examples' ? undefined : value,
    ),
  ) as ValueSchema;
}
