import { describe, expect, it } from 'vitest';
import { duplicates } from './support/duplicates.ts';
import { problemsOf } from './support/problems.ts';
import { isRendered, renderValues } from './support/render.ts';
import { only } from './support/workload.ts';

const env = (name: string) => ({ name, value: 'x' });
const claim = (name: string) => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name } });

/** Values that repeat what the chart sets. Kubernetes refuses the result, or one of the two is lost. */
const repeats: [name: string, values: object][] = [
  ['an environment variable', { extraEnv: [env('HF_HOME')] }],
  ['an environment variable that is off now', { extraEnv: [env('HF_TOKEN')] }],
  ['a volume', { extraVolumes: [{ name: 'tmp', emptyDir: {} }] }],
  ['a mount path', { extraVolumeMounts: [{ name: 'shm', mountPath: '/tmp' }] }],
  ['a mount path of its own', { extraVolumeMounts: ['a', 'b'].map((name) => ({ name, mountPath: '/a' })) }],
  ['a label of the pods', { podLabels: { 'app.kubernetes.io/name': 'x' } }],
  ['an annotation of the pods', { podAnnotations: { 'checksum/config': 'x' } }],
  ['an annotation of the pods, for all objects', { commonAnnotations: { 'checksum/config': 'x' } }],
  ['a container', { extraInitContainers: [{ name: 'vllm', image: 'a:1' }] }],
  ['a flag', { engine: { extraArgs: ['--port=80'] } }],
];

describe('Values that repeat what the chart sets', () => {
  it.concurrent.each(repeats)('should be refused: %s', async (_, valuesObject) => {
    const refused = { validator: problemsOf(valuesObject).length > 0, helm: !(await isRendered({ valuesObject })) };
    expect(refused).toEqual({ validator: true, helm: true });
  });

  it('should name nothing twice where they only come near it', async () => {
    const objects = await renderValues({
      extraEnv: [env('HF_HOME_2')],
      extraVolumes: [{ name: 'tmp-2', emptyDir: {} }],
      extraVolumeMounts: [{ name: 'tmp-2', mountPath: '/tmp/2' }],
      commonAnnotations: { a: 'common', b: 'common' },
      podAnnotations: { b: 'pod' },
      extraObjects: [claim('model-cache-2')],
    });
    expect(duplicates(objects)).toEqual([]);
    expect(only(objects, 'Deployment').spec.template.metadata.annotations).toMatchObject({ a: 'common', b: 'pod' });
  });
});
