import { runScript } from '@archon/testbed/run-script';
import { ToolError } from '@archon/testbed/tool-error';
import { readAccepted } from './accepted.ts';
import { matchFindings } from './match-findings.ts';
import { pageIsCurrent, pagePath, writePage } from './page-text.ts';
import { listFindings, scanScenarios } from './scan-scenarios.ts';

// Scans the chart and writes docs/06-scanners.md; --check only compares. A finding that is not in accepted.yaml is an error.
await runScript(async () => {
  const accepted = readAccepted();
  const reports = await scanScenarios();
  const problems = matchFindings(listFindings(reports), accepted);
  if (problems.length > 0) throw new ToolError(problems.join('\n'));
  const current = pageIsCurrent(reports, accepted);
  if (!current && process.argv.includes('--check'))
    throw new ToolError(`${pagePath} does not match what the scanners report. Fix it with: npx tsx tools/scan/page.ts`);
  if (!current) writePage(reports, accepted);
  console.log(current ? `${pagePath}: up to date` : `${pagePath}: written`);
});
