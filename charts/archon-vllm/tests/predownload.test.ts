import { describe, expect, it } from 'vitest';
import { problemsOf } from './support/problems.ts';
import { render } from './support/render.ts';
import { containerOf, podOf } from './support/workload.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

/** The init containers and vLLM's own container, as both Helms render them. */
async function rendered(valuesObject: object) {
  expect(problemsOf(valuesObject)).toEqual([]);
  const objects = await render({ valuesObject });
  return { init: (podOf(objects).initContainers ?? []) as any[], vllm: containerOf(objects) };
}

const downloads = (init: any[]) => init[0].env.find(({ name }: any) => name === 'ARCHON_DOWNLOADS').value;

describe('The model', () => {
  it('should be left to vLLM by default', async () => {
    expect((await rendered({})).init).toEqual([]);
  });

  it('should be downloaded before vLLM starts where model.predownload says so, from the mirror, with the token', async () => {
    const { init, vllm } = await rendered({
      model: { id: 'org/model', revision: commit, predownload: true },
      huggingFace: { endpoint: 'https://hub.example.com', token: { existingSecret: 'hugging-face' } },
    });
    expect(init.map(({ name }) => name)).toEqual(['download']);
    expect(downloads(init)).toBe(`org/model@${commit}`);
    const hub = [
      { name: 'HF_HOME', value: '/home/vllm/huggingface' },
      { name: 'HF_ENDPOINT', value: 'https://hub.example.com' },
      { name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'hugging-face', key: 'token' } } },
    ];
    for (const container of [init[0], vllm]) expect(container.env).toEqual(expect.arrayContaining(hub));
    const cache = { name: 'model-cache', mountPath: '/home/vllm/huggingface' };
    for (const container of [init[0], vllm]) expect(container.volumeMounts).toContainEqual(cache);
    expect(init[0].resources.limits).not.toHaveProperty('nvidia.com/gpu');
  });

  it('should be the main branch without a revision, and come before the commits of adapters', async () => {
    const { init } = await rendered({
      model: { id: 'org/model', predownload: true },
      lora: { adapters: [{ name: 'chat', repo: 'org/chat-lora', revision: commit }] },
    });
    expect(downloads(init)).toBe(`org/model@main,org/chat-lora@${commit}`);
  });

  it('should be that of the preset, at its revision', async () => {
    const { init, vllm } = await rendered({ preset: 'nvidia-24gb', model: { predownload: true } });
    const revision = vllm.args.find((arg: string) => arg.startsWith('--revision='))?.slice('--revision='.length);
    expect(downloads(init)).toMatch(/^[^@]+\/[^@]+@[^@]+$/);
    expect(downloads(init).split('@')[1]).toBe(revision ?? 'main');
  });
});
