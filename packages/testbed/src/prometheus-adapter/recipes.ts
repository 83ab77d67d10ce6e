import type { GoRecipe } from '../go/go-recipes.ts';

const module = 'sigs.k8s.io/prometheus-adapter';
const folder = 'prometheus-adapter';

/** What serves metrics of Prometheus to a HorizontalPodAutoscaler, and what prints its default rules. */
export const prometheusAdapterRecipes = {
  'prometheus-adapter': {
    title: 'prometheus-adapter',
    folder,
    module,
    package: `${module}/cmd/adapter`,
    takes: 'about 3 min',
  },
  'prometheus-adapter-rules': {
    title: "prometheus-adapter's rules",
    folder,
    module,
    package: `${module}/cmd/config-gen`,
    takes: 'up to 1 min',
  },
} satisfies Record<string, GoRecipe>;
