import { isDocument, serversOfDocuments, serversOfText } from '@archon/advice/imported-servers';
import { serverValues } from '@archon/advice/import-values';
import type { ChartValues, Unplaced } from '@archon/advice/server';
import type { Values } from '@archon/advice/choices';
import { withValue } from '@archon/advice/chosen-values';
import { isRecord } from '@archon/values/is-record';
import { ArchonError, type Problem } from '@archon/values/problem';
import { chart, schemaAt, typesOf } from './chart-data.ts';
import { checkValues } from './check-values.ts';
import { plainYaml } from './plain-yaml.ts';

/** What a text is as values of the chart. */
export interface Imported {
  /** `vllm serve`, `docker run`, `Deployment web`; `values` for a values file. */
  readonly source: string;
  readonly values: Values;
  readonly unplaced: readonly Unplaced[];
  /** What to do before the install. */
  readonly notes: readonly string[];
  /** What the chart's schema refuses of the values. */
  readonly problems: readonly Problem[];
}

/** Characters: beyond them a text is not what somebody writes. */
const longest = 1_000_000;

const chartValues: ChartValues = {
  appVersion: chart.appVersion,
  reservedEnv: chart.reservedEnv,
  typesAt: (path) => {
    const schema = schemaAt(path);
    return schema && typesOf(schema);
  },
};

/** Reads a command line, a compose file, a manifest, or a values file: the first three by the importer of `archon import`. */
export function importValues(text: string): Imported {
  if (text.trim() === '') throw refused('There is nothing to import.', 'Paste a command or a values file.');
  if (text.length > longest)
    throw refused(
      `The text has ${(text.length / 1e6).toFixed(1)} MB.`,
      'A values file has a few KB, and at most 1 MB is read.',
    );
  if (!isDocument(text)) return fromServers(text, serversOfText(text));
  const document = plainYaml(text);
  if (!isRecord(document)) throw refused('This is not a map of values.', 'A values file has lines like "replicas: 2".');
  const isOther = document.kind !== undefined || isRecord(document.services) || isRecord(document.servingEngineSpec);
  if (isOther) return fromServers(text, serversOfDocuments([document], chartValues));
  return { source: 'values', values: document, unplaced: [], notes: [], problems: checkValues(document) };
}

function fromServers(text: string, servers: ReturnType<typeof serversOfText>): Imported {
  const found = servers.flatMap((server) => {
    const values = serverValues(server, chartValues, undefined);
    return values ? [{ source: server.source, ...values }] : [];
  });
  const [first] = found;
  if (!first)
    throw refused(
      'No vLLM server was found.',
      'Paste a line that has vllm serve or docker run, a compose file, a manifest, or a values file.',
    );
  if (found.length > 1)
    throw refused(
      `There are ${found.length} vLLM servers: ${found.map(({ source }) => source).join(', ')}.`,
      'Paste one of them: the values are for one server.',
    );
  const values = first.placed.reduce<Values>((all, { path, value }) => withValue(all, path, value), {});
  // that there is no preset is not the user's choice: the planner decides
  const { preset: _, ...placed } = values;
  return {
    source: first.source,
    values: placed,
    unplaced: first.unplaced,
    notes: first.notes,
    problems: checkValues(placed),
  };
}

const refused = (message: string, hint: string): ArchonError => new ArchonError([{ message, hint }]);
