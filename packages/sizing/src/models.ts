import type { Model } from './catalog-types.ts';
import { loadCatalog } from './load-catalog.ts';

/** The models of the catalog, by id. */
export const models: readonly Model[] = loadCatalog().models;

/** The model with this id on the Hugging Face Hub. */
export function findModel(id: string): Model | undefined {
  return models.find((model) => model.id === id);
}
