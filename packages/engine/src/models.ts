import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildOnce } from '@archon/testbed/build-once';
import { cacheDir } from '@archon/testbed/cache-dir';
import { ToolError } from '@archon/testbed/tool-error';
import { runsGptq, thisMachine } from './install/machine.ts';
import { engineFolder, resolveEngine } from './install-engine.ts';

/** The models, each also as 4-bit GPTQ. */
export const modelIds = {
  /** Random, a megabyte, 16,384 positions: writes random letters until it reaches the limit. */
  tiny: 'archon/tiny',
  tinyGptq: 'archon/tiny-gptq',
  /** GPTQ by its configuration, which skips every layer: for a processor without kernels for 4 bits. */
  tinySkipped: 'archon/tiny-gptq-skipped',
  /** Real, small, 8,192 positions: answers sensibly. Apache-2.0. */
  smol: 'HuggingFaceTB/SmolLM2-135M-Instruct',
  smolGptq: 'archon/SmolLM2-135M-Instruct-GPTQ',
} as const;

/** The tiny GPTQ model that this processor runs. */
export const tinyGptqHere = (): string => (runsGptq(thisMachine()) ? modelIds.tinyGptq : modelIds.tinySkipped);

export interface Models {
  /** A Hugging Face cache: with HF_HOME set to it and HF_HUB_OFFLINE=1, the ids resolve. */
  home: string;
  /** The files of a model, by its id. */
  folderOf(id: string): string;
}

/** The models, created on the first call. */
export function resolveModels(): Models {
  const home = modelsFolder();
  buildOnce(home, { title: 'the models', takes: '0.4 GB on disk, about 1 min' }, makeModels);
  return { home, folderOf: (id) => snapshotOf(home, id) };
}

/** The folder of the models. */
export function modelsFolder(): string {
  const hash = createHash('sha256').update(basename(engineFolder()));
  for (const script of readdirSync(scripts)
    .filter((name) => name.endsWith('.py'))
    .sort())
    hash.update(readFileSync(join(scripts, script)));
  return join(cacheDir(), 'engine', `models-${hash.digest('hex').slice(0, 12)}`);
}

const scripts = join(import.meta.dirname, 'models');

function makeModels(emptyFolder: string): void {
  chmodSync(emptyFolder, 0o755); // pods read it as another user
  const { status, error, stderr } = spawnSync(resolveEngine().python, [join(scripts, 'make_models.py'), emptyFolder], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HF_HUB_OFFLINE: '1', PYTHONDONTWRITEBYTECODE: '1', TQDM_DISABLE: '1' },
  });
  if (status !== 0)
    throw new ToolError(`The models cannot be created:\n${error?.message ?? stderr.trim().split('\n').at(-1)}`);
}

function snapshotOf(home: string, id: string): string {
  const repository = join(home, 'hub', `models--${id.replaceAll('/', '--')}`);
  return join(repository, 'snapshots', readFileSync(join(repository, 'refs/main'), 'utf8'));
}
