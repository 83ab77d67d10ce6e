import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { resolveTool } from '../../go/go-tools.ts';
import { pinnedMinor, type RenderOptions } from '../helm-command.ts';
import type { KubernetesObject } from '../../kubernetes/parse-objects.ts';
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

interface Waiting {
  resolve: (result: EngineResult) => void;
  reject: (error: Error) => void;
}

/** Starts the Go program of this folder, which links both Helms. It ends with `end`, or with this process. */
export function startHelmEngine(program = resolveTool('helm-engine')): HelmEngine {
  // Rendering allocates megabytes; collecting garbage less often saves a fifth of the processor time.
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, GOGC: '400' } });
  const waiting: Waiting[] = [];
  let death: ToolError | undefined;
  let stderr = '';

  createInterface({ input: child.stdout }).on('line', (line) => settle(waiting.shift()!, JSON.parse(line) as Answer));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => {}); // it has ended; reported below
  const ended = new Promise<void>((resolve) => {
    const die = (how: string): void => {
      death ??= new ToolError(
        [`The Helm engine ${how}; nothing more can be rendered.`, stderr.trim()].join('\n').trim(),
      );
      for (const { reject } of waiting.splice(0)) reject(death);
      resolve();
    };
    child.on('error', ({ message }) => die(`did not start (${message})`));
    child.on('close', (code, signal) => die(`has ended (${signal ?? `exit code ${code}`})`));
  });

  return {
    render: (options) =>
      new Promise((resolve, reject) => {
        if (death) return reject(death);
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(requestOf(options))}\n`);
      }),
    end: () => {
      child.stdin.end();
      return ended;
    },
  };
}

function requestOf(options: EngineOptions): object {
  const { helm, chart, release = 'archon', namespace = 'archon-system', kubeVersion = pinnedMinor() } = options;
  const { values = [], valuesObject, set = [], isUpgrade = false } = options;
  const texts = values.map((file) => readFileSync(file, 'utf8'));
  if (valuesObject !== undefined) texts.push(JSON.stringify(valuesObject));
  return { helm, chart, release, namespace, kubeVersion, values: texts, set, isUpgrade };
}

function settle({ resolve, reject }: Waiting, answer: Answer): void {
  const { manifest = '', notes = '', objects = [], error, failure } = answer;
  if (failure !== undefined) reject(new ToolError(`The Helm engine failed: ${failure}`));
  else resolve(error === undefined ? { ok: true, manifest, notes, objects } : { ok: false, error: error.trim() });
}
