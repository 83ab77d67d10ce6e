import {
  chartTables,
  engineChoices,
  flagChoices,
  flagOfKey,
  flagTable,
  releaseFacts,
  releases,
  reservedFlags,
} from '@archon/sizing';
import { valuesOfPreset, type Preset } from '@archon/presets';
import { resolveRef, type Model } from '@archon/values';
import type { GeneratedFile } from '../generated-file.ts';
import { jsonRows, jsonTable, jsonText } from './json.ts';

/** The data that the chart's templates read: defaults, presets, releases and flags. */
export function dataFiles(model: Model, presets: readonly Preset[]): GeneratedFile[] {
  const table = flagTable();
  const reserved = reservedFlags(model);
  const engineKeys = Object.entries(model.schema.properties)
    .filter(([, schema]) => schema['x-flags'])
    .flatMap(([, schema]) => Object.keys(resolveRef(model, schema).properties ?? {}));
  const engineFlags = engineKeys.flatMap((key) => {
    const [on, off] = [`--${flagOfKey(key)}`, `--no-${flagOfKey(key)}`];
    if (!table[on]) return [];
    const row = (spelling: string) => ({ spelling, arity: table[spelling]!.arity });
    return [[key, { on: row(on), ...(table[off] && { off: row(off) }) }] as const];
  });
  return [
    { path: 'files/defaults.json', text: jsonText(model.defaults) },
    { path: 'files/releases.json', text: `${jsonRows(releases.map(({ version }) => releaseFacts(version)))}\n` },
    { path: 'files/engine-flags.json', text: `${jsonRows(Object.fromEntries(engineFlags))}\n` },
    { path: 'files/choices.json', text: jsonTable(engineChoices) },
    {
      path: 'files/flags.json',
      text: jsonTable({ reserved, choices: choicesBut(reserved), spellings: compact(table) }),
    },
    ...sizingFiles(),
    ...presets.map((preset) => ({ path: `files/presets/${preset.name}.json`, text: jsonText(valuesOfPreset(preset)) })),
  ];
}

/** What a reserved flag may be is for its own value to say. */
function choicesBut(reserved: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(flagChoices()).filter(([name]) => reserved[name] === undefined));
}

/** A flag that is spelt like its name does not repeat it. */
function compact(table: ReturnType<typeof flagTable>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(table).map(([spelling, { flag, ...row }]) => [
      spelling,
      `--${flag}` === spelling ? row : { flag, ...row },
    ]),
  );
}

/** What the planner knows of GPUs, models and releases; read only where gpu.product is set. */
function sizingFiles(): GeneratedFile[] {
  const { gpus, models, behaviours, releases: known, messages } = chartTables();
  return [
    { path: 'files/sizing/gpus.json', text: `${jsonRows(gpus)}\n` },
    { path: 'files/sizing/models.json', text: `${jsonRows(models)}\n` },
    { path: 'files/sizing/behaviours.json', text: jsonTable(behaviours) },
    {
      path: 'files/sizing/releases.json',
      text: jsonTable({ ...known, messages }),
    },
  ];
}
