import { isOwnObject, mergedTypes, resolveRef, type Model, type Schema } from '@archon/values';
import { bannerText, type GeneratedFile } from '../generated-file.ts';

/** README.md of the chart: the hand-written text, with tables in place of its markers, `<!-- values -->` and others. */
export function readmeFile(
  model: Model,
  markers: Readonly<Record<string, (model: Model) => string>>,
  text: string,
  source: string,
): GeneratedFile {
  const banner = `<!-- ${bannerText(source)} -->`;
  const tables = Object.entries({ ...markers, values: valuesTables });
  const body = tables.reduce((filled, [name, table]) => filled.replace(`<!-- ${name} -->`, () => table(model)), text);
  return { path: 'README.md', text: `${banner}\n\n${body}` };
}

function valuesTables(model: Model): string {
  return model.features
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
  const source = owned ? `preset${shown && `, else ${shown}`}` : shown;
  return [`| \`${path.join('.')}\` | ${typeText(model, schema)} | ${source} | ${cell(schema.description ?? '')} |`];
}

function typeText(model: Model, schema: Schema): string {
  const choices = schema.enum?.filter((choice) => choice !== null);
  if (choices) return choices.map((choice) => `\`${choice === '' ? '""' : String(choice)}\``).join(', ');
  const types = mergedTypes(resolveRef(model, schema));
  return types.map((type) => (type === 'array' ? 'list' : type === 'object' ? 'map' : type)).join(' or ');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
