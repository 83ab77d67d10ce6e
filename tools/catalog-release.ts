/** npm run catalog:release -- <version> [--check]: writes the catalog's entry of a release of vLLM, or compares it. */
import { relative } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { runScript } from '@archon/testbed/run-script';
import { ToolError } from '@archon/testbed/tool-error';
import {
  flagsFile,
  namesFile,
  readFlags,
  readRelease,
  releaseFile,
  writeCatalog,
} from '@archon/sizing/reader/catalog-files';
import { loadCatalog } from '@archon/sizing';
import { releaseDifferences } from '@archon/sizing/reader/compare-release';
import { readImage } from '@archon/sizing/reader/read-image';
import { type Difference, flagDifferences, mergeFlags } from '@archon/sizing/reader/merge-flags';
import { mergeNames, nameDifferences } from '@archon/sizing/reader/merge-names';
import { releaseEntry } from '@archon/sizing/reader/release-entry';
import { sourceRelease } from '@archon/sizing/reader/sdist';
import { readSource } from '@archon/sizing/reader/read-source';

const usage = 'Usage: npm run catalog:release -- <version> [--check], as in: npm run catalog:release -- 0.33.0';

void runScript(() => {
  const args = process.argv.slice(2);
  const check = args.includes('--check');
  const [written, ...surplus] = args.filter((arg) => arg !== '--check');
  const version = written?.replace(/^v(?=\d)/, '');
  if (version === undefined || surplus.length > 0) throw new ToolError(usage);
  if (!/^\d+\.\d+\.\d+$/.test(version))
    throw new ToolError(`"${written}" is not a version of vLLM (expected e.g. 0.33.0).\n${usage}`);
  const committed = readRelease(version);
  const catalog = readFlags();
  if (check && !(committed && catalog.meta.sampledReleases.includes(version)))
    throw new ToolError(`The catalog has no release ${version} to check: run this without --check to add it.`);

  const folder = sourceRelease(version);
  const source = readSource(folder);
  const entry = releaseEntry(version, readImage(folder), source, committed);
  const differences =
    committed && catalog.meta.sampledReleases.includes(version)
      ? [
          ...releaseDifferences(committed, entry),
          ...flagDifferences(version, catalog, source.flags),
          ...nameDifferences(version, loadCatalog().names, source),
        ]
      : [];
  if (check) return report(version, source.flags.length, differences);

  const merged = mergeFlags(version, catalog, source.flags);
  const versions = [...new Set([...catalog.meta.sampledReleases, version])];
  writeCatalog(entry, merged, mergeNames(version, loadCatalog().names, source, versions));
  for (const difference of differences.filter(({ reason }) => !reason)) console.log(line(difference));
  const files = [releaseFile(version), flagsFile, namesFile].map((file) => relative(repoRoot, file));
  console.log(`wrote ${files.join(', ')}: ${source.flags.length} flags of vLLM ${version}`);
});

function report(version: string, flags: number, differences: Difference[]): void {
  for (const difference of differences) console.log(line(difference));
  const open = differences.filter(({ reason }) => !reason).length;
  const told = `${differences.length - open} explained`;
  console.log(`vLLM ${version}: ${flags} flags read, ${differences.length} differences, ${told}, ${open} not`);
  if (open > 0) process.exitCode = 1;
}

function line({ place, catalog, source, reason }: Difference): string {
  const said = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
  return `${place}: the catalog has ${said(catalog)}, the source ${said(source)}${reason ? ` (explained: ${reason})` : ''}`;
}
