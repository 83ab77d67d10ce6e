import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** A server on every address that streams events as vLLM does, each after a silence that the request names. */
export async function startStreamingServer(port: number): Promise<{ close(): void }> {
  const server = createServer(async (question, response) => {
    const { searchParams } = new URL(question.url ?? '/', 'http://server');
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    for (let index = 0; index < Number(searchParams.get('events')); index += 1) {
      await delay(Number(searchParams.get('silence')) * 1000);
      response.write(`data: ${index}\n\n`);
    }
    response.end('data: [DONE]\n\n');
  });
  server.listen(port, '0.0.0.0');
  await once(server, 'listening');
  return { close: () => void server.close() };
}

interface Answer {
  status: number;
  events: number;
  /** Whether the last event is there. */
  whole: boolean;
  seconds: number;
  /** Seconds between the first event and the last one. */
  spread: number;
}

/** Asks a gateway on this machine for a stream of events, `silence` seconds apart. */
export async function askForStream(
  port: number,
  host: string,
  { path = '/v1/chat/completions', events = 1, silence = 0 },
): Promise<Answer> {
  const start = performance.now();
  const times: number[] = [];
  return new Promise((resolve) => {
    let text = '';
    const end = (status: number) => {
      const seconds = (performance.now() - start) / 1000;
      const whole = text.endsWith('data: [DONE]\n\n');
      const found = (text.match(/^data: \d+$/gm) ?? []).length;
      resolve({ status, events: found, whole, seconds, spread: ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000 });
    };
    const sent = request(
      { host: '127.0.0.1', port, path: `${path}?events=${events}&silence=${silence}`, headers: { host } },
      (response) => {
        response.on('data', (data: Buffer) => {
          text += data.toString();
          times.push(performance.now());
        });
        response.on('close', () => end(response.statusCode ?? 0));
        response.on('error', () => {});
      },
    );
    sent.on('error', () => end(0));
    sent.end();
  });
}
