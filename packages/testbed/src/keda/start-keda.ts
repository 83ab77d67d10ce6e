import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { addApi, removeApi, untilApiAvailable } from '../cluster/aggregated-api.ts';
import { Kubectl } from '../cluster/kubectl.ts';
import { freePorts } from '../cluster/ports.ts';
import { type SupervisedProcess, Supervisor } from '../cluster/supervisor.ts';
import { resolveTool } from '../go/go-tools.ts';
import { definitionFiles, sources } from '../kubernetes/custom-resources/sources.ts';

const namespace = 'keda';
const operatorName = 'keda-operator';
const group = 'external.metrics.k8s.io';

/** A running KEDA. */
export interface Keda {
  /** Stops it, and takes its API out of the cluster. Its definitions stay. */
  stop(): Promise<void>;
}

/** Starts the operator of KEDA and its metrics server for a cluster, on 127.0.0.1. */
export async function startKeda(folder: string, kubeconfig: string): Promise<Keda> {
  const kubectl = new Kubectl(kubeconfig);
  const certificates = join(folder, 'certificates');
  mkdirSync(certificates, { recursive: true });
  execFileSync(resolveTool('keda-certificate'), [certificates, `${operatorName}.${namespace}.svc`, 'localhost']);
  const [metrics = 0, health = 0, grpc = 0, api = 0, adapterMetrics = 0] = await freePorts(5);
  const part = (name: string, tool: 'keda-operator' | 'keda-adapter', ...args: string[]): SupervisedProcess => ({
    name,
    args: [resolveTool(tool), ...args],
    log: join(folder, `${name}.log`),
    cwd: folder,
    env: {
      HOME: folder,
      KUBECONFIG: kubeconfig,
      WATCH_NAMESPACE: '',
      POD_NAMESPACE: namespace,
      POD_NAME: name,
      // Else it reads the namespace from the files of a service account.
      KEDA_CLUSTER_OBJECT_NAMESPACE: namespace,
    },
  });
  const operator = part(
    operatorName,
    'keda-operator',
    `--metrics-bind-address=127.0.0.1:${metrics}`,
    `--health-probe-bind-address=127.0.0.1:${health}`,
    `--metrics-service-bind-address=127.0.0.1:${grpc}`,
    `--cert-dir=${certificates}`,
  );
  const adapter = part(
    'keda-metrics-apiserver',
    'keda-adapter',
    '--bind-address=127.0.0.1',
    `--secure-port=${api}`,
    `--cert-dir=${certificates}`,
    `--tls-cert-file=${join(certificates, 'tls.crt')}`,
    `--tls-private-key-file=${join(certificates, 'tls.key')}`,
    ...['authentication', 'authorization', 'lister'].map((what) => `--${what}-kubeconfig=${kubeconfig}`),
    `--metrics-service-address=localhost:${grpc}`,
    `--port=${adapterMetrics}`,
  );
  const supervisor = await Supervisor.launch();
  const stop = async () => {
    await removeApi(kubectl, group);
    await supervisor.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const files = definitionFiles(sources.keda).map((file) => `--filename=${file}`);
    await kubectl.do(['apply', '--server-side', '--force-conflicts', ...files]);
    await kubectl.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await addApi(kubectl, { group, name: 'keda-metrics-apiserver', namespace, port: api });
    await supervisor.start(operator);
    await supervisor.start(adapter);
    await untilApiAvailable(kubectl, supervisor, { group, logs: [operator.log, adapter.log] });
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
