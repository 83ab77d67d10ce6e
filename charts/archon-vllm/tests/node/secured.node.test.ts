import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { get, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { describeOnRealNode, useTestNode } from '@archon/engine/testing/test-node';
import { resolveTool } from '@archon/testbed/go-tools';
import { forward, NodeRelease } from './support/node-release.ts';
import { isReady, restarts } from './support/pods.ts';

const [current, previous, other] = [1, 2, 3].map(() => randomBytes(16).toString('hex'));

describeOnRealNode('A release with a certificate and two API keys, on a real node', () => {
  const node = useTestNode({ gpus: 1 });
  let release: NodeRelease;
  let authority: Buffer;
  let name: string;

  const deploy = (apiKey: object) => release.deploy({ tls: { existingSecret: 'vllm-tls' }, apiKey });
  const first = { existingSecret: 'vllm-api-key', key: 'current' };

  beforeAll(async () => {
    release = new NodeRelease(node, await node.createNamespace());
    name = `vllm.${release.namespace}.svc`;
    await node.kubectl.apply(newCertificate(), secret('vllm-api-key', { current, previous }));
    await deploy({ ...first, additional: [{ key: 'previous' }] });
  });

  const secret = (called: string, stringData: object) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: called, namespace: release.namespace },
    stringData,
  });

  /** The Secret with a certificate of a new authority, which clients trust from now on. */
  function newCertificate(): object {
    const folder = mkdtempSync(join(node.cluster.folder, 'certificate-'));
    execFileSync(resolveTool('keda-certificate'), [folder, name, 'vllm']);
    const read = (file: string) => readFileSync(join(folder, file));
    authority = read('ca.crt');
    return secret('vllm-tls', { 'tls.crt': read('tls.crt').toString(), 'tls.key': read('tls.key').toString() });
  }

  /** The status of the list of models, for a client that trusts the authority of the certificate. */
  async function statusFor(key: string | undefined, options: RequestOptions = {}): Promise<number | undefined> {
    const address = (await forward(release)).replace('http:', 'https:');
    const headers = key === undefined ? {} : { Authorization: `Bearer ${key}` };
    return new Promise((resolve, reject) => {
      const trust = { ca: authority, servername: name, agent: false, headers };
      get(`${address}/v1/models`, { ...trust, ...options }, ({ statusCode }) => resolve(statusCode)).on(
        'error',
        reject,
      );
    });
  }

  it('should be asked by HTTPS by its probes, by helm test, and by a client that trusts the authority', async () => {
    const pod = await release.pod();
    expect([isReady(pod), restarts(pod)]).toEqual([true, 0]);
    expect(await statusFor(current)).toBe(200);
    await expect(statusFor(current, { ca: [] })).rejects.toThrow(/certificate/);
    await expect(fetch(`${await forward(release)}/health`)).rejects.toThrow('fetch failed');
    const { code, stdout, stderr } = await release.test(4);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('https://vllm:8000 serves');
  });

  it('should accept the key of now and the one before, no other, and print neither', async () => {
    for (const [key, status] of [
      [current, 200],
      [previous, 200],
      [other, 401],
      [undefined, 401],
    ] as const)
      expect([key, await statusFor(key)]).toEqual([key, status]);
    const log = await release.kubectl('logs', 'deployment/vllm');
    for (const key of [current, previous]) expect(log).not.toContain(key);
  });

  it('should serve a certificate that is renewed, and renewed again, without a restart', async () => {
    const pod = await release.pod();
    // File system events report only the first renewal.
    for (const renewal of ['first', 'second']) {
      await node.kubectl.apply(newCertificate());
      // The annotation makes the kubelet sync the pod now, not within a minute.
      await release.kubectl('annotate', 'pod', pod.metadata.name, `renewal=${renewal}`, '--overwrite');
      const answer = () => statusFor(current).catch(String);
      await expect.poll(answer, { timeout: 180_000, interval: 1000, message: renewal }).toBe(200);
    }
    const after = await release.pod();
    expect([after.metadata.uid, restarts(after)]).toEqual([pod.metadata.uid, restarts(pod)]);
  });

  it('should refuse the key of before when it is no longer listed', async () => {
    await deploy(first);
    expect([await statusFor(current), await statusFor(previous)]).toEqual([200, 401]);
  });
});
