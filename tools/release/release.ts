import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { charts } from '@archon/charts';
import { ToolError } from '@archon/testbed/tool-error';
import { attachSbom } from './attach-sbom.ts';
import { registryProblems } from './check-registries.ts';
import { releaseProblems, type ReleaseRequest } from './check-release.ts';
import { writeConfigurator } from './configurator.ts';
import { git } from './git.ts';
import { packPackages, type PackedPackage } from './pack-packages.ts';
import { packageChart, publishChart, type ReleasedChart } from './publish-charts.ts';
import { publishPackage } from './publish-package.ts';
import { signDigest } from './sign-digest.ts';
import { writeSboms } from './sbom.ts';
import { writeVersion } from './write-version.ts';

/**
 * Releases all charts and packages. What fails before the first is published leaves the checkout as it was; after that
 * the commit keeps its tag, and the same command goes on where it stopped. Throws ToolError.
 */
export async function release(root: string, out: string, request: ReleaseRequest): Promise<void> {
  const problems = [...releaseProblems(root, request), ...(await registryProblems(request))];
  if (problems.length > 0) throw new ToolError(problems.join('\n'));
  const before = git(root, 'rev-parse', 'HEAD');
  const tag = `v${request.version}`;
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  try {
    if (!isTagged(root, tag)) commitVersion(root, request.version);
    const built = await buildAll(root, out, request);
    if (request.dryRun) return console.log('A dry run: nothing is published, and the checkout is as it was.');
    publishAll(root, out, built, request, () => {
      if (!isTagged(root, tag)) git(root, 'tag', '--annotate', tag, '--message', `Archon ${request.version}`);
    });
    console.log(`Released ${request.version}. Push it: git push origin HEAD ${tag}`);
    console.log('Then set the next version with -dev: CONTRIBUTING.md says how.');
  } finally {
    if (!isTagged(root, tag)) git(root, 'reset', '--quiet', '--hard', before);
  }
}

const isTagged = (root: string, tag: string): boolean => git(root, 'tag', '--list', tag) !== '';

function commitVersion(root: string, version: string): void {
  console.log(`Writing version ${version} and generating the charts.`);
  writeVersion(root, version, new Date().toISOString().slice(0, 10));
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', `Release ${version}`);
}

interface Built {
  readonly charts: readonly ReleasedChart[];
  readonly packages: readonly PackedPackage[];
}

async function buildAll(root: string, out: string, request: ReleaseRequest): Promise<Built> {
  const packaged = charts.map(({ name }) => packageChart(root, out, name, request));
  console.log('Building and checking the npm packages.');
  const packages = await packPackages(join(out, 'npm'), request.version);
  const pages = writeConfigurator(out, request.version);
  const sboms = writeSboms(root, out, request.version);
  for (const file of [...packaged, ...packages].map((one) => one.file).concat(pages, sboms))
    console.log(`  ${relative(root, file)}`);
  return { charts: packaged, packages };
}

/** Each thing is published once: what a registry has already, with the same content, counts as published. */
function publishAll(root: string, out: string, built: Built, request: ReleaseRequest, published: () => void): void {
  for (const chart of request.charts === undefined ? [] : built.charts) {
    const there = publishChart(root, out, chart, request, published);
    attachSbom(root, out, there, request.plainHttp);
    if (request.key !== undefined) signDigest(there, request.key, request.plainHttp);
    console.log(`  oci://${there.url}@${there.digest}`);
  }
  for (const one of request.npm === undefined ? [] : built.packages) {
    publishPackage(root, one, request.version, request.npm!);
    published();
  }
}
