import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '@archon/values/problem';
import { bannerText, type GeneratedFile } from '../generated-file.ts';
import { ownedFolders, readTarget } from './compare-files.ts';

const banner = new RegExp(`^# ${bannerText('.*').replaceAll('`', '\\`')}`);

/**
 * Throws where a folder has files in the place of generated ones, and nothing marks it as the chart of that name that
 * this generator wrote: they are someone's work, and would be replaced or deleted.
 */
export function refuseForeignFolder(folder: string, files: GeneratedFile[]): void {
  const name = nameIn(files.find(({ path }) => path === 'Chart.yaml')?.text);
  const file = join(folder, 'Chart.yaml');
  const text = existsSync(file) ? readTarget(file) : undefined;
  if (text !== undefined && banner.test(text) && nameIn(text) === name) return;
  const taken = [...files.map(({ path }) => path), ...ownedFolders].filter((path) => existsSync(join(folder, path)));
  if (taken.length === 0) return;
  const shown = taken[0];
  const why =
    text === undefined
      ? `it has ${shown}, but no Chart.yaml`
      : banner.test(text)
        ? `its Chart.yaml is of the chart ${nameIn(text) ?? '(no name)'}`
        : 'its Chart.yaml does not begin with the line "# Generated from …"';
  refuse([
    {
      file: folder,
      message: `The folder is not the chart ${name} as Archon generates it: ${why}. Nothing was changed.`,
      hint: 'Choose another folder, or delete this one yourself.',
    },
  ]);
}

const nameIn = (text: string | undefined): string | undefined => /^name: (.+)$/m.exec(text ?? '')?.[1];
