import { downloadBytes } from '@archon/presets';
import { findModel, models, type Model } from '@archon/sizing';

/** What the chart knows of a model of the catalog without a GPU: what vLLM checks in its configuration, and the download. */
export function modelData(id: string): Record<string, unknown> | undefined {
  const model = findModel(id);
  return model && rowOf(model);
}

/** The models of the catalog by id. */
export const modelTable = (): Record<string, unknown> =>
  Object.fromEntries(models.map((model) => [model.id, rowOf(model)]));

function rowOf({ id, geometry, longContext, serving }: Model): Record<string, unknown> {
  const { maxPositionEmbeddings: positions, layers, heads, kvHeads, mla } = geometry;
  const bytes = downloadBytes(id);
  const further = longContext !== undefined && longContext.reaches > positions;
  const parser = serving?.toolCallParser;
  return {
    positions,
    ...(further && { reaches: longContext.reaches }),
    layers,
    heads,
    ...(!mla && { kvHeads }),
    ...(bytes !== undefined && { downloadGB: Math.max(1, Math.round(bytes / 1e9)) }),
    ...(parser !== undefined && { toolCallParser: parser }),
  };
}
