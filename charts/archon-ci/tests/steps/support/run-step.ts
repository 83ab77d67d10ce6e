import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTool } from '@archon/testbed/go-tools';
import { run } from '@archon/testbed/kubectl';
import { workspaceRoot } from '@archon/values';

const steps = join(workspaceRoot, 'ci/steps');

/** The files of ci/steps, by name without suffix. */
export const stepNames = readdirSync(steps).map((file) => file.replace('.sh', ''));

/** What a step did. */
interface StepResult {
  code: number;
  stdout: string;
  stderr: string;
  /** The results that it wrote, by the names of their variables. */
  results: Record<string, string>;
}

/** Runs steps as a pod does: with their variables, a home, the Helm of one major version, and nothing of this machine. */
export class StepRunner {
  readonly folder = newFolder();
  readonly #environment: Record<string, string>;

  constructor(helm: 3 | 4 = 4) {
    const bin = join(this.folder, 'bin');
    mkdirSync(bin);
    symlinkSync(resolveTool(`helm${helm}`), join(bin, 'helm'));
    const home = join(this.folder, 'home');
    mkdirSync(home);
    this.#environment = { PATH: `${bin}:${process.env.PATH}`, HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  }

  /** Runs a step to its end. For each of `results` it gets a variable with the path of a file. */
  async run(step: string, variables: Record<string, string>, results: string[] = []): Promise<StepResult> {
    const files = mkdtempSync(join(this.folder, 'results-'));
    const paths = Object.fromEntries(results.map((name) => [name, join(files, name)]));
    const env = { ...this.#environment, ...variables, ...paths };
    const written = await run(join(steps, `${step}.sh`), [], { env, cwd: this.folder });
    const names = readdirSync(files);
    return {
      ...written,
      results: Object.fromEntries(names.map((name) => [name, readFileSync(join(files, name), 'utf8')])),
    };
  }

  /** Runs a step that must succeed. */
  async do(step: string, variables: Record<string, string>, results: string[] = []): Promise<StepResult> {
    const result = await this.run(step, variables, results);
    if (result.code !== 0) throw new Error(`${step} failed (${result.code}):\n${result.stdout}${result.stderr}`);
    return result;
  }
}

/** An empty folder, which goes with the temporary folder of the run. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'archon-steps-'));
