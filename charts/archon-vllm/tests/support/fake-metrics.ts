import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves what vLLM of each pod would, by the pod's name, and what a gateway in front of them counts. */
export class FakeMetrics {
  /** Requests that wait, in all pods together. */
  waiting = 0;
  /** Requests that the gateway has seen lately. */
  requests = 0;
  /** The pods that were read. */
  readonly pods = new Set<string>();

  private constructor(
    readonly address: string,
    readonly server: Server,
  ) {}

  static async start(): Promise<FakeMetrics> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const fake = new FakeMetrics(`127.0.0.1:${(server.address() as AddressInfo).port}`, server);
    server.on('request', (request, response) => {
      const pod = new URL(request.url!, 'http://localhost').searchParams.get('pod');
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      response.end(pod === null ? fake.#ofGateway() : fake.#ofPod(pod));
    });
    return fake;
  }

  #ofGateway(): string {
    return `# TYPE gateway_requests gauge\ngateway_requests ${this.requests}\n`;
  }

  /** The first pod has the whole queue, as with clients that keep their connection. */
  #ofPod(pod: string): string {
    this.pods.add(pod);
    const [first] = this.pods;
    const labels = '{model_name="toy",engine="0"}';
    const gauges = {
      num_requests_waiting: pod === first ? this.waiting : 0,
      num_requests_running: 0,
      kv_cache_usage_perc: 0,
    };
    return Object.entries(gauges)
      .map(([name, value]) => `# TYPE vllm:${name} gauge\nvllm:${name}${labels} ${value}\n`)
      .join('');
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
