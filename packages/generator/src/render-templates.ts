import type { Model } from '@archon/values';
import { checksTemplate } from './chart/checks-template.ts';
import { computedTemplate } from './chart/computed-template.ts';
import { loadValues, valuesTemplate } from './chart/values-template.ts';
import { compileTokens } from './compile/compile-template.ts';
import { compilePartial, readPartial } from './compile/partial.ts';
import type { Scope } from './compile/scope.ts';
import { tokenize } from './compile/tokens.ts';
import { bannerText, type GeneratedFile } from './generated-file.ts';
import type { LoadedTemplates, TemplateSource } from './load-templates.ts';

export interface RenderedTemplates {
  files: GeneratedFile[];
  /** Paths of `values` that a template uses, whole. */
  used: Set<string>;
}

/** Phase 3: compiles the Handlebars templates to Helm, and emits the named templates that they call. */
export function renderTemplates(model: Model, loaded: LoadedTemplates): RenderedTemplates {
  const used = new Set<string>();
  const scope: Scope = { model, root: '$', names: {}, guarded: new Set(), used };
  const partials = loaded.partials.map(({ name, file, text }) => readPartial(name, file, text));
  const signatures = Object.fromEntries(partials.map((partial) => [partial.name, partial]));
  const folder = `packages/generator/templates/${model.root.name}`;
  const helpers = [
    `{{- /* ${bannerText(`${folder}/ and schemas/${model.root.name}/`)} */}}\n`,
    valuesTemplate(model),
    computedTemplate(model, scope),
    ...partials.map((partial) => compilePartial(partial, scope, signatures)),
    ...loaded.functions.map(({ text }) => text),
  ];
  const files = loaded.templates.map((source) => {
    const mode = source.name.endsWith('.txt') ? 'text' : 'yaml';
    const body = compileTokens(tokenize(source.file, source.text), { scope, mode, partials: signatures });
    return { path: `templates/${source.name}`, text: header(source, model, mode, body) + body };
  });
  files.push({ path: 'templates/_helpers.tpl', text: helpers.join('\n') });
  files.push({ path: 'templates/checks.yaml', text: checksTemplate(model, { ...scope, used: new Set() }) });
  return { files, used };
}

function header({ file }: TemplateSource, model: Model, mode: 'yaml' | 'text', body: string): string {
  // NOTES would begin with the line break behind the last of these.
  const end = mode === 'text' ? '-}}' : '}}';
  const values = body.includes('$values') ? loadValues(model.root.name, end) : '';
  return `{{- /* ${bannerText(file)} */}}\n${values}`;
}
