import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argoCdRecipes } from '../argocd/recipes.ts';
import { buildOnce } from '../process/build-once.ts';
import { cacheDir, goModulesDir } from '../process/cache-dir.ts';
import { withEditedModule } from './edited-module.ts';
import { goMod, moduleVersion, runGo } from './go.ts';
import { bucketRecipes, clusterRecipes, type GoRecipe, releaseRecipes, testRecipes } from './go-recipes.ts';
import { withReplacedModules } from './replaced-modules.ts';
import { wasmRecipes } from '../helm/wasm/recipes.ts';
import { kedaRecipes } from '../keda/recipes.ts';
import { networkPolicyRecipes } from '../network-policies/recipes.ts';
import { nodeRecipes } from '../node/recipes.ts';
import { prometheusRecipes } from '../prometheus/recipes.ts';
import { prometheusAdapterRecipes } from '../prometheus-adapter/recipes.ts';
import { scanRecipes } from '../scan/recipes.ts';
import { tektonRecipes, tektonStepRecipes, tektonTestRecipes } from '../tekton/recipes.ts';

const recipes = {
  ...testRecipes,
  ...clusterRecipes,
  ...releaseRecipes,
  ...bucketRecipes,
  ...argoCdRecipes,
  ...tektonRecipes,
  ...tektonStepRecipes,
  ...tektonTestRecipes,
  ...nodeRecipes,
  ...networkPolicyRecipes,
  ...scanRecipes,
  ...prometheusRecipes,
  ...prometheusAdapterRecipes,
  ...kedaRecipes,
  ...wasmRecipes,
};

/** A program that Archon builds from the go.mod files of tools/. */
export type GoTool = keyof typeof recipes;

/** The tools of the fast tests, in the order in which CI builds them. */
export const goTools = Object.keys({ ...testRecipes, ...tektonTestRecipes }) as GoTool[];

/** What the configurator can download. */
export const webTools = Object.keys(wasmRecipes) as (keyof typeof wasmRecipes)[];

/** The programs of a cluster. */
export const clusterTools = Object.keys(clusterRecipes) as (keyof typeof clusterRecipes)[];

/** Scanners of rendered objects. */
export const scanTools = Object.keys(scanRecipes) as (keyof typeof scanRecipes)[];

/** The programs of a real node. */
export const nodeTools = Object.keys(nodeRecipes) as (keyof typeof nodeRecipes)[];

/** The programs of Argo CD. */
export const argoCdTools = Object.keys(argoCdRecipes) as (keyof typeof argoCdRecipes)[];

/** The programs of Tekton. */
export const tektonTools = Object.keys(tektonRecipes) as (keyof typeof tektonRecipes)[];

/** What Tekton needs besides on a node that runs pods. */
export const tektonStepTools = Object.keys(tektonStepRecipes) as (keyof typeof tektonStepRecipes)[];

/** What a release publishes charts with, besides Helm. */
export const releaseTools = Object.keys(releaseRecipes) as (keyof typeof releaseRecipes)[];

/** What reads the metrics of a server, and scales it by them. */
export const metricsTools = Object.keys({
  ...prometheusRecipes,
  ...prometheusAdapterRecipes,
  ...kedaRecipes,
}) as GoTool[];

/** The absolute path of a tool's binary, built on the first call; never one from PATH. */
export function resolveTool(tool: GoTool): string {
  const recipe: GoRecipe = recipes[tool];
  const title = [recipe.title, toolVersion(recipe)].filter(Boolean).join(' ');
  const built = buildOnce(toolFolder(tool), { title, takes: recipe.takes }, (emptyFolder) => {
    const build = (...flags: string[]) => {
      const go = (command: string, ...args: string[]) =>
        runGo([command, ...flags, ...args], `${title} is needed`, recipe.folder, recipe.environment);
      go('build', ...buildFlags(recipe), '-o', join(emptyFolder, tool), recipe.package);
      recipe.besides?.by(emptyFolder, go);
    };
    const { module = '', folder = '', edited, replaced } = recipe;
    if (edited) withEditedModule({ module, folder, edit: edited.by }, build);
    else if (replaced) withReplacedModules({ replaced, folder }, build);
    else build();
  });
  return join(built, tool);
}

/** The folder that holds a tool once it is built; its name depends on everything that the binary depends on. */
export function toolFolder(tool: GoTool): string {
  const recipe: GoRecipe = recipes[tool];
  const parts = [tool, toolVersion(recipe), fingerprint(recipe)];
  return join(cacheDir(), 'tools', parts.filter(Boolean).join('-'));
}

function toolVersion({ module, folder }: GoRecipe): string {
  return module ? moduleVersion(module, folder).slice(1) : '';
}

function buildFlags({ variables, tags }: GoRecipe): string[] {
  const assignments = Object.entries(variables?.() ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  return ['-trimpath', ...(tags ? ['-tags', tags.join(',')] : []), '-ldflags', ['-s', '-w', ...assignments].join(' ')];
}

function fingerprint(recipe: GoRecipe): string {
  const { folder = '' } = recipe;
  const goSum = readFileSync(join(goModulesDir, folder, 'go.sum'), 'utf8');
  const flags = [...buildFlags(recipe), ...Object.values({ ...recipe.environment, ...recipe.replaced })];
  const edits = [...(recipe.edited ? [recipe.edited.source] : []), ...(recipe.besides?.source ?? [])];
  const edit = edits.map((source) => readFileSync(source, 'utf8'));
  const inputs = [goMod(folder), goSum, ...ownSources(recipe), ...edit, flags, process.platform, process.arch];
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 12);
}

function ownSources({ package: path, folder = '', sources = [] }: GoRecipe): string[] {
  if (!path.startsWith('./')) return [];
  const textsOf = (place: string, recursive: boolean): string[] => {
    const names = readdirSync(join(goModulesDir, folder, place), { recursive, encoding: 'utf8' });
    const read = names.filter((name) => name.endsWith('.go') || (recursive && name.endsWith('go.mod')));
    return read.sort().map((name) => readFileSync(join(goModulesDir, folder, place, name), 'utf8'));
  };
  return [...textsOf(path, false), ...sources.flatMap((place) => textsOf(place, true))];
}
