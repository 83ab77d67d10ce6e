import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { resolveTool } from '@archon/testbed/go-tools';
import { ToolError } from '@archon/testbed/tool-error';
import type { ReleaseRequest } from './check-release.ts';
import { git } from './git.ts';

export interface ReleasedChart {
  readonly name: string;
  readonly version: string;
  /** The package, an absolute path. */
  readonly file: string;
  /** Where it is; undefined before it is published. */
  readonly url?: string;
  readonly digest?: string;
}

/** Runs a step of ci/steps, as the pipeline of archon-ci does. */
type Step = (name: string, environment?: Record<string, string>) => void;

/** Packages a chart of a commit, and signs it where there is a key. The same commit gives the same bytes. */
export function packageChart(root: string, out: string, name: string, { key }: ReleaseRequest): ReleasedChart {
  const files = resultFiles(out, name);
  const step = stepsFor(root, out, name);
  const time = git(root, 'log', '-1', '--format=%ct');
  step('package', { FOLDER: root, CHARTS: 'charts', COMMIT: git(root, 'rev-parse', 'HEAD'), TIME: time });
  if (key !== undefined) step('sign', { KEY: key });
  const version = readFileSync(files.RESULT_VERSION, 'utf8');
  return { name, version, file: join(out, `${name}-${version}.tgz`) };
}

/** Pushes a packaged chart, pulls it as its users do, and compares. `pushed` is called once it is public. */
export function publishChart(
  root: string,
  out: string,
  chart: ReleasedChart,
  { charts = '', key, plainHttp }: ReleaseRequest,
  pushed: () => void,
): ReleasedChart {
  const files = resultFiles(out, chart.name);
  const step = stepsFor(root, out, chart.name);
  const registry = { REPOSITORY: charts, PLAIN_HTTP: String(plainHttp) };
  step('push', registry);
  pushed();
  step('verify', { ...registry, ...(key !== undefined && { KEY: key }) });
  return {
    ...chart,
    url: readFileSync(files.RESULT_URL, 'utf8'),
    digest: readFileSync(files.RESULT_DIGEST, 'utf8').trim(),
  };
}

function stepsFor(root: string, out: string, name: string): Step {
  const path = [binFolder(out), process.env.PATH].join(delimiter);
  return (step, environment = {}) => {
    const env = { ...process.env, PATH: path, DIST: out, CHART: name, ...resultFiles(out, name), ...environment };
    try {
      execFileSync('bash', [join(root, `ci/steps/${step}.sh`)], { env, stdio: ['ignore', 'inherit', 'inherit'] });
    } catch {
      throw new ToolError(`The step "${step}" of the chart ${name} failed; its message is above.`);
    }
  };
}

function resultFiles(out: string, name: string): Record<'RESULT_VERSION' | 'RESULT_URL' | 'RESULT_DIGEST', string> {
  const folder = join(out, 'results', name);
  mkdirSync(folder, { recursive: true });
  return {
    RESULT_VERSION: join(folder, 'version'),
    RESULT_URL: join(folder, 'url'),
    RESULT_DIGEST: join(folder, 'digest'),
  };
}

/** The steps call `helm`: the pinned one, by that name. */
function binFolder(out: string): string {
  const folder = join(out, 'bin');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'helm'))) symlinkSync(resolveTool('helm4'), join(folder, 'helm'));
  return folder;
}
