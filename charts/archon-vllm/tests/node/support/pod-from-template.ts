import type { NodeRelease } from './node-release.ts';

/** A pod like those of a release, but for some fields of its spec; nobody's Service or ReplicaSet knows it. */
export async function podFromTemplate({ node, here, namespace }: NodeRelease, name: string, changes: object) {
  const { spec } = await node.kubectl.get('deployment/vllm', ...here);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: { ...spec.template.spec, restartPolicy: 'Never', ...changes },
  };
}
