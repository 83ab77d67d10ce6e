import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { SupervisedProcess } from '../cluster/supervisor.ts';
import { resolveTool } from '../go/go-tools.ts';

/** What Prometheus reads and evaluates. */
export interface PrometheusFiles {
  config: object;
  /** Rule files by name. */
  ruleFiles?: Record<string, object>;
}

/** Writes the files of a Prometheus into a folder; returns its process. */
export function prometheusProcess(
  folder: string,
  listen: string,
  { config, ruleFiles = {} }: PrometheusFiles,
): SupervisedProcess {
  mkdirSync(folder, { recursive: true });
  for (const [name, rules] of Object.entries(ruleFiles)) writeFileSync(join(folder, name), stringify(rules));
  const file = join(folder, 'prometheus.yaml');
  writeFileSync(file, stringify({ ...config, rule_files: Object.keys(ruleFiles) }));
  return {
    name: 'prometheus',
    args: [
      resolveTool('prometheus'),
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${listen}`,
    ],
    log: join(folder, 'prometheus.log'),
    cwd: folder,
    env: { HOME: folder },
  };
}
