import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Kubectl } from '../cluster/kubectl.ts';
import { freePorts } from '../cluster/ports.ts';
import { type SupervisedProcess, Supervisor } from '../cluster/supervisor.ts';
import { until } from '../cluster/until.ts';
import { resolveTool } from '../go/go-tools.ts';
import { definitionFiles, sources } from '../kubernetes/custom-resources/sources.ts';

const namespace = 'keda';
const operatorName = 'keda-operator';
const metricsApi = 'v1beta1.external.metrics.k8s.io';

/** A running KEDA. */
export interface Keda {
  /** Stops it, and takes its API out of the cluster. Its definitions stay. */
  stop(): Promise<void>;
}

/**
 * Starts the operator of KEDA and its metrics server for a cluster, on 127.0.0.1. The API server reaches the metrics
 * server by a Service that is a name outside the cluster, localhost; as it presents no certificate, anyone may read the metrics.
 */
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
    await kubectl.run(['delete', 'apiservice', metricsApi, '--ignore-not-found']);
    await supervisor.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await installObjects(kubectl, api);
    await supervisor.start(operator);
    await supervisor.start(adapter);
    await untilAvailable(kubectl, supervisor, [operator.log, adapter.log]);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function installObjects(kubectl: Kubectl, port: number): Promise<void> {
  const files = definitionFiles(sources.keda).map((file) => `--filename=${file}`);
  await kubectl.do(['apply', '--server-side', '--force-conflicts', ...files]);
  await kubectl.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const name = 'keda-metrics-apiserver';
  await kubectl.apply(
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { type: 'ExternalName', externalName: 'localhost' },
    },
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: metricsApi },
      spec: {
        group: 'external.metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { name, namespace, port },
      },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'external-metrics' },
      rules: [
        { apiGroups: ['external.metrics.k8s.io'], resources: ['*'], verbs: ['get', 'list'] },
        // By this the API server finds out whether it is there.
        { nonResourceURLs: ['/apis/external.metrics.k8s.io/*'], verbs: ['get'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'external-metrics' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'external-metrics' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:unauthenticated' }],
    },
  );
}

function untilAvailable(kubectl: Kubectl, supervisor: Supervisor, logs: string[]): Promise<void> {
  const condition =
    '{.status.conditions[?(@.type=="Available")].status} {.status.conditions[?(@.type=="Available")].message}';
  let found = '';
  const failure = (): string => `${metricsApi} is not available (${found})`;
  return until(supervisor, { failure, everyMs: 250, logs }, async () => {
    found = (await kubectl.run(['get', 'apiservice', metricsApi, '-o', `jsonpath=${condition}`])).stdout;
    return found.startsWith('True');
  });
}
