import type { GoRecipe } from '../go/go-recipes.ts';

/** The modules of Tekton; their versions are in the go.mod of a folder each. */
export const tektonModules = {
  pipeline: 'github.com/tektoncd/pipeline',
  triggers: 'github.com/tektoncd/triggers',
} as const;

/** What the fast tests need of Tekton. */
export const tektonTestRecipes = {
  'tekton-filter': {
    title: 'CEL filters of Tekton',
    folder: 'tekton/triggers',
    package: './filter',
    takes: 'up to 30 s',
  },
} satisfies Record<string, GoRecipe>;

/** The programs of Tekton Pipelines and Triggers. The first build of one compiles what all of them share. */
export const tektonRecipes = {
  'tekton-pipelines-controller': program('pipeline', 'controller', 'up to 4 min'),
  'tekton-pipelines-webhook': program('pipeline', 'webhook', 'up to 30 s'),
  'tekton-triggers-controller': program('triggers', 'controller', 'up to 30 s'),
  'tekton-triggers-webhook': program('triggers', 'webhook', 'up to 30 s'),
  'tekton-triggers-interceptors': program('triggers', 'interceptors', 'up to 30 s'),
  'tekton-triggers-eventlistener': program('triggers', 'eventlistenersink', 'up to 30 s'),
} satisfies Record<string, GoRecipe>;

/** The programs that Tekton puts into the pods of steps. */
export const tektonStepRecipes = {
  'tekton-pipelines-entrypoint': program('pipeline', 'entrypoint', 'up to 30 s'),
  'tekton-pipelines-nop': program('pipeline', 'nop', 'a few seconds'),
  'tekton-pipelines-workingdirinit': program('pipeline', 'workingdirinit', 'a few seconds'),
} satisfies Record<string, GoRecipe>;

function program(part: keyof typeof tektonModules, command: string, takes: string): GoRecipe {
  const module = tektonModules[part];
  const title = `Tekton ${part === 'pipeline' ? 'Pipelines' : 'Triggers'}' ${command}`;
  return { title, folder: `tekton/${part}`, module, package: `${module}/cmd/${command}`, takes };
}
