import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { charts } from '@archon/charts';
import { loadModel } from '@archon/values';

/** The name of the file of a chart. */
export const chartSbom = (name: string, version: string): string => `${name}-${version}.cdx.json`;

/** Writes what the packages contain (npm's CycloneDX) and which images each chart names. Returns the files. */
export function writeSboms(root: string, out: string, version: string): string[] {
  const packages = join(out, `archon-${version}.cdx.json`);
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only', '--omit=dev'];
  writeFileSync(packages, execFileSync('npm', args, { cwd: root, encoding: 'utf8' }));
  const perChart = charts.map((chart) => {
    const images = chart.images(loadModel(root, chart.name).root);
    const file = join(out, chartSbom(chart.name, version));
    writeFileSync(file, `${JSON.stringify(imagesOf(chart.name, version, images), null, 2)}\n`);
    return file;
  });
  return [packages, ...perChart];
}

/** CycloneDX 1.5 of a chart: the images that it runs. */
function imagesOf(name: string, version: string, images: Readonly<Record<string, string>>): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name, version } },
    components: Object.entries(images).map(([use, image]) => {
      const [, repository = image, tag = ''] = /^(.*):([^:/]+)$/.exec(image) ?? [];
      const base = repository.split('/').at(-1)!;
      const purl = `pkg:oci/${base}?repository_url=${encodeURIComponent(repository)}&tag=${encodeURIComponent(tag)}`;
      return { type: 'container', 'bom-ref': use, name: repository, version: tag, purl };
    }),
  };
}
