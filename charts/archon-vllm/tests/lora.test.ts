import { describe, expect, it } from 'vitest';
import { problemsOf } from './support/problems.ts';
import { render } from './support/render.ts';
import { containerOf, podOf } from './support/workload.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

/** The arguments about adapters, as both Helms render them, and the init containers. */
async function served(values: object): Promise<{ args: string[]; init: any[]; mounts: any[] }> {
  expect(problemsOf(values)).toEqual([]);
  const objects = await render({ valuesObject: values });
  const { args, volumeMounts } = containerOf(objects);
  const first = args.findIndex((arg: string) => /^--(enable|max)[a-z-]*lora/.test(arg));
  return { args: args.slice(first), init: podOf(objects).initContainers ?? [], mounts: volumeMounts };
}

describe('The adapters', () => {
  it('should be given to vLLM as JSON, with as many slots and the rank that all of them fit into', async () => {
    const adapters = [
      { name: 'sql', path: '/tmp/sql', rank: 24 },
      { name: 'chat', repo: 'org/chat-lora', rank: 8, baseModelName: 'coder' },
    ];
    const { args, init } = await served({ lora: { adapters } });
    expect(args.slice(0, 6)).toEqual([
      '--enable-lora',
      '--max-loras=2',
      '--max-lora-rank=32',
      '--lora-modules',
      '{"name":"sql","path":"/tmp/sql"}',
      '{"base_model_name":"coder","name":"chat","path":"org/chat-lora"}',
    ]);
    expect(init).toEqual([]);
  });

  it('should be in a claim that is mounted read-only', async () => {
    const { args, mounts } = await served({
      lora: { existingClaim: 'adapters', adapters: [{ name: 'sql', path: 'sql/v3' }] },
    });
    expect(args).toContain('{"name":"sql","path":"/adapters/sql/v3"}');
    expect(mounts).toContainEqual({ name: 'adapters', mountPath: '/adapters', readOnly: true });
  });

  it('should be downloaded before vLLM starts where a commit is named, without a GPU', async () => {
    const adapters = [{ name: 'chat', repo: 'org/chat-lora', revision: commit }];
    const { args, init } = await served({ lora: { adapters }, huggingFace: { endpoint: 'https://hub.example.com' } });
    const folder = `/home/vllm/huggingface/hub/models--org--chat-lora/snapshots/${commit}`;
    expect(args).toContain(`{"name":"chat","path":"${folder}"}`);
    const [{ name, env, resources }] = init;
    expect(name).toBe('download');
    expect(env).toEqual(
      expect.arrayContaining([
        { name: 'HF_HOME', value: '/home/vllm/huggingface' },
        { name: 'HF_ENDPOINT', value: 'https://hub.example.com' },
        { name: 'ARCHON_DOWNLOADS', value: `org/chat-lora@${commit}` },
        { name: 'NVIDIA_VISIBLE_DEVICES', value: 'void' },
      ]),
    );
    expect(Object.keys(resources.limits)).toEqual(['memory']);
  });

  it('should be looked for where the user keeps the cache of the Hub', async () => {
    const adapters = [{ name: 'chat', repo: 'org/chat-lora', revision: commit }];
    const { args } = await served({ lora: { adapters }, extraEnv: [{ name: 'HF_HUB_CACHE', value: '/tmp/hub' }] });
    expect(args).toContain(`{"name":"chat","path":"/tmp/hub/models--org--chat-lora/snapshots/${commit}"}`);
  });

  it('should leave to the engine what it sets itself', async () => {
    const adapters = [
      { name: 'a', repo: 'org/a', rank: 8 },
      { name: 'b', repo: 'org/b' },
    ];
    const { args } = await served({ lora: { adapters }, engine: { enableLora: true, maxLoras: 1, maxLoraRank: 64 } });
    expect(args.filter((arg) => arg.startsWith('--max-lora')).toSorted()).toEqual([
      '--max-lora-rank=64',
      '--max-loras=1',
    ]);
    expect(args.filter((arg) => arg === '--enable-lora')).toHaveLength(1);
  });

  it('should not have more slots than places in host memory', async () => {
    const adapters = ['a', 'b', 'c'].map((name) => ({ name, repo: `org/${name}` }));
    const { args } = await served({ lora: { adapters }, engine: { maxCpuLoras: 2 } });
    expect(args).toEqual(expect.arrayContaining(['--max-loras=2', '--max-cpu-loras=2']));
  });

  it('should be pairs for a release that reads no JSON', async () => {
    const { args } = await served({
      image: { tag: 'v0.6.0' },
      podSecurityContext: { runAsUser: 0, runAsNonRoot: false },
      lora: { adapters: [{ name: 'sql', repo: 'org/sql-lora' }] },
    });
    expect(args).toContain('sql=org/sql-lora');
  });
});
