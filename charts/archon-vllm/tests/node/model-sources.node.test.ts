import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { resolveModels, tinyGptqHere } from '@archon/engine/models';
import { describeOnRealNode, TestNode } from '@archon/engine/testing/test-node';
import { resolveTool } from '@archon/testbed/go-tools';
import { realNode } from '@archon/testbed/real-node';
import { valuesFiles } from '../support/markdown.ts';
import { eager, forward, NodeRelease } from './support/node-release.ts';

/** The values of docs/12-air-gapped.md for a source; the registry of their image is not here. */
function documented(isWanted: (values: any) => boolean): any {
  const { image: _, imagePullSecrets: __, ...values } = valuesFiles('docs/12-air-gapped.md').find(isWanted) as any;
  return { ...values, ...eager };
}

const fromImage = documented(({ extraVolumes }) => extraVolumes?.some(({ image }: any) => image));
const fromBucket = documented(({ model }) => model?.id?.startsWith('s3://'));

describeOnRealNode('A model that does not come from a hub, by the values of docs/12-air-gapped.md', () => {
  const node = new TestNode();

  beforeAll(async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'archon-model-')), 'model');
    cpSync(resolveModels().folderOf(tinyGptqHere()), folder, { recursive: true, dereference: true });
    const { reference } = fromImage.extraVolumes[0].image;
    const address = `--address=${realNode.address}:9000`;
    const place = fromBucket.model.id.replace('s3://', '');
    await node.start({
      gpus: 1,
      images: [{ names: [reference], layers: [folder], env: {}, entrypoint: [] }],
      servers: [
        {
          name: 's3',
          args: [resolveTool('s3-server'), address, `${place}=${folder}`],
          cwd: '/',
          port: 9000,
          reads: [folder],
        },
      ],
    });
  });
  afterAll(() => node.stop());

  /** Deploys values, and asks the server for its model's name and a few tokens. */
  async function serve(values: object): Promise<NodeRelease> {
    const release = new NodeRelease(node, await node.createNamespace());
    await node.kubectl.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'models-bucket', namespace: release.namespace },
      stringData: { 'access-key': 'anyone', 'secret-key': 'not-a-secret-only-a-test' },
    });
    await release.deploy(values);
    const client = new OpenAI({ baseURL: `${await forward(release)}/v1`, apiKey: 'none', maxRetries: 0 });
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['coder']);
    const { usage } = await client.completions.create({ model: 'coder', prompt: 'Once', max_tokens: 5 });
    expect(usage).toMatchObject({ completion_tokens: 5 });
    return release;
  }

  it('should be read from an OCI image that Kubernetes mounts as a volume', async () => {
    const release = await serve(fromImage);
    expect(await release.exec('ls /models/*')).toContain('model.safetensors');
    await release.uninstall();
  });

  it('should be streamed from a bucket, and take no place on the disk', async () => {
    // On a CPU vLLM claims its share of the pod's memory when the libraries that stream are loaded already.
    const engine = { ...fromBucket.engine, gpuMemoryUtilization: 0.6 };
    const text = JSON.stringify({ ...fromBucket, engine });
    const bucket = JSON.parse(text.replace('https://s3.example.com', 'http://s3.kube-system.svc')) as object;
    const release = await serve(bucket);
    expect(await release.kubectl('logs', 'deployment/vllm')).toMatch(/runai_streamer|Run:ai/);
    expect(await release.exec('find ~ /tmp /dev/shm -name "*.safetensors" | wc -l')).toBe('0\n');
    await release.uninstall();
  });
});
