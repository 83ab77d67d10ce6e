import type { Preset } from '../define-preset.ts';
import { presetsPage, presetTable } from './presets-page.ts';

/** A file that shows the presets, by its path in the repository. */
export interface PresetDocument {
  path: string;
  text: string;
}

/** Everything written about the presets outside the charts: the page, its picture, and the table in the README. */
export function presetDocuments(presets: readonly Preset[], readme: string): PresetDocument[] {
  const { page, picture } = presetsPage(presets);
  return [
    { path: 'docs/03-presets.md', text: page },
    { path: 'docs/presets.svg', text: picture },
    { path: 'packages/presets/README.md', text: withTable(readme, presetTable(presets).join('\n')) },
  ];
}

function withTable(readme: string, table: string): string {
  const ignored = `<!-- prettier-ignore-start -->\n\n${table}\n\n<!-- prettier-ignore-end -->`;
  return readme.replace(/(<!-- presets: [^>]*-->\n)[^]*?(<!-- \/presets -->)/, `$1\n${ignored}\n\n$2`);
}
