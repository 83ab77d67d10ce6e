import { join } from 'node:path';
import { repoRoot, shortPath } from '@archon/testbed/cache-dir';
import { HelmClient } from '@archon/testbed/helm-client';
import { Kubectl } from '@archon/testbed/kubectl';
import { colors as pc } from '@archon/values/colors';
import { resolveTool } from '@archon/testbed/go-tools';

/** The release and namespace of the README. */
export const namespace = 'archon-system';
export const release = 'archon';
export const service = 'service/vllm';

/** The chart to install. */
export const chart = join(repoRoot, 'charts/archon-vllm');

/** The values files, relative to the repository. */
const valuesFiles = ['tools/try/values.yaml', 'tools/try/small-model-values.yaml'];
export const valuesPaths = valuesFiles.map((file) => join(repoRoot, file));

/** Installs the chart as a user does, in a namespace that admits only restricted pods. */
export async function installChart(kubeconfig: string): Promise<void> {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  await new Kubectl(kubeconfig).apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } });
  const values = valuesPaths.map((file) => `--values=${file}`);
  await new HelmClient(kubeconfig, 4).do([
    'upgrade',
    '--install',
    release,
    chart,
    `--namespace=${namespace}`,
    ...values,
  ]);
}

/** What to try with an OpenAI-compatible server on a port of this machine. */
export function clientCommands(port: number, model: string): string[] {
  const base = `http://127.0.0.1:${port}/v1`;
  return [
    pc.bold('Send requests yourself, from another terminal'),
    `  curl ${base}/chat/completions -H 'Content-Type: application/json' \\`,
    `    -d '{"model": "${model}", "max_tokens": 60, "messages": [{"role": "user", "content": "What is a GPU?"}]}'`,
    `  node -e "import('openai').then(async ({ default: OpenAI }) => console.log((await new OpenAI({ baseURL: '${base}', apiKey: 'none' })`,
    `    .completions.create({ model: '${model}', prompt: '1, 2, 3,', max_tokens: 6 })).choices[0].text))"`,
  ];
}

/** What to try with the release in the cluster. */
export function clusterCommands(kubeconfig: string): string[] {
  const [kubectl, helm] = [shortPath(resolveTool('kubectl')), shortPath(resolveTool('helm4'))];
  const values = valuesFiles.map((file) => `-f ${file}`).join(' ');
  return [
    pc.bold('Look inside'),
    `  export KUBECONFIG=${kubeconfig}`,
    `  ${kubectl} -n ${namespace} get all`,
    `  ${kubectl} -n ${namespace} logs deployment/vllm`,
    pc.bold('Change something'),
    `  ${helm} upgrade ${release} charts/archon-vllm -n ${namespace} ${values} --set engine.maxModelLen=1024`,
    `  ${helm} test ${release} -n ${namespace} --logs`,
  ];
}
