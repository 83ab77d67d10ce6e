import { resolveTool } from '../go/go-tools.ts';
import { kubeconformSchemas, schemaLocation } from '../kubernetes/kubeconform-schemas.ts';
import { ToolError } from '../process/tool-error.ts';
import { mergeFindings, type ScanReport } from './finding.ts';
import { runScanner } from './run-scanner.ts';

interface ScoredObject {
  /** `Deployment/server.shop`. */
  object: string;
  valid: boolean;
  message: string;
  scoring: { passed?: Rule[]; critical?: Rule[]; advise?: Rule[] };
}

interface Rule {
  id: string;
  reason: string;
}

/** Scans a manifest by kubesec, with the schemas of the pinned Kubernetes: else it would fetch some. */
export async function scanByKubesec(manifest: string): Promise<ScanReport> {
  const args = ['scan', '--schema-location', schemaLocation(kubeconformSchemas()), '-'];
  return parseKubesec(await runScanner('kubesec', resolveTool('kubesec'), { args, input: manifest }));
}

/** Reads kubesec's JSON. What it advises counts as a finding, as what it calls critical does. */
export function parseKubesec(json: unknown): ScanReport {
  const objects = json as ScoredObject[];
  const invalid = objects.find(({ valid }) => !valid);
  if (invalid) throw new ToolError(`kubesec does not take ${invalid.object} for valid: ${invalid.message}`);
  const findings = objects.flatMap(({ object, scoring: { critical = [], advise = [] } }) =>
    [...critical, ...advise].map(({ id, reason }) => ({
      check: id,
      object: object.slice(0, object.lastIndexOf('.')),
      message: reason,
    })),
  );
  const passed = objects.reduce((sum, { scoring }) => sum + (scoring.passed?.length ?? 0), 0);
  return { passed, findings: mergeFindings(findings) };
}
