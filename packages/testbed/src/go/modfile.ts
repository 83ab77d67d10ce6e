import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goModulesDir } from '../process/cache-dir.ts';

/**
 * Calls `build` with the `-modfile` of another go.mod for a folder of src/, which `write` returns; it may put files into a
 * temporary folder, which is removed afterwards.
 */
export function withModfile(folder: string, build: (flag: string) => void, write: (temporary: string) => string): void {
  const temporary = mkdtempSync(join(tmpdir(), 'archon-module-'));
  try {
    writeFileSync(join(temporary, 'go.mod'), write(temporary));
    writeFileSync(join(temporary, 'go.sum'), readFileSync(join(goModulesDir, folder, 'go.sum'), 'utf8'));
    build(`-modfile=${join(temporary, 'go.mod')}`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
