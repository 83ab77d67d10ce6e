import { kubernetesVersion } from '../go/go.ts';
import { resolveTool } from '../go/go-tools.ts';
import { mergeFindings, type ScanReport } from './finding.ts';
import { runScanner } from './run-scanner.ts';

interface ScoredObject {
  type_meta: { kind: string };
  object_meta: { name: string };
  checks: ScoredCheck[];
}

interface ScoredCheck {
  check: { id: string; comment: string };
  grade: number;
  skipped: boolean;
  comments: { path: string; summary: string }[] | null;
}

const allOk = 10;

/** Scans a manifest by kube-score: every check, the optional ones too. */
export async function scanByKubeScore(manifest: string): Promise<ScanReport> {
  const minor = kubernetesVersion().split('.').slice(0, 2).join('.');
  const everyCheck = [
    '--all-default-optional',
    '--disable-ignore-checks-annotations',
    `--kubernetes-version=v${minor}`,
  ];
  const args = ['score', '--output-format=json', ...everyCheck, '-'];
  return parseKubeScore(await runScanner('kube-score', resolveTool('kube-score'), { args, input: manifest }));
}

/** Reads kube-score's JSON. A check that is skipped says nothing. */
export function parseKubeScore(json: unknown): ScanReport {
  const checks = (json as ScoredObject[]).flatMap((object) =>
    object.checks
      .filter(({ skipped }) => !skipped)
      .map((check) => ({ ...check, object: `${object.type_meta.kind}/${object.object_meta.name}` })),
  );
  const failed = checks.filter(({ grade }) => grade < allOk);
  const findings = failed.map(({ check, object, comments }) => ({
    check: check.id,
    object,
    message: comments?.map(({ path, summary }) => (path ? `${path}: ${summary}` : summary)).join('; ') || check.comment,
  }));
  return { passed: checks.length - failed.length, findings: mergeFindings(findings) };
}
