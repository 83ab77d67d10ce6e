import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { readVersion } from '@archon/generator/read-version';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));

type AddCommand = (program: Command) => void;

/** In the order of --help. Only the command that runs is loaded: starting takes longer than planning. */
const commands: Record<string, () => Promise<AddCommand>> = {
  plan: async () => (await import('./plan.ts')).addPlan,
  values: async () => (await import('./values.ts')).addValues,
  web: async () => (await import('./web.ts')).addWeb,
  presets: async () => (await import('./presets.ts')).addPresets,
  validate: async () => (await import('./validate.ts')).addValidate,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  import: async () => (await import('./import.ts')).addImport,
  migrate: async () => (await import('./migrate.ts')).addMigrate,
};

/** What needs the sources of Archon: the published package has none. */
const sourceCommands: Record<string, () => Promise<AddCommand>> = {
  generate: async () => (await import('./generate.ts')).addGenerate,
  check: async () => (await import('./check.ts')).addCheck,
  catalog: async () => (await import('./catalog.ts')).addCatalog,
};

const commandsHere = existsSync(join(workspace, 'schemas')) ? { ...commands, ...sourceCommands } : commands;

const forChanges = `

If you change Archon:
  archon generate                    schemas/ + templates -> charts/archon-vllm
  archon check                       are the committed charts up to date?`;

/** Prepares for faster starts; the bundle does it once. */
export async function prepareModels(folder: string): Promise<void> {
  (await import('./prepared-models.ts')).prepareModels(folder);
}

/** The `archon` command line, with one command if its name is given, else with all of them. */
export async function createProgram(name?: string): Promise<Command> {
  const program = new Command('archon')
    .description('Serve an open LLM on Kubernetes with vLLM: Helm charts from one typed values model')
    .version(readVersion(workspace))
    .showSuggestionAfterError()
    .showHelpAfterError('(archon --help shows the commands)')
    .addHelpText(
      'after',
      `
Start here:
  archon plan --gpu rtx-5070-ti      which models run on this GPU?
  archon values --gpu rtx-5070-ti > my-values.yaml
  archon web                         the same in a browser
  archon import "vllm serve Qwen/Qwen3-8B --max-model-len 16384" > my-values.yaml
  helm install archon charts/archon-vllm -f my-values.yaml
  archon validate my-values.yaml     does the chart accept these values?
  archon doctor -f my-values.yaml    is the cluster ready for them?${commandsHere === commands ? '' : forChanges}`,
    );
  const chosen = name !== undefined && Object.hasOwn(commandsHere, name) ? [name] : Object.keys(commandsHere);
  for (const add of await Promise.all(chosen.map((key) => commandsHere[key]!()))) add(program);
  return program;
}
