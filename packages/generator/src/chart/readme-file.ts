import { gpuTitle, type Preset } from '@archon/presets';
import { isOwnObject, resolveRef, typesOf, type Model, type Schema } from '@archon/values';
import { bannerText, type GeneratedFile } from '../generated-file.ts';

/** README.md of the chart: the hand-written text, with tables of values and presets in place of its markers. */
export function readmeFile(model: Model, presets: readonly Preset[], text: string, source: string): GeneratedFile {
  const banner = `<!-- ${bannerText(source)} -->`;
  const body = text.replace('<!-- presets -->', presetTable(presets)).replace('<!-- values -->', valuesTables(model));
  return { path: 'README.md', text: `${banner}\n\n${body}` };
}

function presetTable(presets: readonly Preset[]): string {
  const rows = presets.map(({ name, model, class: { memoryGiB } }) => {
    const [from, below] = memoryGiB;
    const reported = below === undefined ? `from ${from} GiB` : `${from} to ${below} GiB`;
    return `| \`${name}\` | ${model.model.id} | ${model.engine?.maxModelLen ?? ''} | ${reported} |`;
  });
  const gpuLists = presets.map(({ name, gpus }) => `- \`${name}\`: ${gpus.map(gpuTitle).join(', ')}`);
  const head = ['| preset | model | context, tokens | memory that nvidia-smi reports |', '|---|---|--:|---|'];
  return [...head, ...rows, '', 'The GPUs of each:', '', ...gpuLists].join('\n');
}

function valuesTables(model: Model): string {
  return model.sections
    .filter(({ hidden }) => !hidden)
    .map(({ title, description, keys }) => {
      const rows = keys.flatMap((key) => rowsOf(model, model.schema.properties[key]!, [key]));
      return [
        `### ${title}`,
        '',
        description,
        '',
        '| value | type | default | description |',
        '|---|---|---|---|',
        ...rows,
      ].join('\n');
    })
    .join('\n\n');
}

function rowsOf(model: Model, schema: Schema, path: string[]): string[] {
  if (isOwnObject(model, schema) && schema.default === undefined)
    return Object.entries(resolveRef(model, schema).properties ?? {}).flatMap(([key, child]) =>
      rowsOf(model, child, [...path, key]),
    );
  const owned = schema['x-preset'] !== undefined;
  const shown = schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``;
  const standing = owned ? `preset${shown && `, else ${shown}`}` : shown;
  return [`| \`${path.join('.')}\` | ${typeText(model, schema)} | ${standing} | ${cell(schema.description ?? '')} |`];
}

function typeText(model: Model, schema: Schema): string {
  const choices = schema.enum?.filter((choice) => choice !== null);
  if (choices) return choices.map((choice) => `\`${choice === '' ? '""' : String(choice)}\``).join(', ');
  const types = typesOf(resolveRef(model, schema));
  return types.map((type) => (type === 'array' ? 'list' : type === 'object' ? 'map' : type)).join(' or ');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
