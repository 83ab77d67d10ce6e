import type { Catalog } from '@archon/sizing';
import { chart } from './chart-data.ts';

const { archon } = globalThis as unknown as { archon: { catalog: Catalog } };

/** The catalog of the page (machine-twin.ts), with what its first load does not have. */
export const loadCatalog = (): Catalog => ({ ...archon.catalog, names: chart.names });
