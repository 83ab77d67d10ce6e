import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '@archon/values';

export interface TemplateSource {
  /** Path from the workspace, for messages and banners. */
  file: string;
  /** File name without `.hbs`. */
  name: string;
  text: string;
}

/** The hand-written templates of one chart. */
export interface LoadedTemplates {
  templates: TemplateSource[];
  partials: TemplateSource[];
  /** Helm that implements functions of the expression language. */
  functions: TemplateSource[];
}

/** Reads packages/generator/templates/<chart>. */
export function loadTemplates(workspace: string, chart: string): LoadedTemplates {
  const folder = `packages/generator/templates/${chart}`;
  const read = (path: string, suffix: string): TemplateSource[] =>
    (existsSync(join(workspace, path)) ? readdirSync(join(workspace, path)) : [])
      .filter((file) => file.endsWith(suffix))
      .sort()
      .map((file) => ({
        file: `${path}/${file}`,
        name: file.slice(0, -suffix.length),
        text: readText(join(workspace, path, file)),
      }));
  return {
    templates: read(folder, '.hbs'),
    partials: read(`${folder}/partials`, '.hbs'),
    functions: read(`${folder}/functions`, '.tpl'),
  };
}
