import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addApi, removeApi, untilApiAvailable } from '../cluster/aggregated-api.ts';
import { Kubectl } from '../cluster/kubectl.ts';
import { freePorts } from '../cluster/ports.ts';
import { type SupervisedProcess, Supervisor } from '../cluster/supervisor.ts';
import { resolveTool } from '../go/go-tools.ts';

const group = 'custom.metrics.k8s.io';
const namespace = 'prometheus-adapter';

/** A running prometheus-adapter. */
export interface PrometheusAdapter {
  /** Stops it, and takes its API out of the cluster. */
  stop(): Promise<void>;
}

/** Starts prometheus-adapter with its default rules for a cluster and a Prometheus, on 127.0.0.1. */
export async function startPrometheusAdapter(
  folder: string,
  { kubeconfig, prometheus }: { kubeconfig: string; prometheus: string },
): Promise<PrometheusAdapter> {
  const kubectl = new Kubectl(kubeconfig);
  const [port = 0] = await freePorts(1);
  const rules = join(folder, 'rules.yaml');
  writeFileSync(rules, execFileSync(resolveTool('prometheus-adapter-rules')));
  const adapter: SupervisedProcess = {
    name: 'prometheus-adapter',
    args: [
      resolveTool('prometheus-adapter'),
      `--config=${rules}`,
      `--prometheus-url=${prometheus}`,
      // It finds a new series within that time: ten minutes by default.
      '--metrics-relist-interval=2s',
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${join(folder, 'certificates')}`,
      ...['authentication', 'authorization', 'lister'].map((what) => `--${what}-kubeconfig=${kubeconfig}`),
    ],
    log: join(folder, 'prometheus-adapter.log'),
    cwd: folder,
    env: { HOME: folder },
  };
  const supervisor = await Supervisor.launch();
  const stop = async () => {
    await removeApi(kubectl, group);
    await supervisor.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await kubectl.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await addApi(kubectl, { group, name: 'prometheus-adapter', namespace, port });
    await supervisor.start(adapter);
    await untilApiAvailable(kubectl, supervisor, { group, logs: [adapter.log] });
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
