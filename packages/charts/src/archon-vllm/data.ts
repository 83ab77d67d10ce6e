import { jsonRows, jsonTable } from '@archon/generator/json';
import type { GeneratedFile } from '@archon/generator/generated-file';
import {
  chartTables,
  engineChoices,
  flagChoices,
  flagOfKey,
  flagTable,
  loadCatalog,
  refusedArguments,
  releases,
  successorOf,
  variableSuccessors,
  type Catalog,
  type ReservedFlags,
} from '@archon/sizing';
import type { Model } from '@archon/values';
import { dashboardFiles } from './dashboards/dashboards.ts';
import { metricRows } from './metric-names.ts';
import { modelTable } from './model-data.ts';
import { releaseData } from './release-data.ts';
import { engineKeys, reservedFlags } from './reserved-flags.ts';

/** The data that the chart's templates read: releases, flags, and what the planner knows. */
export function dataFiles({ schema }: Model): GeneratedFile[] {
  const table = flagTable();
  const reserved = reservedFlags(schema);
  const { optionKeys, optionChoices, environment } = loadCatalog().names;
  const engine = engineKeys(schema);
  return [
    { path: 'files/releases.json', text: `${jsonRows(releases.map(({ version }) => releaseData(version)))}\n` },
    { path: 'files/models.json', text: `${jsonRows(modelTable())}\n` },
    { path: 'files/metrics.json', text: `${jsonRows(metricRows())}\n` },
    ...dashboardFiles(),
    { path: 'files/engine-flags.json', text: `${jsonRows(engineFlags(engine))}\n` },
    { path: 'files/choices.json', text: jsonTable(engineChoices) },
    {
      path: 'files/option-keys.json',
      text: jsonTable({ keys: within(optionKeys, engine), choices: within(optionChoices, engine) }),
    },
    {
      path: 'files/variables.json',
      text: jsonTable({ successors: variableSuccessors, names: environment }),
    },
    {
      path: 'files/flags.json',
      text: jsonTable({
        reserved,
        successors: successors(reserved),
        refused: refusedArguments,
        choices: choicesBut(reserved),
        names: compact(table),
      }),
    },
    ...sizingFiles(),
  ];
}

/** The tables of the JSON options that the chart has. */
function within(tables: Catalog['names']['optionKeys'], options: string[]) {
  return Object.fromEntries(Object.entries(tables).filter(([path]) => options.includes(path.split('.')[0]!)));
}

/** How the flag of each key of `engine` is written, and its negation where there is one. */
function engineFlags(keys: string[]): Record<string, unknown> {
  const table = flagTable();
  const row = (name: string) => ({ name, arity: table[name]!.arity });
  const rows = keys.flatMap((key) => {
    const [on, off] = [`--${flagOfKey(key)}`, `--no-${flagOfKey(key)}`];
    return table[on] ? [[key, { on: row(on), ...(table[off] && { off: row(off) }) }] as const] : [];
  });
  return Object.fromEntries(rows);
}

/** What to do instead of a flag that is gone; not where that is only to remove it. */
function successors(reserved: ReservedFlags): Record<string, string> {
  const gone = loadCatalog().flags.filter(({ removedIn }) => removedIn !== undefined);
  const advices = gone.map((flag) => [flag.name, successorOf(flag, reserved)] as const);
  return Object.fromEntries(advices.filter(([, advice]) => advice !== 'remove it'));
}

/** What a reserved flag may be is for its own value to say. */
function choicesBut(reserved: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(flagChoices()).filter(([name]) => reserved[name] === undefined));
}

/** A row leaves out the flag where it is its own name. */
function compact(table: ReturnType<typeof flagTable>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(table).map(([name, { flag, ...row }]) => [name, `--${flag}` === name ? row : { flag, ...row }]),
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
