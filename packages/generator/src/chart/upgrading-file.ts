import { isDeepStrictEqual } from 'node:util';
import { formatPath, leavesOf, valueAt, type ChartRoot, type Model } from '@archon/values';
import { bannerText, type GeneratedFile } from '../generated-file.ts';
import { jsonRows } from './json.ts';

/** The values of one version of a chart by their paths, each with its default; null where it has none. */
export type VersionValues = Readonly<Record<string, unknown>>;

/** What a release of a chart had, and what a person wrote for those who come to it from an older one. */
export interface ReleasedVersion {
  version: string;
  values: VersionValues;
}

export interface UpgradingTexts {
  /** Oldest first. */
  released: readonly ReleasedVersion[];
  /** Steps by the version that asks for them. */
  steps: ReadonlyMap<string, string>;
}

/** What `npm run release` keeps of a version: a line for each value. */
export function versionValues(model: Model): VersionValues {
  const { features, defaults } = model;
  const hidden = new Set(features.flatMap((feature) => (feature.hidden ? feature.keys : [])));
  const leaves = leavesOf(model).filter(({ path }) => !hidden.has(path[0]!));
  return Object.fromEntries(leaves.map(({ path }) => [formatPath(path), valueAt(defaults, path) ?? null]));
}

export const versionValuesText = (values: VersionValues): string => `${jsonRows({ ...values })}\n`;

/** UPGRADING.md: what each version changed in the values, newest first. None for the first version of a chart. */
export function upgradingFiles(model: Model, version: string, { released, steps }: UpgradingTexts): GeneratedFile[] {
  const earlier = released.filter((one) => one.version !== version);
  if (earlier.length === 0) return [];
  const versions = [...earlier, { version, values: versionValues(model) }];
  const sections = versions
    .slice(1)
    .map((to, index) => sectionOf(versions[index]!, to, model.root, steps.get(withoutSuffix(to.version))));
  const title = `<!-- ${bannerText(`schemas/${model.root.name}/released`)} -->\n\n# Upgrading ${model.root.name}`;
  const intro =
    'What each version changed in the values, made from the charts themselves. README.md says how an upgrade goes, and\n' +
    'what restarts the pod.';
  return [{ path: 'UPGRADING.md', text: `${[title, intro, ...sections.toReversed()].join('\n\n')}\n` }];
}

/** main is the next release with a suffix: 0.3.0-dev. */
const withoutSuffix = (version: string): string => version.replace(/-.*/, '');

function sectionOf(from: ReleasedVersion, to: ReleasedVersion, root: ChartRoot, steps: string | undefined): string {
  const [before, after] = [from.values, to.values];
  const gone = Object.keys(before).filter((path) => !(path in after));
  const moved = gone.flatMap((path) => newPath(path, root.renamed).map((now) => [path, now] as const));
  const removed = gone.filter((path) => !moved.some(([old]) => old === path));
  const changed = [...Object.keys(before).map((path) => [path, path] as const), ...moved].filter(
    ([old, now]) => now in after && !isDeepStrictEqual(before[old], after[now]),
  );
  const added = Object.keys(after).filter((path) => !(path in before) && !moved.some(([, now]) => now === path));
  const parts = [
    `## ${from.version} to ${to.version}`,
    steps?.trim(),
    table(
      'Renamed values',
      ['before', 'now'],
      moved.map((pair) => pair.map(code)),
    ),
    table(
      'Changed defaults',
      ['value', `in ${from.version}`, `in ${to.version}`],
      changed.map(([old, now]) => [code(now), defaultText(before[old]), defaultText(after[now])]),
    ),
    table(
      'Removed values',
      ['value', 'instead'],
      removed.map((path) => [code(path), root.replaced[path] ?? '']),
    ),
    table(
      'New values',
      ['under', 'values'],
      [...underFirst(added)].map(([key, paths]) => [code(key), paths.join(', ')]),
    ),
  ];
  const said = parts.filter((part) => part !== undefined);
  return [...said, ...(said.length === 1 ? ['The values are the same.'] : [])].join('\n\n');
}

/** Where a value is now, by the new name of itself or of the map around it. */
function newPath(path: string, renamed: ChartRoot['renamed']): string[] {
  const [old] = Object.keys(renamed)
    .filter((name) => path === name || path.startsWith(`${name}.`))
    .sort((a, b) => b.length - a.length);
  return old === undefined ? [] : [`${renamed[old]}${path.slice(old.length)}`];
}

/** Paths by their first key, each without it. */
function underFirst(paths: string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const [first, ...rest] = path.split('.');
    groups.set(first!, [...(groups.get(first!) ?? []), ...(rest.length > 0 ? [code(rest.join('.'))] : [])]);
  }
  return groups;
}

function table(title: string, columns: string[], rows: string[][]): string | undefined {
  if (rows.length === 0) return undefined;
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [`### ${title}`, '', line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
const defaultText = (value: unknown): string => (value === null ? 'unset' : code(JSON.stringify(value)));
