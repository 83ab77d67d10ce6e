import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readText } from '@archon/values';
import type { GeneratedFile } from './generated-file.ts';

export interface TemplateSource {
  /** Path from the workspace, for messages and banners. */
  file: string;
  /** File name without its suffix. */
  name: string;
  text: string;
}

/** A partial, and the file of named templates that it goes to: `names` is `_names.tpl`. */
interface PartialSource extends TemplateSource {
  group: string;
}

/** The hand-written templates of one chart. */
export interface LoadedTemplates {
  templates: TemplateSource[];
  partials: PartialSource[];
  /** Helm that implements functions of the expression language, a file of named templates each. */
  functions: TemplateSource[];
}

/** Reads the templates of a chart, and the partials and functions of templates/common that it does not have itself. */
export function loadTemplates(workspace: string, chart: string): LoadedTemplates {
  const folders = [chart, 'common'].map((name) => `packages/generator/templates/${name}`);
  const partials = folders.flatMap((folder) =>
    namesIn(workspace, `${folder}/partials`).flatMap((group) =>
      read(workspace, `${folder}/partials/${group}`, '.hbs').map((source) => ({ ...source, group })),
    ),
  );
  const functions = folders.flatMap((folder) => read(workspace, `${folder}/functions`, '.tpl'));
  const templates = read(workspace, folders[0]!, '.hbs');
  return {
    templates,
    partials: calledFrom([...templates, ...functions], firstOfEachName(partials)),
    functions: firstOfEachName(functions),
  };
}

/** The partials that some templates call, directly or through others: what is common need not suit every chart. */
function calledFrom(sources: TemplateSource[], partials: PartialSource[]): PartialSource[] {
  const called = new Set<PartialSource>();
  const visit = ({ text }: TemplateSource): void => {
    const names = [...text.matchAll(/\{\{~?> *([\w-]+)|\(([\w-]+)\)|include "([\w-]+)"/g)].map(
      ([, tag, call, raw]) => tag ?? call ?? raw,
    );
    for (const partial of partials.filter((one) => names.includes(one.name) && !called.has(one))) {
      called.add(partial);
      visit(partial);
    }
  };
  sources.forEach(visit);
  return partials.filter((partial) => called.has(partial));
}

/** Reads the files that go into a chart as they are, by the folder of the chart. */
export function loadCopies(workspace: string, folders: Readonly<Record<string, string>>): GeneratedFile[] {
  return Object.entries(folders).flatMap(([folder, source]) =>
    namesIn(workspace, source).map((name) => ({
      path: `${folder}/${name}`,
      text: readText(join(workspace, source, name)),
    })),
  );
}

/** The names in a folder of the workspace, sorted; none where it does not exist. */
export const namesIn = (workspace: string, path: string): string[] =>
  existsSync(join(workspace, path)) ? readdirSync(join(workspace, path)).sort() : [];

const read = (workspace: string, path: string, suffix: string): TemplateSource[] =>
  namesIn(workspace, path)
    .filter((file) => file.endsWith(suffix))
    .map((file) => ({
      file: `${path}/${file}`,
      name: basename(file, suffix),
      text: readText(join(workspace, path, file)),
    }));

/** What the chart has itself comes first, and hides what is common. */
const firstOfEachName = <Source extends TemplateSource>(sources: Source[]): Source[] =>
  sources
    .filter(({ name }, index) => sources.findIndex((source) => source.name === name) === index)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
