import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Files of a folder of keys: a private key of notation and its certificate, as PEM. */
export const [keyFile, certificateFile] = ['notation.key', 'notation.crt'] as const;

/** Why charts cannot be signed by notation with a folder of keys; undefined where they can, or need not. */
export function notationProblem(folder: string): string | undefined {
  const missing = [keyFile, certificateFile].filter((file) => !existsSync(join(folder, file)));
  return missing.length === 1
    ? `${folder} has no ${missing[0]}, and notation needs a key and its certificate.`
    : undefined;
}
