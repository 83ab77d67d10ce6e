/** The scanners, by the names that accepted.yaml gives them. */
export const scannerNames = ['kube-score', 'checkov', 'trivy', 'kubesec'] as const;

/** One of the scanners. */
export type ScannerName = (typeof scannerNames)[number];

/** What a scanner holds against an object. */
export interface Finding {
  /** The scanner's own id of the check. */
  check: string;
  /** The object as `Kind/name`. */
  object: string;
  message: string;
}

/** What a scanner says about the objects of one scenario. */
export interface ScanReport {
  /** Checks that passed, counted over all objects. */
  passed: number;
  findings: Finding[];
}

/** Joins findings of one check on one object, as for two containers of a pod, and sorts them. */
export function mergeFindings(findings: Finding[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.check} ${finding.object}`;
    const before = merged.get(key);
    merged.set(key, before ? { ...before, message: `${before.message}; ${finding.message}` } : finding);
  }
  return [...merged.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
}
