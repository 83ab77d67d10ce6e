import { KubeConfig } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { ApiClient } from './api-client.ts';

/** A client of a kubeconfig with these parts. */
function client(cluster: object, user: object): ApiClient {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'home', server: 'https://127.0.0.1:1', ...cluster }],
    users: [{ name: 'me', ...user }],
    contexts: [{ name: 'home', cluster: 'home', user: 'me' }],
    currentContext: 'home',
  });
  return new ApiClient(config);
}

it.each([
  ['the authority of the cluster', { caFile: '/missing/ca.crt' }, {}],
  ['the certificate of the user', {}, { certFile: '/missing/ca.crt' }],
])('should say which file is missing: %s', async (_, cluster, user) => {
  await expect(client(cluster, user).document('/version')).rejects.toThrow(
    'the kubeconfig names /missing/ca.crt, which does not exist.',
  );
});

it('should say which program is missing', async () => {
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'archon-no-such-program' };
  await expect(client({}, { exec }).document('/version')).rejects.toThrow(/archon-no-such-program/);
});
