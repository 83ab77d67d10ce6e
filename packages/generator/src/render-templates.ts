import type { Model } from '@archon/values';
import { checksTemplate, warningLines } from './chart/checks-template.ts';
import { computedTemplate } from './chart/computed-template.ts';
import { loadValues, valuesTemplate } from './chart/values-template.ts';
import type { Mode } from './compile/analyze/analyze-template.ts';
import { scopeOf, type Scope } from './compile/analyze/scope.ts';
import { fileTag } from './compile/analyze/file-tag.ts';
import type { TagDefinition } from './compile/analyze/tag-definition.ts';
import { withChartName } from './compile/analyze/verbatim.ts';
import { compileTemplate, type Compiled } from './compile/compile-template.ts';
import { compilePartial, readPartial, usedValues } from './compile/partial.ts';
import { bannerText, type GeneratedFile } from './generated-file.ts';
import type { LoadedTemplates, TemplateSource } from './load-templates.ts';

export interface RenderedTemplates {
  files: GeneratedFile[];
  /** Paths of `values` that a template uses, whole. */
  used: Set<string>;
}

/** Tags of a chart's own, by name. */
export type Tags = Readonly<Record<string, TagDefinition>>;

/** Named templates that go into one file, by its name without underscore and suffix. */
interface NamedTemplate extends Compiled {
  group: string;
  source: string;
}

/** Phase 3: compiles the Handlebars templates to Helm, and emits the named templates that they call. */
export function renderTemplates(
  model: Model,
  loaded: LoadedTemplates,
  tags: Tags,
  copies: readonly GeneratedFile[] = [],
): RenderedTemplates {
  const partials = loaded.partials.map((source) => ({
    ...source,
    partial: readPartial(source.name, source.file, source.text, model),
  }));
  const signatures = Object.fromEntries(partials.map(({ partial }) => [partial.name, partial]));
  const ownScope = scopeOf({ model, partials: signatures, tags });
  const warnings: TagDefinition = { expand: () => ({ lines: warningLines(model, ownScope), used: [] }) };
  const copied = fileTag(copies.map(({ path }) => path));
  const scope = { ...ownScope, tags: { ...tags, warnings, file: copied } };
  const schemas = `schemas/${model.root.name}`;
  const named: NamedTemplate[] = [
    { group: 'values', source: schemas, text: valuesTemplate(model), used: [], passed: [] },
    { group: 'computed', source: schemas, ...computedTemplate(model, scope) },
    ...partials.map(({ group, partial }) => ({
      group,
      source: `partials/${group} in packages/generator/templates`,
      ...compilePartial(partial, scope),
    })),
    ...loaded.functions.map(({ name, file, text }) => ({
      group: name,
      source: file,
      text: withChartName(text, model.root.name),
      used: [],
      passed: [],
    })),
  ];
  const templates = loaded.templates.map((source) => renderTemplate(source, scope));
  const files = [
    ...templates.map(({ file }) => file),
    ...helperFiles(named),
    { path: 'templates/checks.yaml', text: checksTemplate(model, scope) },
  ];
  return { files, used: usedValues([...named, ...templates]) };
}

function renderTemplate(
  source: TemplateSource,
  scope: Scope,
): Pick<Compiled, 'used' | 'passed'> & { file: GeneratedFile } {
  const mode: Mode = source.name.endsWith('.txt') ? 'text' : 'yaml';
  const { text, used, passed } = compileTemplate(source.file, source.text, scope, mode);
  // NOTES would begin with the line break behind the last of these.
  const load = loadValues(scope.model.root.name, mode === 'text' ? '-}}' : '}}');
  const head = `{{- /* ${bannerText(source.file)} */}}\n${load}\n`;
  return { file: { path: `templates/${source.name}`, text: head + text }, used, passed };
}

/** `_names.tpl`, `_values.tpl` and so on. */
function helperFiles(named: NamedTemplate[]): GeneratedFile[] {
  const groups = [...new Set(named.map(({ group }) => group))].sort();
  return groups.map((group) => {
    const inGroup = named.filter((one) => one.group === group);
    const sources = [...new Set(inGroup.map(({ source }) => source))];
    const head = `{{- /* ${bannerText(sources.join(' and '))} */}}\n`;
    return { path: `templates/_${group}.tpl`, text: [head, ...inGroup.map(({ text }) => text)].join('\n') };
  });
}
