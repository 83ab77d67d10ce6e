import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of Archon, which is that of its charts. */
export function readVersion(workspace: string): string {
  return (JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as { version: string }).version;
}
