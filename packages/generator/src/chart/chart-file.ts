import type { ChartRoot } from '@archon/values';
import { bannerText, type GeneratedFile } from '../generated-file.ts';
import { prefixLines, yamlText } from './yaml-text.ts';

/** A change of the newest version, for Artifact Hub. */
export interface Change {
  kind: 'added' | 'changed' | 'deprecated' | 'removed' | 'fixed' | 'security';
  description: string;
}

/** Chart.yaml. The version comes from package.json, the changes from CHANGELOG.md. */
export function chartFile(
  root: ChartRoot,
  images: Readonly<Record<string, string>>,
  version: string,
  changes: Change[],
): GeneratedFile {
  const listed = Object.entries(images).map(([name, image]) => ({ name, image }));
  const chart = {
    apiVersion: 'v2',
    name: root.name,
    description: root.description,
    type: 'application',
    version,
    appVersion: root.appVersion,
    kubeVersion: root.kubeVersion,
    keywords: root.keywords,
    sources: root.sources,
    annotations: {
      ...root.annotations,
      ...(listed.length > 0 && { 'artifacthub.io/images': `${yamlText(listed)}\n` }),
      ...(changes.length > 0 && { 'artifacthub.io/changes': `${yamlText(changes)}\n` }),
    },
  };
  const banner = prefixLines(bannerText(`schemas/${root.name}/chart.yaml and package.json`), '# ');
  return { path: 'Chart.yaml', text: `${banner}\n${yamlText(chart)}\n` };
}

const kinds: Record<string, Change['kind']> = {
  Added: 'added',
  Changed: 'changed',
  Deprecated: 'deprecated',
  Removed: 'removed',
  Fixed: 'fixed',
  Security: 'security',
};

/** The entries of one version in a changelog of the form "Keep a Changelog". */
export function changesOf(changelog: string, version: string): Change[] {
  const start = changelog.search(new RegExp(`^## \\[?${version.replaceAll('.', '\\.')}(?![\\w.-])`, 'm'));
  if (start < 0) return [];
  const section = changelog.slice(start).split(/\n(?=## )/)[0]!;
  return section
    .split(/\n### /)
    .slice(1)
    .flatMap((part) => {
      const kind = kinds[part.split('\n')[0]!.trim()];
      const items = part
        .split(/\n- /)
        .slice(1)
        .map((item) => item.replace(/\s*\n\s*/g, ' ').trim());
      return kind === undefined ? [] : items.map((description) => ({ kind, description }));
    });
}

/** .helmignore: tests and scenarios are for the repository, not for the package. */
export const helmignoreFile = (): GeneratedFile => ({
  path: '.helmignore',
  text: `# ${bannerText('packages/generator/src/chart/chart-file.ts')}\n${['ci/', 'tests/', '.git/', '.DS_Store', '*.tgz', '*.swp', '*~'].join('\n')}\n`,
});
