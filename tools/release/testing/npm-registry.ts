import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { repoRoot } from '@archon/testbed/cache-dir';
import { freePorts } from '@archon/testbed/ports';

/** An npm registry on loopback that takes our packages from anyone, and hands on what it lacks. */
export class NpmRegistry {
  /** `folder` gets its storage, and the .npmrc that a client of it needs. */
  static async start(folder: string): Promise<NpmRegistry> {
    const [port] = await freePorts(1);
    const upstream = execFileSync('npm', ['config', 'get', 'registry'], { cwd: repoRoot, encoding: 'utf8' }).trim();
    const config = {
      storage: join(folder, 'storage'),
      uplinks: { upstream: { url: upstream } },
      packages: {
        '@archon/*': { access: '$all', publish: '$all' },
        '**': { access: '$all', proxy: 'upstream' },
      },
      log: { type: 'stdout', level: 'warn' },
    };
    writeFileSync(join(folder, 'verdaccio.json'), JSON.stringify(config));
    const args = ['--config', join(folder, 'verdaccio.json'), '--listen', `127.0.0.1:${port}`];
    const child = spawn(join(repoRoot, 'node_modules/.bin/verdaccio'), args, {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const registry = new NpmRegistry(`http://127.0.0.1:${port}`, child);
    registry.writeClient(folder);
    while (!(await registry.answers())) await delay(100);
    return registry;
  }

  private constructor(
    readonly address: string,
    readonly child: ChildProcess,
  ) {}

  /** Any token is one: npm does not publish without. */
  writeClient(folder: string): void {
    const text = `registry=${this.address}/\n${this.address.replace('http:', '')}/:_authToken=any\n`;
    writeFileSync(join(folder, '.npmrc'), text);
  }

  readonly stop = (): void => void this.child.kill();

  private async answers(): Promise<boolean> {
    if (this.child.exitCode !== null) throw new Error(`The npm registry ended with exit code ${this.child.exitCode}.`);
    const response = await fetch(`${this.address}/-/ping`).catch(() => undefined);
    return response?.ok === true;
  }
}
