import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@archon/values';
import { inFolder } from '@archon/values/testing/test-model';

const sources = ['schemas', 'packages/generator/templates', 'package.json', 'CHANGELOG.md'];

/** Does work in a copy of what charts are generated from, with some texts replaced: by file, what by what. */
export function inChangedWorkspace<T>(
  changes: Record<string, [from: string, to: string]>,
  work: (workspace: string) => T,
): T {
  return inFolder({}, (workspace) => {
    for (const source of sources) cpSync(join(workspaceRoot, source), join(workspace, source), { recursive: true });
    for (const [file, [from, to]] of Object.entries(changes)) {
      const text = readFileSync(join(workspace, file), 'utf8');
      if (!text.includes(from)) throw new Error(`${file} does not hold "${from}"`);
      writeFileSync(
        join(workspace, file),
        text.replace(from, () => to),
      );
    }
    return work(workspace);
  });
}
