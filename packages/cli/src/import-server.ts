import { shellWord } from '@archon/values/shell-word';
import { existsSync, readFileSync } from 'node:fs';
import { isDocument, serversOfDocuments, serversOfText } from '@archon/advice/imported-servers';
import { importText } from '@archon/advice/import-text';
import { serverValues, type ServerValues } from '@archon/advice/import-values';
import type { ChartValues, Server } from '@archon/advice/server';
import {
  effectiveValues,
  leavesOf,
  parseDocuments,
  parseYamlFile,
  readText,
  resolveRef,
  typesOf,
  validateValues,
  type Model,
  type Schema,
} from '@archon/values';
import { ArchonError, type Problem } from '@archon/values/problem';
import { releaseNamed } from '@archon/advice/catalog-names';
import { modelOf } from './charts.ts';
import { printProblems } from './report.ts';

/** The flags of `archon import`, as typed. */
export interface ImportOptions {
  name?: string;
  release?: string;
  json?: boolean;
}

/** Prints values for a server that runs elsewhere. Exits 2 where the chart refuses them. */
export function importServer(source: readonly string[], { name, release, json }: ImportOptions): void {
  const chart = chartValues();
  const { label, servers } = readServers(source, chart);
  const wanted = release === undefined ? undefined : releaseNamed(release);
  const found = servers.flatMap((server) => {
    const values = serverValues(server, chart, wanted);
    return values ? [{ server, values }] : [];
  });
  const { server, values } = chooseServer(found, name, label);
  const order = leavesOf(modelOf().model).map(({ path }) => path.slice(0, 2).join('.'));
  const text = importText(server.source, values, order);
  const problems = problemsOf(text);
  if (problems.length > 0) process.exitCode = 2;
  if (json) {
    const { value } = parseYamlFile('values', text);
    const { unplaced, notes } = values;
    return void console.log(
      JSON.stringify({ ok: problems.length === 0, values: value, text, unplaced, notes, problems }, null, 2),
    );
  }
  process.stdout.write(text);
  if (problems.length > 0) printProblems(problems);
}

/** What a file, stdin or a command holds. */
function readServers(source: readonly string[], chart: ChartValues): { label: string; servers: Server[] } {
  const [first = ''] = source;
  const label =
    source.length === 1 && (first === '-' || existsSync(first)) ? (first === '-' ? 'stdin' : first) : 'command';
  const text = label === 'command' ? commandText(source) : first === '-' ? readFileSync(0, 'utf8') : readText(first);
  if (text.trim() === '') {
    const hint = 'Give a command in quotes, a file, or - for stdin: archon import --help';
    throw new ArchonError([{ path: label, message: 'It is empty: there is nothing to import.', hint }]);
  }
  const servers = isDocument(text) ? serversOfDocuments(parseDocuments(label, text), chart) : serversOfText(text);
  if (label === 'command' && servers.length === 0 && source.length === 1 && !first.includes(' ')) readText(first);
  return { label, servers };
}

/** Several arguments are the words of a command, as after `archon import --`. */
function commandText(source: readonly string[]): string {
  return source.length === 1 ? source[0]! : source.map(shellWord).join(' ');
}

interface Found {
  readonly server: Server;
  readonly values: ServerValues;
}

function chooseServer(found: readonly Found[], name: string | undefined, label: string): Found {
  const named = name === undefined ? found : found.filter(({ server }) => server.source.split(' ').includes(name));
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) return only;
  const names = found.map(({ server }) => server.source.split(' ').at(-1)!);
  if (found.length === 0) {
    const hint =
      'It reads vllm serve, docker run, compose files, manifests and values of the production stack: archon import --help';
    throw new ArchonError([{ path: label, message: 'No vLLM server was found.', hint }]);
  }
  const message =
    name === undefined
      ? `There are ${found.length} vLLM servers, and a release of the chart is one.`
      : `There is no one server "${name}".`;
  throw new ArchonError([{ path: '--name', message, hint: `Choose one: ${names.join(', ')}.` }]);
}

/** What the chart has, from its schema. */
function chartValues(): ChartValues {
  const validation = modelOf();
  const { model } = validation;
  const { computed } = effectiveValues(validation, { preset: '', model: { id: 'any/model' } });
  return {
    appVersion: model.root.appVersion,
    reservedEnv: (computed.reservedEnv ?? []) as string[],
    typesAt: (path) => {
      const schema = schemaAt(model, path);
      return schema && typesOf(schema);
    },
  };
}

function schemaAt(model: Model, path: readonly string[]): Schema | undefined {
  return path.reduce<Schema | undefined>((schema, key) => {
    const child = schema?.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    return child && resolveRef(model, child);
  }, model.schema);
}

/** Why the chart refuses the printed values. */
function problemsOf(text: string): readonly Problem[] {
  try {
    validateValues(modelOf(), [parseYamlFile('values', text)]);
    return [];
  } catch (error) {
    if (!(error instanceof ArchonError)) throw error;
    return error.problems;
  }
}
