import type { FunctionTable } from '@archon/values';
import { listOf } from '../list-of.ts';

interface ApiKey {
  existingSecret?: string | null;
  key: string;
  additional?: { existingSecret?: string | null; key: string }[] | null;
}

/** What expressions ask of `apiKey`, in TypeScript and, as a named template, in Helm. */
export const accessFunctions: FunctionTable = {
  /** Where each key is: `secret/key`, the first one first. */
  keyPlaces: listOf('keyPlaces', 1, ({ additional, ...first }: ApiKey) =>
    [first, ...(additional ?? [])].map(
      ({ existingSecret, key }) => `${existingSecret || (first.existingSecret ?? '')}/${key}`,
    ),
  ),
};
