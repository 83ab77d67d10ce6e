import { rmSync } from 'node:fs';
import { freePorts } from '../cluster/ports.ts';
import { Supervisor } from '../cluster/supervisor.ts';
import { answers, until } from '../cluster/until.ts';
import { PrometheusClient } from './prometheus-client.ts';
import { prometheusProcess } from './prometheus-process.ts';

/** A running Prometheus. */
export interface Prometheus {
  /** Its address on 127.0.0.1. */
  address: string;
  client: PrometheusClient;
  stop(): Promise<void>;
}

/** Starts Prometheus on 127.0.0.1 with a configuration. */
export async function startPrometheus(folder: string, config: object): Promise<Prometheus> {
  const [port = 0] = await freePorts(1);
  const address = `http://127.0.0.1:${port}`;
  const process = prometheusProcess(folder, `127.0.0.1:${port}`, { config });
  const supervisor = await Supervisor.launch();
  const stop = async () => {
    await supervisor.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await supervisor.start(process);
    const wait = { failure: 'Prometheus was not ready', withinMs: 120_000, logs: [process.log] };
    await until(supervisor, wait, () => answers(`${address}/-/ready`));
  } catch (error) {
    await stop();
    throw error;
  }
  const client = new PrometheusClient(async (path) => (await fetch(`${address}${path}`)).text());
  return { address, client, stop };
}
