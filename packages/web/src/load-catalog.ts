import type { Catalog } from '@archon/sizing';
import { pageData } from './built-data.ts';

/** In the page, instead of the loader of @archon/sizing, which reads the disk. */
export const loadCatalog = (): Catalog => pageData.catalog;
