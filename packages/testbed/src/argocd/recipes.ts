import { moduleVersion } from '../go/go.ts';
import type { GoRecipe } from '../go/go-recipes.ts';

/** The module of Argo CD; its version is in go.mod here. */
export const argoCdModule = 'github.com/argoproj/argo-cd/v3';

/** Argo CD, whose parts are one program, and the Redis for its cache. */
export const argoCdRecipes = {
  argocd: {
    title: 'Argo CD',
    folder: 'argocd',
    module: argoCdModule,
    package: `${argoCdModule}/cmd`,
    takes: 'about 7 min',
    variables: () => ({ [`${argoCdModule}/common.version`]: moduleVersion(argoCdModule, 'argocd').slice(1) }),
  },
  'argocd-redis': { title: "Argo CD's cache", folder: 'argocd', package: './redis', takes: 'a few seconds' },
} satisfies Record<string, GoRecipe>;
