import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import semver from 'semver';
import { git } from './git.ts';
import { notationProblem } from './notation-key.ts';

/** What is asked for. */
export interface ReleaseRequest {
  readonly version: string;
  /** OCI repository for the charts, such as `ghcr.io/example/charts`; undefined publishes no chart. */
  readonly charts?: string;
  /** Address of the npm registry; undefined publishes no package. */
  readonly npm?: string;
  /** Folder with private.asc and public.asc, and for notation notation.key and notation.crt. */
  readonly key?: string;
  readonly unsigned: boolean;
  readonly plainHttp: boolean;
  readonly dryRun: boolean;
}

/** The section of CHANGELOG.md that becomes the release's. */
export const UNRELEASED = '## Unreleased';

/** All reasons not to begin, each with what to do. */
export function releaseProblems(root: string, request: ReleaseRequest): string[] {
  const { version, charts, npm, key, unsigned, dryRun } = request;
  if (semver.valid(version) !== version || semver.prerelease(version) !== null)
    return [`"${version}" is not a version to release (expected e.g. 0.3.0).`];
  const problems: string[] = [];
  const changed = git(root, 'status', '--porcelain');
  if (changed !== '') problems.push(`These files are not committed; commit or remove them first:\n${changed}`);
  const tags = git(root, 'tag', '--list', 'v*').split('\n').filter(Boolean);
  const newest = semver.rsort(tags.flatMap((tag) => semver.valid(tag) ?? []))[0];
  const isTagged = tags.includes(`v${version}`);
  // At this commit it is a release that stopped before everything was published.
  const goesOn = isTagged && git(root, 'rev-parse', `v${version}^{commit}`) === git(root, 'rev-parse', 'HEAD');
  if (isTagged && !goesOn) problems.push(`The tag v${version} exists, at another commit. Choose the next version.`);
  else if (!isTagged && newest !== undefined && semver.lt(version, newest))
    problems.push(`${version} is older than ${newest}, which is released. Choose a later one.`);
  if (!goesOn && unreleased(root) === '')
    problems.push(`CHANGELOG.md has nothing under "${UNRELEASED}": say what the release brings.`);
  if (charts?.includes('://'))
    problems.push(`--charts is an address without a scheme: ${charts.replace(/^.*:\/\//, '')}, not ${charts}.`);
  if (charts !== undefined && key === undefined && !unsigned)
    problems.push('Charts are published with a signature: give --key <folder>, or say --unsigned.');
  const notation = key === undefined ? undefined : notationProblem(key);
  if (notation !== undefined) problems.push(`--key: ${notation}`);
  if (!dryRun && charts === undefined && npm === undefined)
    problems.push('There is nowhere to publish: give --charts, --npm, or --dry-run to see what would be published.');
  return problems;
}

function unreleased(root: string): string {
  const [, section = ''] = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split(`\n${UNRELEASED}\n`);
  return section.split(/\n## /)[0]!.replaceAll(/^#.*$/gm, '').trim();
}
