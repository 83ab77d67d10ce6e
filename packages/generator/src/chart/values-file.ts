import { isOwnObject, isRecord, resolveRef, valueAt, type Model, type PresetValues, type Schema } from '@archon/values';
import { wrap } from '@archon/values/wrap';
import { bannerText, type GeneratedFile } from '../generated-file.ts';
import { prefixLines, yamlText } from './yaml-text.ts';

const width = 118;

/** A commented or active block of values.yaml. */
interface Block {
  text: string;
  /** The same without commenting it out. */
  plain: string;
  active: boolean;
}

/**
 * values.yaml: a document to read from top to bottom. Active keys are the defaults; what a preset sets, and what has no
 * default, is commented with its value or an example. Without an active key, an object is commented with its header.
 */
export function valuesFile(model: Model, preset: PresetValues): GeneratedFile {
  const sections = model.features
    .filter(({ hidden }) => !hidden)
    .map(({ title, description, keys }) => {
      const rule = `# ${'-'.repeat(width - 2)}`;
      const head = [rule, `# ${title}`, ...comment(description, ''), rule].join('\n');
      const blocks = keys.map((key) => {
        const schema = model.schema.properties[key]!;
        // The head of a feature describes the only object in it.
        const described = keys.length === 1 && isOwnObject(model, schema);
        return entry(model, preset, key, described ? { ...schema, description: '' } : schema, [key], '').text;
      });
      return [head, ...blocks].join('\n\n');
    });
  const shown = model.root.presets ? 'what the preset sets, or an example' : 'an example';
  const banner = [bannerText(`schemas/${model.root.name}/`), `A value that is commented out shows ${shown}.`];
  return { path: 'values.yaml', text: `${prefixLines(banner.join('\n'), '# ')}\n\n${sections.join('\n\n')}\n` };
}

function entry(model: Model, preset: PresetValues, key: string, schema: Schema, path: string[], indent: string): Block {
  const head = schema.description ? comment(describe(schema), indent) : [];
  if (isOwnObject(model, schema) && schema.default === undefined) {
    const children = Object.entries(resolveRef(model, schema).properties ?? {});
    const blocks = children.map(([name, child]) => entry(model, preset, name, child, [...path, name], `${indent}  `));
    const active = blocks.some((block) => block.active);
    // Without an active child the object is commented as a whole, so that one uncommenting brings it back.
    const body = blocks.map((block) => (active ? block.text : block.plain)).join('\n\n');
    const plain = [`${indent}${key}:`, body].join('\n');
    return {
      active,
      plain: [...head, plain].join('\n'),
      text: [...head, active ? plain : commentOut(plain, indent)].join('\n'),
    };
  }
  if (schema['x-preset'] === undefined && schema.default !== undefined) {
    const text = [...head, ...exampleOf(schema, key, indent), keyed(key, schema.default, indent)].join('\n');
    return { active: true, text, plain: text };
  }
  const fromPreset = valueAt(preset[schema['x-preset'] ?? ''], path);
  const shown = keyed(key, fromPreset ?? schema.default ?? schema.examples?.[0], indent);
  return { active: false, plain: [...head, shown].join('\n'), text: [...head, commentOut(shown, indent)].join('\n') };
}

function describe(schema: Schema): string {
  const group = schema['x-preset'];
  const owner = group === undefined ? '' : ' Set by the preset.';
  const choices = schema.enum?.filter((choice) => choice !== null && choice !== '');
  const one = choices === undefined ? '' : ` One of ${choices.map(String).join(', ')}.`;
  return `${schema.description}${one}${owner}`;
}

/** An example next to an empty default, so that the shape of the value is plain. */
function exampleOf(schema: Schema, key: string, indent: string): string[] {
  const empty = Array.isArray(schema.default)
    ? schema.default.length === 0
    : isRecord(schema.default) && Object.keys(schema.default).length === 0;
  if (schema.examples === undefined || (!empty && schema.default !== '')) return [];
  return [prefixLines(`For example:\n${keyed(key, schema.examples[0], '')}`, `${indent}# `)];
}

const keyed = (key: string, value: unknown, indent: string): string => prefixLines(yamlText({ [key]: value }), indent);

const comment = (text: string, indent: string): string[] =>
  wrap(text, width - indent.length - 2).map((line) => `${indent}# ${line}`);

const commentOut = (text: string, indent: string): string =>
  text
    .split('\n')
    .map((line) => `${indent}# ${line.slice(indent.length)}`.trimEnd())
    .join('\n');
