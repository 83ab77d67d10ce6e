import { moduleVersion } from '../go/go.ts';
import type { GoRecipe } from '../go/go-recipes.ts';

const module = 'github.com/prometheus/prometheus';
const folder = 'prometheus';

/** Prometheus, and its tool that tests rules. */
export const prometheusRecipes = {
  promtool: recipe('promtool', 'about 4 min'),
  prometheus: recipe('prometheus', 'about 5 min'),
} satisfies Record<string, GoRecipe>;

function recipe(title: string, takes: string): GoRecipe {
  return {
    title,
    folder,
    module,
    package: `${module}/cmd/${title}`,
    takes,
    // Without them it has the clients of all clouds.
    tags: ['remove_all_sd', 'enable_kubernetes_sd', 'netgo'],
    variables: () => ({ 'github.com/prometheus/common/version.Version': moduleVersion(module, folder).slice(1) }),
  };
}
