import { readFileSync } from 'node:fs';
import { resolveTool } from '../../go/go-tools.ts';
import { pinnedMinor, type RenderOptions } from '../helm-command.ts';
import type { KubernetesObject } from '../../kubernetes/parse-objects.ts';
import { startLineProgram } from '../../process/line-program.ts';
import { ToolError } from '../../process/tool-error.ts';

/** The options of `helm template`, without those of its command line only. */
export interface EngineOptions extends Omit<RenderOptions, 'showOnly' | 'args'> {
  /** Render as an upgrade of a release, not as its installation. */
  isUpgrade?: boolean;
}

/** The rendered objects, or helm's error. Objects are in the order of the manifest. */
export type EngineResult =
  { ok: true; manifest: string; notes: string; objects: KubernetesObject[] } | { ok: false; error: string };

/** A running program that renders one chart after the other. It reads each chart once. */
export interface HelmEngine {
  render(options: EngineOptions): Promise<EngineResult>;
  end(): Promise<void>;
}

interface Answer {
  manifest?: string;
  notes?: string;
  objects?: KubernetesObject[];
  error?: string;
  failure?: string;
}

/** Starts the Go program of this folder, which links both Helms. It ends with `end`, or with this process. */
export function startHelmEngine(program = resolveTool('helm-engine')): HelmEngine {
  const { ask, end } = startLineProgram<object, Answer>(program, 'The Helm engine');
  return { render: async (options) => resultOf(await ask(requestOf(options))), end };
}

function requestOf(options: EngineOptions): object {
  const { helm, chart, release = 'archon', namespace = 'archon-system', kubeVersion = pinnedMinor() } = options;
  const { values = [], valuesObject, set = [], isUpgrade = false } = options;
  const texts = values.map((file) => readFileSync(file, 'utf8'));
  if (valuesObject !== undefined) texts.push(JSON.stringify(valuesObject));
  return { helm, chart, release, namespace, kubeVersion, values: texts, set, isUpgrade };
}

function resultOf({ manifest = '', notes = '', objects = [], error, failure }: Answer): EngineResult {
  if (failure !== undefined) throw new ToolError(`The Helm engine failed: ${failure}`);
  return error === undefined ? { ok: true, manifest, notes, objects } : { ok: false, error: error.trim() };
}
