import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { repoRoot } from '@archon/testbed/cache-dir';
import { freePorts } from '@archon/testbed/ports';

/** An npm registry on loopback that takes packages from anyone, and has no other registry behind it. */
export class NpmRegistry {
  /** `folder` gets its storage, and the .npmrc that a client of it needs. */
  static async start(folder: string): Promise<NpmRegistry> {
    const [port] = await freePorts(1);
    const config = {
      storage: join(folder, 'storage'),
      // the command has the page and Helm in it; npm's own registry takes more than the default of 10 MB
      max_body_size: '50mb',
      packages: { '**': { access: '$all', publish: '$all' } },
      log: { type: 'stdout', level: 'warn' },
    };
    writeFileSync(join(folder, 'verdaccio.json'), JSON.stringify(config));
    const args = ['--config', join(folder, 'verdaccio.json'), '--listen', `127.0.0.1:${port}`];
    const child = spawn(join(repoRoot, 'node_modules/.bin/verdaccio'), args, {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const registry = new NpmRegistry(`http://127.0.0.1:${port}`, child, join(folder, '.npmrc'));
    registry.writeClient(folder);
    while (!(await registry.answers())) await delay(100);
    return registry;
  }

  private constructor(
    readonly address: string,
    readonly child: ChildProcess,
    /** The .npmrc of a client. */
    readonly client: string,
  ) {}

  /** Any token is one: npm does not publish without. */
  writeClient(folder: string): void {
    const text = `registry=${this.address}/\n${this.address.replace('http:', '')}/:_authToken=any\n`;
    writeFileSync(join(folder, '.npmrc'), text);
  }

  /** Publishes what packages of node_modules need, as it is installed there: tests have no way out. */
  publishDependencies(names: readonly string[], published = new Set<string>()): void {
    for (const name of names.filter((one) => !published.has(one))) {
      published.add(name);
      const folder = join(repoRoot, 'node_modules', name);
      const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        dependencies?: Record<string, string>;
      };
      const args = ['publish', folder, '--ignore-scripts', '--registry', this.address, '--userconfig', this.client];
      execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'pipe'] });
      this.publishDependencies(Object.keys(dependencies), published);
    }
  }

  readonly stop = (): void => void this.child.kill();

  private async answers(): Promise<boolean> {
    if (this.child.exitCode !== null) throw new Error(`The npm registry ended with exit code ${this.child.exitCode}.`);
    const response = await fetch(`${this.address}/-/ping`).catch(() => undefined);
    return response?.ok === true;
  }
}
