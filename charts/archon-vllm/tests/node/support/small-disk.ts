import { realNode } from '@archon/testbed/real-node';
import type { TestNode } from '@archon/engine/testing/test-node';
import { runOnNode } from './on-node.ts';

/** Makes a disk of the node, and a claim for it that promises more than it holds. */
export async function claimSmallDisk(node: TestNode, namespace: string, size: string): Promise<string> {
  const [name, path] = ['small-disk', '/var/lib/volumes/small-disk'];
  await runOnNode(node, `mkdir ${path} && mount -t tmpfs -o size=${size} tmpfs ${path}`);
  const resources = { storage: '50Gi' };
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'local' };
  const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In', values: [realNode.name] }];
  await node.kubectl.apply(
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name },
      spec: {
        ...spec,
        capacity: resources,
        local: { path },
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace },
      spec: { ...spec, volumeName: name, resources: { requests: resources } },
    },
  );
  return name;
}
