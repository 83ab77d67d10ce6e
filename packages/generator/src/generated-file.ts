/** A file of the chart, by its path inside the chart's folder. */
export interface GeneratedFile {
  path: string;
  text: string;
}

/** The command that regenerates everything; banners and messages name it. */
export const generateCommand = 'npx nx run generator:build';

/** What a generated file says about itself. */
export const bannerText = (source: string): string =>
  `Generated from ${source} by \`${generateCommand}\`: do not edit.`;
