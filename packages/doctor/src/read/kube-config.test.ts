import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArchonError } from '@archon/values/problem';
import { afterAll, describe, expect, it } from 'vitest';
import { loadKubeConfig } from './kube-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'archon-kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function kubeconfig(name: string, text: string | object): string {
  const file = join(folder, name);
  writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
  return file;
}

const config = (name: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name, cluster: { server: `https://${name}.example.com:6443` } }],
  users: [{ name, user: { token: 'abc' } }],
  contexts: [{ name, context: { cluster: name, user: name, namespace: 'models' } }],
  'current-context': name,
  ...more,
});

const home = kubeconfig('home', config('home'));

/** What is said of a kubeconfig that cannot be used. */
function problemOf(...args: Parameters<typeof loadKubeConfig>) {
  try {
    loadKubeConfig(...args);
  } catch (error) {
    if (error instanceof ArchonError) return error.problems[0]!;
    throw error;
  }
  throw new Error('It is accepted.');
}

describe('The kubeconfig', () => {
  it('should be the named file, or those of KUBECONFIG together, or ~/.kube/config', () => {
    expect(loadKubeConfig({ kubeconfig: home }).getCurrentContext()).toBe('home');
    const KUBECONFIG = `${join(folder, 'missing')}:${home}:${kubeconfig('work', config('work'))}`;
    const merged = loadKubeConfig({ context: 'work' }, { KUBECONFIG });
    expect(merged.getContexts().map(({ name }) => name)).toEqual(['home', 'work']);
    expect(merged.getCurrentCluster()!.server).toBe('https://work.example.com:6443');
  });

  it.each([
    ['does not exist', { kubeconfig: join(folder, 'missing') }, 'The kubeconfig does not exist.'],
    ['does not parse', { kubeconfig: kubeconfig('broken', '{ a: [') }, /^The kubeconfig cannot be read: /],
    ['has no such context', { kubeconfig: home, context: 'hoem' }, 'There is no context "hoem".'],
    [
      'names no current context',
      { kubeconfig: kubeconfig('none', config('none', { 'current-context': '' })) },
      'The kubeconfig names no current context.',
    ],
    [
      'names a context that it does not have',
      { kubeconfig: kubeconfig('gone', config('gone', { 'current-context': 'old' })) },
      'The current context "old" is not in the kubeconfig.',
    ],
    [
      'names a cluster that it does not have',
      { kubeconfig: kubeconfig('lost', config('lost', { clusters: [] })) },
      'The context "lost" names a cluster that the kubeconfig does not have.',
    ],
    [
      'has a server without https://',
      {
        kubeconfig: kubeconfig(
          'bare',
          config('bare', { clusters: [{ name: 'bare', cluster: { server: '10.0.0.1:6443' } }] }),
        ),
      },
      'The server of the cluster "bare" is not an address: "10.0.0.1:6443".',
    ],
  ])('should be refused with one sentence where it %s', (_, options, message) => {
    expect(problemOf(options).message).toMatch(message);
  });

  it('should have the nearest context in the message', () => {
    expect(problemOf({ kubeconfig: home, context: 'homee' }).hint).toBe('Did you mean "home"? Contexts: home.');
  });

  it('should say where it was looked for', () => {
    expect(problemOf({}, { HOME: folder })).toMatchObject({
      path: '--kubeconfig',
      hint: expect.stringContaining('k3s') as string,
    });
  });
});
