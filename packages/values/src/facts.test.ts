import { describe, expect, it } from 'vitest';
import { deriveFacts, readFacts } from './facts.ts';
import { textOf } from './testing/problems-of.ts';
import { realModel, realValidation } from './testing/real-model.ts';
import { effectiveValues } from './validate-values.ts';
import { parseYamlFile } from './yaml-file.ts';

const factsOf = (user: Record<string, unknown>) => effectiveValues(realValidation, user).facts;

describe('the facts of archon-vllm', () => {
  it('should follow from the defaults', () => {
    expect(factsOf({})).toEqual({
      release: '0.33.0',
      vllm: { version: '0.33.0', entrypoint: ['vllm'], shutdownTimeout: true },
      runAsUser: 2000,
      home: '/home/vllm',
      modelCache: '/home/vllm/huggingface',
      recreate: true,
      startupFailureThreshold: 180,
      shutdownTimeoutSeconds: 60,
      terminationGracePeriodSeconds: 75,
      progressDeadlineSeconds: 2475,
      modelFromPreset: true,
      reservedEnv: expect.arrayContaining(['HF_TOKEN', 'VLLM_API_KEY']),
      reservedVolumes: ['home', 'model-cache', 'shm', 'tmp'],
      mountableVolumes: ['home', 'model-cache', 'shm', 'tmp'],
      reservedMountPaths: ['/home/vllm', '/home/vllm/huggingface', '/tmp', '/dev/shm'],
      reservedLabels: expect.arrayContaining(['app.kubernetes.io/name', 'helm.sh/chart']),
      presetTitle: '',
      downloadGB: 0,
      hardware: { gpu: '', unknown: [], refused: [], allowed: [], notes: [] },
    });
  });

  it.each<[fact: string, user: Record<string, unknown>, value: unknown]>([
    ['release', { image: { tag: 'v0.4.0' } }, '0.4.0'],
    ['release', { image: { tag: 'v0.33.0-cu129', release: '0.4.0' } }, '0.4.0'],
    ['release', { image: { tag: 'nightly' } }, ''],
    ['release', { image: { digest: 'sha256:1' } }, ''],
    ['release', { image: { digest: 'sha256:1', release: '0.4.0' } }, '0.4.0'],
    ['release', { preset: 'archon-seed' }, '0.4.0'],
    ['vllm', { image: { tag: 'v9.9.9' } }, {}],
    ['vllm', { image: { tag: 'nightly' } }, {}],
    ['runAsUser', { securityContext: { runAsUser: 0 } }, 0],
    ['runAsUser', { podSecurityContext: { runAsUser: 1000 } }, 1000],
    ['runAsUser', { securityContext: { runAsUser: 5 }, podSecurityContext: { runAsUser: 6 } }, 5],
    ['runAsUser', { preset: 'archon-seed' }, 0],
    ['runAsUser', { podSecurityContext: { runAsUser: null } }, 2000],
    ['runAsUser', { podSecurityContext: { runAsUser: null, runAsNonRoot: false } }, 0],
    ['home', { podSecurityContext: { runAsUser: 0 } }, '/root'],
    ['recreate', { strategy: 'RollingUpdate' }, false],
    ['recreate', { replicas: 2 }, true],
    ['recreate', { replicas: 2, storage: { accessModes: ['ReadWriteMany'] } }, false],
    ['recreate', { replicas: 2, storage: { enabled: false } }, false],
    ['recreate', { replicas: 2, storage: { enabled: false }, strategy: 'Recreate' }, true],
    ['recreate', { replicas: 0 }, true],
    ['startupFailureThreshold', { startup: { timeoutSeconds: 61 } }, 7],
    ['startupFailureThreshold', { startup: { timeoutSeconds: 60 } }, 6],
    ['startupFailureThreshold', { startup: { timeoutSeconds: 61 }, probes: { startup: { periodSeconds: 60 } } }, 2],
    ['shutdownTimeoutSeconds', { drain: { shutdownTimeoutSeconds: 300 } }, 300],
    ['shutdownTimeoutSeconds', { drain: { shutdownTimeoutSeconds: 0 } }, 0],
    ['shutdownTimeoutSeconds', { drain: { shutdownTimeoutSeconds: null } }, 60],
    ['shutdownTimeoutSeconds', { preset: 'archon-seed' }, 0],
    ['shutdownTimeoutSeconds', { preset: 'archon-seed', drain: { shutdownTimeoutSeconds: 300 } }, 0],
    ['shutdownTimeoutSeconds', { image: { tag: 'nightly' } }, 0],
    ['terminationGracePeriodSeconds', { drain: { preStopSleepSeconds: 0, shutdownTimeoutSeconds: 0 } }, 5],
    ['terminationGracePeriodSeconds', { drain: { shutdownTimeoutSeconds: 300 } }, 315],
    ['terminationGracePeriodSeconds', { drain: { terminationGracePeriodSeconds: 1 } }, 1],
    ['terminationGracePeriodSeconds', { preset: 'archon-seed' }, 15],
    ['progressDeadlineSeconds', { startup: { timeoutSeconds: 60 } }, 735],
    ['progressDeadlineSeconds', { model: { id: 'other/model' } }, 4275],
    ['progressDeadlineSeconds', { drain: { terminationGracePeriodSeconds: 1000 } }, 3400],
    ['modelFromPreset', { model: { id: 'other/model' } }, false],
    ['modelFromPreset', { model: { id: 'org/model' } }, true],
    ['modelFromPreset', { preset: '' }, false],
  ])('should give %s for %j', (fact, user, value) => {
    expect(factsOf(user)[fact]).toEqual(value);
  });

  it('should say what the preset says about itself', () => {
    const about = { title: 'A title', downloadGB: 9 };
    const presets = { small: { hardware: {}, model: { model: { id: 'a' } }, about } };
    const facts = (id?: string) =>
      effectiveValues({ ...realValidation, presets }, { preset: 'small', ...(id && { model: { id } }) }).facts;
    expect(facts()).toMatchObject({ presetTitle: 'A title', downloadGB: 9 });
    expect(facts('b')).toMatchObject({ presetTitle: 'A title', downloadGB: 0 });
  });

  it('should be described, for the templates that use them', () => {
    for (const { name, schema } of realModel.facts) expect(schema.description, name).toMatch(/\.$/);
  });
});

describe('readFacts', () => {
  const read = (text: string) => readFacts(parseYamlFile('facts.yaml', text));

  it('should let a fact use those above it, and not those below', () => {
    const facts = read('a: { type: integer, value: (add facts.b 1) }\nb: { type: integer, value: (add facts.a 10) }\n');
    expect(deriveFacts(facts, { roots: {}, catalog: realValidation.catalog })).toEqual({ a: 1, b: 11 });
  });

  it('should have none in an empty file', () => {
    expect(read('')).toEqual([]);
  });

  it('should place a broken expression', () => {
    expect(textOf(() => read('a:\n  type: integer\n  value: (add 1\n'))).toMatch(
      /^facts\.yaml:3:3\n {2}"\(add 1" cannot be read: .*\n {2}3 \| {3}value: \(add 1\n {4}\| {3}\^$/,
    );
  });
});
