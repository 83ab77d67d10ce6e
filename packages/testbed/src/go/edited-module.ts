import { chmodSync, cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { goMod, moduleFolder } from './go.ts';
import { withModfile } from './modfile.ts';

/**
 * Calls `build` with the `-modfile` in which an edited copy of a module takes its place, in the folder of src/ whose go.mod
 * pins it. The copy is removed afterwards; Go keeps what it has compiled, because -trimpath hides where it was.
 */
export function withEditedModule(
  { module, folder, edit }: { module: string; folder: string; edit: (copy: string) => void },
  build: (flag: string) => void,
): void {
  withModfile(folder, build, (temporary) => {
    const copy = join(temporary, 'module');
    // Files of Go's module cache cannot be written, and neither could their copies.
    cpSync(moduleFolder(module, `${module} is needed`, folder), copy, { recursive: true });
    makeWritable(copy);
    edit(copy);
    return `${goMod(folder)}\nreplace ${module} => ${copy}\n`;
  });
}

function makeWritable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeWritable(path);
    else chmodSync(path, 0o644);
  }
}
