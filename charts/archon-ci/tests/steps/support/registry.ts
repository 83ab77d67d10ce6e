import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { resolveTool } from '@archon/testbed/go-tools';
import { freePorts } from '@archon/testbed/ports';
import { Supervisor } from '@archon/testbed/supervisor';
import { newFolder } from './run-step.ts';

/** An OCI registry in memory, on 127.0.0.1, without TLS. */
export class Registry {
  static async start(): Promise<Registry> {
    const [port] = await freePorts(1);
    const supervisor = await Supervisor.launch();
    const args = [resolveTool('registry'), `--port=${port}`];
    await supervisor.start({ name: 'registry', args, log: join(newFolder(), 'registry.log') });
    const address = `127.0.0.1:${port}`;
    for (;;) {
      supervisor.throwIfDead();
      const response = await fetch(`http://${address}/v2/`).catch(() => undefined);
      if (response?.ok) return new Registry(address, supervisor);
      await delay(20);
    }
  }

  private constructor(
    readonly address: string,
    readonly supervisor: Supervisor,
  ) {}

  readonly stop = (): Promise<void> => this.supervisor.close();
}
