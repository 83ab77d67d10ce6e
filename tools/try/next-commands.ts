import { colors as pc } from '@archon/values/colors';
import { resolveTool } from '@archon/testbed/go-tools';
import { shortPath } from '@archon/testbed/short-path';
import { namespace, release, valuesFiles } from './install-chart.ts';

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
