import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePorts } from '../cluster/ports.ts';
import { Supervisor } from '../cluster/supervisor.ts';
import { answers, until } from '../cluster/until.ts';
import { resolveTool } from '../go/go-tools.ts';
import { ToolError } from '../process/tool-error.ts';

/** A running Prometheus. */
export interface Prometheus {
  /** Its address on 127.0.0.1. */
  address: string;
  /** What an instant query finds: the labels and the number of each series. */
  query(expr: string): Promise<{ metric: Record<string, string>; value: number }[]>;
  stop(): Promise<void>;
}

/** Starts Prometheus on 127.0.0.1 with a configuration, whose rule files are these. */
export async function startPrometheus(
  folder: string,
  config: object,
  ruleFiles: Record<string, object> = {},
): Promise<Prometheus> {
  mkdirSync(folder, { recursive: true });
  for (const [name, rules] of Object.entries(ruleFiles)) writeFileSync(join(folder, name), stringify(rules));
  const file = join(folder, 'prometheus.yaml');
  writeFileSync(file, stringify({ ...config, rule_files: Object.keys(ruleFiles) }));
  const [port = 0] = await freePorts(1);
  const address = `http://127.0.0.1:${port}`;
  const log = join(folder, 'prometheus.log');
  const supervisor = await Supervisor.launch();
  const stop = async () => {
    await supervisor.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const args = [
    resolveTool('prometheus'),
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  try {
    await supervisor.start({ name: 'prometheus', args, log, cwd: folder, env: { HOME: folder } });
    const wait = { failure: 'Prometheus was not ready', withinMs: 120_000, logs: [log] };
    await until(supervisor, wait, () => answers(`${address}/-/ready`));
  } catch (error) {
    await stop();
    throw error;
  }
  const query = async (expr: string) => {
    const response = await fetch(`${address}/api/v1/query?query=${encodeURIComponent(expr)}`);
    const { data, error } = (await response.json()) as {
      data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
      error?: string;
    };
    if (!data) throw new ToolError(`Prometheus refuses ${expr}: ${error}`);
    return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  };
  return { address, query, stop };
}
