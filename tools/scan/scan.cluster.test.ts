import { beforeAll, describe, expect, it } from 'vitest';
import { validateObjects } from '@archon/testbed/validate-objects';
import { readAccepted } from './accepted.ts';
import type { ScannerName } from '@archon/testbed/finding';
import { covers, matchFindings } from './match-findings.ts';
import { pageIsCurrent } from './page-text.ts';
import { scanManifest } from '@archon/testbed/scanners';
import { listFindings, type ScanReports, scanScenarios, renderScenario, type ScenarioName } from './scan-scenarios.ts';

// Building the scanners takes minutes, once; a scan of one manifest about three seconds.
const buildMs = 900_000;
const scanMs = 120_000;
const accepted = readAccepted();

describe('the scanners', () => {
  let reports: ScanReports;
  beforeAll(async () => void (reports = await scanScenarios()), buildMs);

  it('should report nothing that is not accepted, and everything that is', () => {
    expect(matchFindings(listFindings(reports), accepted)).toEqual([]);
  });

  it('should have read every scenario', () => {
    for (const [scenario, byScanner] of Object.entries(reports)) {
      for (const [scanner, { passed }] of Object.entries(byScanner)) {
        expect(passed, `checks of ${scanner} that ${scenario} passes`).toBeGreaterThan(5);
      }
    }
  });

  it('should leave docs/06-scanners.md as it is committed', () => {
    expect(pageIsCurrent(reports, accepted), 'write it again: npx tsx tools/scan/page.ts').toBe(true);
  });
});

describe('hardened-values.yaml', () => {
  it('should render objects that Kubernetes accepts', () => {
    expect(validateObjects(renderScenario('hardened'))).toEqual([]);
  });
});

describe('accepted.yaml', () => {
  const fixable = accepted.flatMap((entry) => {
    const scenarios = Object.keys(entry.on) as ScenarioName[];
    return entry.passesWith ? scenarios.map((scenario) => [entry.title, scenario, entry] as const) : [];
  });

  it.each(fixable)(
    'should name values that remove "%s" in %s',
    async (_, scenario, entry) => {
      const scannerNames = Object.keys(entry.reports) as ScannerName[];
      const manifest = renderScenario(scenario, entry.passesWith);
      const reports = await scanManifest(manifest, scannerNames);
      const left = scannerNames.flatMap((scanner) =>
        reports[scanner].findings.filter((finding) => covers(entry, { scenario, scanner, ...finding })),
      );
      expect(left).toEqual([]);
      expect(validateObjects(manifest)).toEqual([]);
    },
    scanMs,
  );
});
