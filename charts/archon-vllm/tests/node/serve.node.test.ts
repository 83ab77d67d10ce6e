import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import OpenAI from 'openai';
import { beforeAll, expect, it, vi } from 'vitest';
import { freePorts } from '@archon/testbed/ports';
import { describeOnRealNode, useTestNode } from '@archon/engine/testing/test-node';
import { resolveTool } from '@archon/testbed/go-tools';
import { helmMajors } from '@archon/testbed/helm-command';
import { documentedClient } from './support/documented-client.ts';
import { recordFigures, secondsOf } from './support/figures.ts';
import { downloadsOf, model, NodeRelease, forward } from './support/node-release.ts';
import { startSeconds } from './support/pods.ts';
import { openStream, tokensFor } from './support/stream.ts';

const key = randomBytes(16).toString('hex');

/** The Secret that clients and the server take the key from. */
const keyIn = (namespace: string, name: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  stringData: { 'api-key': key },
});

/** The chart's default. */
const preStopSleepSeconds = 10;

describeOnRealNode('The default chart with an API key, served by the real vLLM under restricted Pod Security', () => {
  // One for vLLM, one for a copy of its pod.
  const node = useTestNode({ gpus: 2 });
  let release: NodeRelease;

  beforeAll(async () => {
    release = new NodeRelease(node, await node.createNamespace());
    await node.kubectl.apply(keyIn(release.namespace, 'vllm-api-key'));
    const installToReadySeconds = await secondsOf(release.deploy({ apiKey: { existingSecret: 'vllm-api-key' } }));
    recordFigures({ installToReadySeconds, firstStartSeconds: startSeconds(await release.pod()) });
  });

  it('should serve the ConfigMap of the defaults, exactly', async () => {
    const { data } = await node.kubectl.get('configmap/vllm-config', ...release.here);
    expect(data).toEqual({
      gpu_memory_utilization: '0.90',
      llm_model: model,
      max_model_len: '8192',
      quantization: 'gptq',
    });
    const command = (await release.exec(String.raw`tr '\0' '\n' < /proc/1/cmdline`)).trim().split('\n');
    expect(command).toEqual(
      expect.arrayContaining([model, '--gpu-memory-utilization=0.90', '--max-model-len=8192', '--quantization=gptq']),
    );
    const client = new OpenAI({ baseURL: `${await forward(release)}/v1`, apiKey: key, maxRetries: 0 });
    expect((await client.models.list()).data).toMatchObject([{ id: model, max_model_len: 8192 }]);
    const { usage } = await client.completions.create({ model, prompt: 'Once', max_tokens: 5 });
    expect(usage).toMatchObject({ completion_tokens: 5 });
  });

  it('should run as a user without capabilities, to whom every cache belongs', async () => {
    const said = await release.exec(`
      id -u
      grep -h -E '^Cap(Eff|Bnd)' /proc/1/status
      for folder in ~ "$VLLM_CACHE_ROOT" "$HF_HOME" /tmp /dev/shm; do touch "$folder/written"; rm "$folder/written"; done
      stat -c '%n belongs to %u' "$HF_HOME/compiled" "$HF_HOME/hub"
    `);
    expect(said.trim().split('\n')).toEqual([
      '2000',
      'CapEff:\t0000000000000000',
      'CapBnd:\t0000000000000000',
      '/home/vllm/huggingface/compiled belongs to 2000',
      '/home/vllm/huggingface/hub belongs to 2000',
    ]);
    // Compiled code is kept there; a folder that nobody may write would only be a warning.
    expect(await release.exec('find "$VLLM_CACHE_ROOT" -type f | wc -l')).not.toBe('0\n');
    const log = await release.kubectl('logs', 'deployment/vllm');
    expect(log).toContain('Application startup complete');
    expect(log).not.toMatch(/Permission denied|Read-only file system|Error saving|not writable/i);
  });

  it('should answer a program in another namespace that has the key, and none that does not', async () => {
    const client = await node.createNamespace();
    const [config, policy, job] = documentedClient(release.namespace, client);
    await node.kubectl.apply(config!, policy!, job!);
    await node.kubectl.do(['wait', 'job/ask', `--namespace=${client}`, '--for=condition=Failed', '--timeout=180s']);
    expect(await node.kubectl.do(['logs', 'job/ask', `--namespace=${client}`])).toContain('Error code: 401');
    await node.kubectl.do(['delete', 'job/ask', `--namespace=${client}`]);
    await node.kubectl.apply(keyIn(client, 'llm-api-key'), job!);
    await node.kubectl.do(['wait', 'job/ask', `--namespace=${client}`, '--for=condition=Complete', '--timeout=180s']);
    expect((await node.kubectl.do(['logs', 'job/ask', `--namespace=${client}`])).trim()).not.toBe('');
  });

  it.each(helmMajors)('should pass helm test by Helm %i', async (major) => {
    const { code, stdout, stderr } = await release.test(major);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`http://vllm:8000 serves ${model}`);
  });

  it('should answer the commands of NOTES as they are printed', async () => {
    const commands = /Try it\n([^]*?)\n {2}From inside/.exec(await release.notes())![1]!;
    expect(commands).toMatch(/^ {2}kubectl -n \S+ port-forward service\/vllm 8000:8000 &\n {2}API_KEY=\$\(kubectl /);
    // Port 8000 of this machine may be taken; and who reads the notes types the second line when the first has done.
    const [port] = await freePorts(1);
    const [first, ...rest] = commands
      .replace(' 8000:', ` ${port}:`)
      .replace('127.0.0.1:8000', `127.0.0.1:${port}`)
      .split('\n');
    const script = [
      'trap "kill %1" EXIT',
      `${first} until curl -sf http://127.0.0.1:${port}/health; do sleep 0.2; done`,
      ...rest,
    ];
    const env = {
      ...process.env,
      KUBECONFIG: node.cluster.kubeconfig,
      PATH: `${dirname(resolveTool('kubectl'))}:${process.env.PATH}`,
    };
    const { stdout } = await promisify(execFile)('bash', ['-emc', script.join('\n')], { env });
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ object: 'chat.completion', model });
  });

  it('should be spared the variables of its Service, by which vLLM would crash', async () => {
    expect(await release.exec('env')).not.toMatch(/^VLLM_PORT=/m);
    const name = 'with-service-links';
    await node.kubectl.apply(await podFromTemplate(release, name, { enableServiceLinks: true }));
    await release.kubectl('wait', `pod/${name}`, '--for=jsonpath={.status.phase}=Failed', '--timeout=180s');
    expect(await release.kubectl('logs', name)).toMatch(/VLLM_PORT '?tcp:.*appears to be a URI/);
    await release.kubectl('delete', 'pod', name);
  });

  it('should let streams end whole when their pod is deleted, and load its model and compiled code again', async () => {
    const [pod, downloads, url] = [await release.pod(), await downloadsOf(release), await forward(release)];
    const compiled = await compiledOf(release);
    expect(compiled.length).toBeGreaterThan(0);
    expect(Object.keys(downloads).length).toBeGreaterThan(3);
    // When the cores of a busy machine become free they may take a third of that; while the next pod starts, three times as long.
    const maxTokens = await tokensFor(url, 12, key);
    const early = await openStream(url, maxTokens, key);
    const deleted = performance.now();
    await release.kubectl('delete', 'pod', pod.metadata.name, '--wait=false');
    // While the pod sleeps before it ends it answers as ever; what begins now outlasts that.
    await delay((preStopSleepSeconds - 3) * 1000);
    const late = await openStream(url, Math.round(1.5 * maxTokens), key);
    for (const stream of [early, late])
      expect(await stream.ended).toMatchObject({ finishReason: 'length', done: true, broken: undefined });
    expect((performance.now() - deleted) / 1000).toBeGreaterThan(preStopSleepSeconds + 0.5);
    await release.kubectl('wait', `pod/${pod.metadata.name}`, '--for=delete', '--timeout=120s');
    const drainSeconds = (performance.now() - deleted) / 1000;
    await release.ready();
    const restarted = await vi.waitFor(() => release.pod());
    expect(restarted.metadata.uid).not.toBe(pod.metadata.uid);
    expect(await downloadsOf(release)).toEqual(downloads);
    expect(await compiledOf(release)).toEqual(compiled);
    // vLLM 0.32 finds the compiled model too, and for a CPU cannot load it (compilation/decorators.py: 'function' object has no
    // attribute 'finalize_loading'); it is put together again from what the compiler of C++ made.
    const log = await release.kubectl('logs', restarted.metadata.name);
    expect(log).toMatch(
      /(Directly load AOT compilation|Compiling model again due to a load failure) from .*\/compiled\//,
    );
    recordFigures({ drainSeconds, restartFromCacheSeconds: startSeconds(restarted) });
  });
});

/** The code in the compile cache, with when it was made. */
const compiledOf = async (release: NodeRelease): Promise<string[]> =>
  (await release.exec(`find "$VLLM_CACHE_ROOT" -name '*.so' -printf '%p %T@\\n' | sort`))
    .trim()
    .split('\n')
    .filter(Boolean);

/** A pod like those of a release, but for some fields of its spec; nobody's Service or ReplicaSet knows it. */
async function podFromTemplate({ node, here, namespace }: NodeRelease, name: string, changes: object) {
  const { spec } = await node.kubectl.get('deployment/vllm', ...here);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: { ...spec.template.spec, restartPolicy: 'Never', ...changes },
  };
}
