import type { Model } from '@archon/values';
import { checksTemplate } from './chart/checks-template.ts';
import { computedTemplate } from './chart/computed-template.ts';
import { loadValues, valuesTemplate } from './chart/values-template.ts';
import type { Mode } from './compile/analyze/analyze-template.ts';
import type { Scope } from './compile/analyze/scope.ts';
import type { TagDefinition } from './compile/analyze/tag-definition.ts';
import { compileTemplate } from './compile/compile-template.ts';
import { compilePartial, readPartial } from './compile/partial.ts';
import { bannerText, type GeneratedFile } from './generated-file.ts';
import type { LoadedTemplates, TemplateSource } from './load-templates.ts';

export interface RenderedTemplates {
  files: GeneratedFile[];
  /** Paths of `values` that a template uses, whole. */
  used: Set<string>;
}

/** Phase 3: compiles the Handlebars templates to Helm, and emits the named templates that they call. */
export function renderTemplates(
  model: Model,
  loaded: LoadedTemplates,
  tags: Readonly<Record<string, TagDefinition>>,
): RenderedTemplates {
  const partials = loaded.partials.map(({ name, file, text }) => readPartial(name, file, text));
  const signatures = Object.fromEntries(partials.map((partial) => [partial.name, partial]));
  const scope: Scope = { model, root: '$', names: {}, guarded: new Set(), partials: signatures, tags };
  const computed = computedTemplate(model, scope);
  const named = partials.map((partial) => compilePartial(partial, scope));
  const templates = loaded.templates.map((source) => renderTemplate(source, scope));
  const folder = `packages/generator/templates/${model.root.name}`;
  const helpers = [
    `{{- /* ${bannerText(`${folder}/ and schemas/${model.root.name}/`)} */}}\n`,
    valuesTemplate(model),
    computed.text,
    ...named.map(({ text }) => text),
    ...loaded.functions.map(({ text }) => text),
  ];
  const files = [
    ...templates.map(({ file }) => file),
    { path: 'templates/_helpers.tpl', text: helpers.join('\n') },
    { path: 'templates/checks.yaml', text: checksTemplate(model, scope) },
  ];
  return { files, used: new Set([computed, ...named, ...templates].flatMap(({ used }) => used)) };
}

function renderTemplate(source: TemplateSource, scope: Scope): { file: GeneratedFile; used: string[] } {
  const mode: Mode = source.name.endsWith('.txt') ? 'text' : 'yaml';
  const { text, used } = compileTemplate(source.file, source.text, scope, mode);
  const path = `templates/${source.name}`;
  return { file: { path, text: header(source, scope.model, mode, text) + text }, used };
}

function header({ file }: TemplateSource, model: Model, mode: Mode, body: string): string {
  // NOTES would begin with the line break behind the last of these.
  const end = mode === 'text' ? '-}}' : '}}';
  const values = body.includes('$values') ? loadValues(model.root.name, end) : '';
  return `{{- /* ${bannerText(file)} */}}\n${values}`;
}
