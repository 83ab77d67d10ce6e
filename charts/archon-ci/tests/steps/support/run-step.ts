import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTool } from '@archon/testbed/go-tools';
import { run } from '@archon/testbed/kubectl';
import { workspaceRoot } from '@archon/values';

const steps = join(workspaceRoot, 'ci/steps');

/** The files of ci/steps, by name without suffix. */
export const stepNames = readdirSync(steps).map((file) => file.replace('.sh', ''));

/** The files in which a task keeps its results: variables with their paths, for the steps that read or write them. */
export function resultFiles(written: Record<string, string> = {}): Record<string, string> {
  const folder = newFolder();
  for (const [name, text] of Object.entries(written)) writeFileSync(join(folder, name), text);
  const names = ['RESULT_COMMIT', 'RESULT_TIME', 'RESULT_VERSION', 'RESULT_URL', 'RESULT_DIGEST'];
  return Object.fromEntries(names.map((name) => [name, join(folder, name)]));
}

/** The results that were written. */
const resultsIn = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).flatMap(([name, path]) =>
      name.startsWith('RESULT_') && existsSync(path) ? [[name, readFileSync(path, 'utf8')]] : [],
    ),
  );

/** What a step did. */
interface StepResult {
  code: number;
  stdout: string;
  stderr: string;
  /** The results of its task so far, by the names of their variables. */
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

  /** Runs a step to its end. */
  async run(step: string, variables: Record<string, string>): Promise<StepResult> {
    const env = { ...this.#environment, ...resultFiles(), ...variables };
    const done = await run(join(steps, `${step}.sh`), [], { env, cwd: this.folder });
    return { ...done, results: resultsIn(env) };
  }

  /** Runs a step that must succeed. */
  async do(step: string, variables: Record<string, string>): Promise<StepResult> {
    const result = await this.run(step, variables);
    if (result.code !== 0) throw new Error(`${step} failed (${result.code}):\n${result.stdout}${result.stderr}`);
    return result;
  }
}

/** An empty folder, which goes with the temporary folder of the run. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'archon-steps-'));
