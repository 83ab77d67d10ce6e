import type { KubernetesObject } from '@archon/testbed/parse-objects';

/** What the kubelet would start for a container. */
export interface PodProcess {
  command: string[];
  args: string[];
  env: Record<string, string>;
}

/** The data of Secrets by name, as text. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The process of the container `vllm` of a Deployment, with its variables replaced as the kubelet does. */
export function podProcess(objects: readonly KubernetesObject[], secrets: Secrets = {}): PodProcess {
  const deployment = objects.find(({ kind }) => kind === 'Deployment')!;
  const {
    command = [],
    args = [],
    env = [],
  } = deployment.spec.template.spec.containers.find(({ name }: { name: string }) => name === 'vllm');
  const variables = variablesOf(env, objects, secrets);
  const put = (text: string) => expandVariables(text, variables);
  return { command: command.map(put), args: args.map(put), env: variables };
}

/** The process at a port and in a home of this machine: the pod has a network of its own, and its home is a volume. */
export function onThisMachine({ command, args, env }: PodProcess, port: number, home: string): PodProcess {
  const here: Record<string, string> = { '--host=0.0.0.0': '--host=127.0.0.1', '--port=8000': `--port=${port}` };
  const variables = Object.entries(env).map(([name, value]) => [name, value.replaceAll(env.HOME!, home)]);
  return { command, args: args.map((arg) => here[arg] ?? arg), env: Object.fromEntries(variables) };
}

/** As the kubelet does: `$(NAME)` is the variable if it is set, `$$` is a dollar, the rest stays. */
export const expandVariables = (text: string, variables: Readonly<Record<string, string>>): string =>
  text.replace(/\$\$|\$\(([^)]*)\)/g, (written, name?: string) =>
    name === undefined ? '$' : (variables[name] ?? written),
  );

interface EnvEntry {
  name: string;
  value?: string;
  valueFrom?: Partial<Record<'configMapKeyRef' | 'secretKeyRef', { name: string; key: string }>> & {
    fieldRef?: { fieldPath: string };
  };
}

/** A value may refer to earlier variables. */
function variablesOf(env: EnvEntry[], objects: readonly KubernetesObject[], secrets: Secrets): Record<string, string> {
  const maps: Secrets = Object.fromEntries(
    objects.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata, data }) => [metadata.name, data ?? {}]),
  );
  const variables: Record<string, string> = {};
  for (const { name, value, valueFrom: { configMapKeyRef: map, secretKeyRef: secret, fieldRef: field } = {} } of env) {
    const text = map ? maps[map.name]?.[map.key] : secret ? secrets[secret.name]?.[secret.key] : value;
    // The only field that the chart asks for is the name of the node.
    if (field) variables[name] = 'this-node';
    else if (text !== undefined) variables[name] = map || secret ? text : expandVariables(text, variables);
  }
  return variables;
}
