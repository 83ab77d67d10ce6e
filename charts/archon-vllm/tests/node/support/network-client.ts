import type { TestNode } from '@archon/engine/testing/test-node';
import { vllmImage } from '@archon/engine/vllm-image';

/** What a client gets that nobody answers, not even by a refusal: its packets are dropped. */
export const dropped = 'timed out';

/** A pod that asks others, and that others can ask at a port of its own. */
export interface NetworkClient {
  namespace: string;
  address: string;
  /** The status of the answer to a GET request, or why there is no connection. */
  get(url: string): Promise<string>;
}

/** Starts a client that answers at that port, and waits until it does. */
export async function startClient(node: TestNode, namespace: string, port: number): Promise<NetworkClient> {
  const name = 'client';
  await node.kubectl.apply(clientPod(name, namespace, port));
  await node.kubectl.do(['wait', `pod/${name}`, `--namespace=${namespace}`, '--for=condition=Ready', '--timeout=180s']);
  const { status } = await node.kubectl.get(`pod/${name}`, `--namespace=${namespace}`);
  const get = (url: string) => getFrom(node, namespace, `pod/${name}`, url);
  return { namespace, address: status.podIP, get };
}

/** The status of the answer to a GET request from a pod that has Python, or why there is no connection. */
export async function getFrom(node: TestNode, namespace: string, target: string, url: string): Promise<string> {
  const exec = ['exec', target, `--namespace=${namespace}`, '--', 'python3', '-c', getScript, url];
  return (await node.kubectl.do(exec)).trim();
}

// Connecting takes milliseconds; an answer on a busy machine takes longer.
const getScript = `
import http.client, sys, urllib.parse
url = urllib.parse.urlsplit(sys.argv[1])
connection = http.client.HTTPConnection(url.hostname, url.port or 80, timeout=3)
try:
    connection.connect()
    connection.sock.settimeout(60)
    connection.request("GET", url.path or "/")
    print(connection.getresponse().status)
except OSError as error:
    print(error)
`;

const clientPod = (name: string, namespace: string, port: number) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 0,
    securityContext: { runAsNonRoot: true, runAsUser: 2000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name,
        image: vllmImage().names[0],
        command: ['python3', '-m', 'http.server', '--directory=/tmp', String(port)],
        readinessProbe: { tcpSocket: { port }, periodSeconds: 1 },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  },
});
