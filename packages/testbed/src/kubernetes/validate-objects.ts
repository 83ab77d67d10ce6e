import { spawnSync } from 'node:child_process';
import { resolveTool } from '../go/go-tools.ts';
import { ToolError } from '../process/tool-error.ts';
import { kubeconformSchemas, schemaLocation } from './kubeconform-schemas.ts';

interface Result {
  kind: string;
  name: string;
  msg: string;
}

/**
 * Checks Kubernetes objects against the pinned Kubernetes' own schemas, offline: unknown fields at every level,
 * types, required fields, enums. One line per invalid object (`Deployment/web: …`); empty when all are valid.
 */
export function validateObjects(manifestYaml: string): string[] {
  const location = schemaLocation(kubeconformSchemas());
  const { stdout, stderr, error } = spawnSync(
    resolveTool('kubeconform'),
    // One worker: of several, each compiles the schemas that it meets, and that is most of the work.
    ['-strict', '-n', '1', '-output', 'json', '-summary=false', '-schema-location', location],
    { input: manifestYaml, encoding: 'utf8', maxBuffer: 64 << 20 },
  );
  if (error) throw error;
  return parseResults(stdout, stderr).map(describe);
}

function parseResults(stdout: string, stderr: string): Result[] {
  try {
    return (JSON.parse(stdout) as { resources: Result[] }).resources;
  } catch {
    throw new ToolError(`kubeconform gave no result: ${stderr.trim() || stdout.trim() || 'no output'}`);
  }
}

function describe({ kind, name, msg }: Result): string {
  return `${kind || '(no kind)'}/${name || '(no name)'}: ${violations(msg).join('; ') || msg}`;
}

// kubeconform's own list of errors stops at the first level; its message is the whole tree on one line.
function violations(message: string): string[] {
  return (
    [...message.matchAll(/ - at '([^']*)': (.*?)(?=\s+- at '|$)/g)]
      // What failed in it follows.
      .filter(([, , text]) => text !== 'validation failed' && text !== "'allOf' failed")
      .map(([, path, text]) => `${path || '/'} ${text}`)
  );
}
