import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { resolveTool } from '../go/go-tools.ts';
import { helmEnvironment, type RenderOptions, templateArguments } from './helm-command.ts';
import { parseObjects } from '../kubernetes/parse-objects.ts';

export { type HelmMajor, helmMajors, type RenderOptions } from './helm-command.ts';
export { type KubernetesObject, parseObjects } from '../kubernetes/parse-objects.ts';

/** A rendered manifest, or helm's error. */
export type RenderResult = { ok: true; manifest: string } | { ok: false; error: string };

/** Rendered NOTES, or helm's error. */
export type NotesResult = { ok: true; notes: string } | { ok: false; error: string };

/** Renders a chart by `helm template`. */
export function renderChart(options: RenderOptions): RenderResult {
  const { file, args, settings, cleanUp } = prepare(options);
  try {
    return { ok: true, manifest: execFileSync(file, args, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] }) };
  } catch (error) {
    return refusal(error);
  } finally {
    cleanUp();
  }
}

/** renderChart for many renders at a time. */
export async function renderChartAsync(options: RenderOptions): Promise<RenderResult> {
  const { file, args, settings, cleanUp } = prepare(options);
  try {
    return { ok: true, manifest: (await promisify(execFile)(file, args, settings)).stdout };
  } catch (error) {
    return refusal(error);
  } finally {
    cleanUp();
  }
}

/**
 * Renders a chart's NOTES.txt. `helm template` leaves NOTES out, and Helm 3's `helm install --dry-run=client` needs a
 * cluster. So a copy of the chart gets one more template, which includes NOTES.txt by its name and prints it as data.
 */
export function renderNotes(options: RenderOptions): NotesResult {
  if (!existsSync(join(options.chart, 'templates/NOTES.txt'))) {
    return { ok: false, error: `${options.chart} has no templates/NOTES.txt` };
  }
  return withTemporaryFolder((folder) => {
    const chart = join(folder, 'chart');
    cpSync(options.chart, chart, { recursive: true });
    writeFileSync(join(chart, notesTemplate), notesObject);
    const result = renderChart({ ...options, chart, showOnly: [notesTemplate] });
    return result.ok ? { ok: true, notes: parseObjects(result.manifest)[0]?.data?.notes ?? '' } : result;
  });
}

const notesTemplate = 'templates/printed-notes.yaml';
const notesObject = `apiVersion: v1
kind: ConfigMap
metadata:
  name: printed-notes
data:
  notes: {{ include (print $.Template.BasePath "/NOTES.txt") . | toJson }}
`;

function prepare(options: RenderOptions) {
  const file = resolveTool(`helm${options.helm}`);
  const settings = { encoding: 'utf8', env: helmEnvironment(), maxBuffer: 64 << 20 } as const;
  if (options.valuesObject === undefined)
    return { file, args: templateArguments(options), settings, cleanUp: () => {} };
  const folder = temporaryFolder();
  const valuesFile = join(folder, 'values.json');
  writeFileSync(valuesFile, JSON.stringify(options.valuesObject));
  return { file, args: templateArguments(options, valuesFile), settings, cleanUp: () => remove(folder) };
}

function refusal(error: unknown): { ok: false; error: string } {
  const { stderr, status, code } = error as { stderr?: string; status?: number; code?: number | string };
  // helm ran and refused the chart; any other failure (it did not start, it was killed) says nothing about the chart.
  if (stderr && [status, code].some((exit) => exit === 1)) return { ok: false, error: stderr.trim() };
  throw error;
}

function withTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = temporaryFolder();
  try {
    return work(folder);
  } finally {
    remove(folder);
  }
}

const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'archon-helm-'));
const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });
