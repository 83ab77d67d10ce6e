import { downloadBytes } from '@archon/presets';
import { findModel, models, modelSpecOf, shardRows, typesOfModel, type Model } from '@archon/sizing';

/** What the chart knows of a model of the catalog without a GPU: what vLLM checks in its configuration, and the download. */
export function modelData(id: string): Record<string, unknown> | undefined {
  const model = findModel(id);
  return model && rowOf(model);
}

/** The models of the catalog by id. */
export const modelTable = (): Record<string, unknown> =>
  Object.fromEntries(models.map((model) => [model.id, rowOf(model)]));

/** A GPU that lacks nothing: what cannot be divided there cannot be divided anywhere. */
const ABLE = 1000;

function rowOf(model: Model): Record<string, unknown> {
  const { id, geometry, longContext, serving } = model;
  const { maxPositionEmbeddings: positions, layers, heads, kvHeads, mla } = geometry;
  const bytes = downloadBytes(id);
  const further = longContext !== undefined && longContext.reaches > positions;
  const parser = serving?.toolCallParser;
  const shards = shardRows(model, ABLE);
  const types = typesOfModel(modelSpecOf(model));
  return {
    positions,
    ...(further && { reaches: longContext.reaches }),
    layers,
    heads,
    ...(!mla && { kvHeads }),
    ...(bytes !== undefined && { downloadGB: Math.max(1, Math.round(bytes / 1e9)) }),
    ...(shards && { shards }),
    ...(types && { types }),
    ...(parser !== undefined && { toolCallParser: parser }),
  };
}
