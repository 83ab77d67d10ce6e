import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@archon/testbed/ports';
import { resolveEngine } from '@archon/engine/install-engine';
import { modelIds, resolveModels } from '@archon/engine/models';
import { onThisMachine, podProcess } from '@archon/engine/pod-process';
import { type Server, startServer } from '@archon/engine/start-server';
import { parseObjects, renderChart } from '@archon/testbed/helm';
import { ToolError } from '@archon/testbed/tool-error';
import { chat } from './ask.ts';
import { requireMemory, stayUntilInterrupted, type TryOptions } from './try-options.ts';
import { chart, clientCommands, namespace, release, valuesPaths } from './install-chart.ts';
import { LiveLine } from './live-line.ts';
import { lastWords } from './pod-progress.ts';

/** Starts the process of the rendered pod, without a cluster, and asks it a question. */
export async function tryAsProcess({ keep, signal }: TryOptions): Promise<void> {
  if (keep)
    throw new ToolError(
      '--keep leaves a node running, and a node cannot run here. Without --keep, Ctrl-C stops the server.',
    );
  requireMemory();
  const home = mkdtempSync(join(tmpdir(), 'archon-try-'));
  const line = new LiveLine();
  let server: Server | undefined;
  try {
    const [port] = await freePorts(1);
    const command = processOf(home, port!);
    line.show('vLLM starts, with the command that the chart renders');
    const url = `http://127.0.0.1:${port}`;
    const onOutput = (text: string) => line.show(lastWords(text) ?? line.text);
    server = await startServer({ ...command, url, signal, onOutput });
    signal.throwIfAborted();
    line.end('vLLM is ready');
    await chat(`http://127.0.0.1:${port}/v1`, signal);
    console.log(['', ...clientCommands(port!, modelIds.smol)].join('\n'));
    await stayUntilInterrupted(signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    server?.kill();
    rmSync(home, { recursive: true, force: true });
  }
}

/** The rendered command and environment, with folders and an address of this machine instead of the pod's. */
function processOf(home: string, port: number): { command: string[]; env: Record<string, string> } {
  const rendered = renderChart({ helm: 4, chart, release, namespace, values: valuesPaths });
  if (!rendered.ok) throw new ToolError(`Helm refuses ${chart}:\n${rendered.error}`);
  const { args, env } = onThisMachine(podProcess(parseObjects(rendered.manifest)), port, home);
  const { HF_ENDPOINT: _, ...variables } = env;
  return {
    // The image's command is `vllm serve`.
    command: [resolveEngine().python, '-m', 'vllm.entrypoints.cli.main', 'serve', ...args],
    env: {
      ...variables,
      PATH: process.env.PATH ?? '',
      HF_HOME: resolveModels().home,
      HF_HUB_OFFLINE: '1',
    },
  };
}
