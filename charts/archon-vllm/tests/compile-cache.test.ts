import { describe, expect, it } from 'vitest';
import { problemsOf } from './support/problems.ts';
import { render } from './support/render.ts';
import { containerOf } from './support/workload.ts';

const variables = ['CUDA_CACHE_PATH', 'FLASHINFER_WORKSPACE_BASE', 'TRITON_CACHE_DIR', 'VLLM_CACHE_ROOT'];

/** The variables of the compile cache, as both Helms render them. */
async function cacheEnv(values: object): Promise<Record<string, string>> {
  expect(problemsOf(values)).toEqual([]);
  const { env } = containerOf(await render({ valuesObject: values }));
  const found = (env as { name: string; value: string }[]).filter(({ name }) => variables.includes(name));
  return Object.fromEntries(found.map(({ name, value }) => [name, value]));
}

const folderOf = ({ VLLM_CACHE_ROOT }: Record<string, string>): string => VLLM_CACHE_ROOT!.replace(/\/vllm$/, '');

describe('The compile cache', () => {
  it('should be next to the model, in a folder of the node where nothing says the GPU', async () => {
    const env = await cacheEnv({});
    expect(Object.keys(env)).toEqual(variables);
    expect(folderOf(env)).toMatch(/^\/home\/vllm\/huggingface\/compiled\/[0-9a-f]{12}\/\$\(ARCHON_NODE_NAME\)$/);
    for (const folder of Object.values(env)) expect(folder.startsWith(`${folderOf(env)}/`)).toBe(true);
  });

  it('should be shared by nodes of one GPU, and by no other image', async () => {
    const one = folderOf(await cacheEnv({ gpu: { product: 'rtx-4080' } }));
    expect(one).toMatch(/\/rtx-4080$/);
    const other = folderOf(await cacheEnv({ gpu: { product: 'rtx-4080' }, image: { tag: 'v0.32.0' } }));
    expect(other).not.toBe(one);
  });

  it.each([
    ['is off', { compileCache: { enabled: false } }],
    ['would end with the pod', { persistence: { enabled: false } }],
    ['may be on a volume that is read-only', { persistence: { existingClaim: 'models' } }],
    ['is on a volume that is read-only', { persistence: { accessModes: ['ReadOnlyMany'] } }],
    ['is of a release that has none', { preset: 'archon-seed' }],
    [
      'is of several pods that begin together, of a release that spoils it',
      { image: { tag: 'v0.17.1' }, replicas: 3, strategy: 'Recreate', persistence: { accessModes: ['ReadWriteMany'] } },
    ],
    [
      'is of a release that spoils it with several replicas',
      { image: { tag: 'v0.16.0' }, replicas: 2, persistence: { accessModes: ['ReadWriteMany'] } },
    ],
  ])('should not be there where it %s', async (_, values) => {
    const root = 'image' in values ? { podSecurityContext: { runAsUser: 0, runAsNonRoot: false } } : {};
    expect(await cacheEnv({ ...values, ...root })).toEqual({});
  });

  it('should be on a claim of the user who says so', async () => {
    const values = { persistence: { existingClaim: 'models' }, compileCache: { enabled: true } };
    expect(Object.keys(await cacheEnv(values))).toEqual(variables);
  });

  it('should be of several replicas that write it whole', async () => {
    const values = { replicas: 2, persistence: { accessModes: ['ReadWriteMany'] } };
    expect(Object.keys(await cacheEnv(values))).toEqual(variables);
  });

  it('should be where the user wants it', async () => {
    const values = { extraEnv: [{ name: 'VLLM_CACHE_ROOT', value: '/cache/vllm' }] };
    expect(await cacheEnv(values)).toMatchObject({ VLLM_CACHE_ROOT: '/cache/vllm' });
  });
});
