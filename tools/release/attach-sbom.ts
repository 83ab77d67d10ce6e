import { execFileSync } from 'node:child_process';
import { resolveTool } from '@archon/testbed/go-tools';
import { ToolError } from '@archon/testbed/tool-error';
import { git } from './git.ts';
import { helmLogin } from './helm-login.ts';
import type { ReleasedChart } from './publish-charts.ts';
import { chartSbom } from './sbom.ts';

const mediaType = 'application/vnd.cyclonedx+json';

/**
 * Attaches the SBOM of a published chart to it, as a referrer of its digest. The same commit gives the same bytes, so doing
 * it again changes nothing. Throws ToolError.
 */
export function attachSbom(root: string, out: string, chart: ReleasedChart, plainHttp: boolean): void {
  const { name, version, url, digest } = chart;
  // without it oras takes Docker's
  const login = helmLogin();
  const args = [
    'attach',
    ...(plainHttp ? ['--plain-http'] : []),
    ...(login === undefined ? [] : [`--registry-config=${login}`]),
    `--artifact-type=${mediaType}`,
    // else the current time
    `--annotation=org.opencontainers.image.created=${git(root, 'log', '-1', '--format=%cI')}`,
    `${url}@${digest}`,
    `${chartSbom(name, version)}:${mediaType}`,
  ];
  try {
    execFileSync(resolveTool('oras'), args, { cwd: out, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    throw new ToolError(`The SBOM of ${name} was not attached to ${url}; the message of oras is above.`);
  }
}
