import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunResult } from '@archon/testbed/kubectl';
import { kubectl } from '@archon/testbed/testing/test-cluster';
import type { HelmMajor } from '@archon/testbed/helm-command';

/** What lets each Helm undo an upgrade that fails. */
export const undoing: Record<HelmMajor, string> = { 3: '--atomic', 4: '--rollback-on-failure' };

/** Values whose pod runs and is never ready. */
export const neverReady = { podAnnotations: { 'archon.test/ready-after': 'never' } };

/** What helm said, when it did what it was asked for. */
export async function succeed(running: Promise<RunResult>): Promise<string> {
  const { code, stdout, stderr } = await running;
  if (code !== 0) throw new Error(`helm failed: ${stderr.trim()}`);
  return stdout;
}

/** What helm said, when it did not. */
export async function fail(running: Promise<RunResult>): Promise<string> {
  const { code, stdout, stderr } = await running;
  if (code === 0) throw new Error(`helm succeeded, and should not have:\n${stdout}`);
  return stderr;
}

/** A pod of the release, by what tells one from another. */
export interface ServingPod {
  uid: string;
  /** The pod template that it was made from. */
  template: string;
  ready: boolean;
}

/** The pods that vLLM runs in, but for those that are ending; in a stable order. */
export async function podsIn(namespace: string): Promise<ServingPod[]> {
  const { items } = await kubectl.get('pods', '--namespace', namespace, '--selector=pod-template-hash');
  const pods = items.filter(({ metadata }: any) => !metadata.deletionTimestamp);
  return pods
    .map(({ metadata, status }: any) => ({
      uid: metadata.uid,
      template: metadata.labels['pod-template-hash'],
      ready: status.conditions.some(({ type, status: is }: any) => type === 'Ready' && is === 'True'),
    }))
    .toSorted((one: ServingPod, other: ServingPod) => one.uid.localeCompare(other.uid));
}

/** The file that represents the downloads of each namespace, in the volume that the provisioner has created. */
const downloads = new Map<string, string>();

/** Downloads something into the model cache, as vLLM would. */
export async function fillCache(namespace: string): Promise<void> {
  const claim = await kubectl.get('pvc/model-cache', '--namespace', namespace);
  const volume = await kubectl.get(`pv/${claim.spec.volumeName}`);
  const file = join(volume.spec.hostPath.path, 'weights');
  writeFileSync(file, claim.metadata.uid);
  downloads.set(namespace, file);
}

/** Whether the claim is the one that was filled, and what was downloaded is still there. */
export async function isCacheFull(namespace: string): Promise<boolean> {
  const claim = await kubectl.get('pvc/model-cache', '--namespace', namespace);
  const file = downloads.get(namespace)!;
  return existsSync(file) && readFileSync(file, 'utf8') === claim.metadata.uid;
}

/** How large the claim asks to be. */
export const claimSize = (namespace: string): Promise<string> =>
  kubectl.do([
    'get',
    'pvc/model-cache',
    '--namespace',
    namespace,
    '--output=jsonpath={.spec.resources.requests.storage}',
  ]);

let kinds: Promise<string> | undefined;

/** `kind/name` of all objects of a namespace, of every kind that the cluster has; but for those that every one has. */
export async function everythingIn(namespace: string): Promise<string[]> {
  kinds ??= kubectl.do(['api-resources', '--verbs=list', '--namespaced', '--output=name']);
  const names = await kubectl.do([
    'get',
    (await kinds).trim().replaceAll('\n', ','),
    '--namespace',
    namespace,
    '--output=name',
    '--ignore-not-found',
  ]);
  const given = /^(configmap\/kube-root-ca\.crt|serviceaccount\/default|event(\.events\.k8s\.io)?\/.*)$/;
  return names
    .trim()
    .split('\n')
    .filter((name) => !given.test(name))
    .toSorted();
}
