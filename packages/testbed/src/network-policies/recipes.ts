import type { GoRecipe } from '../go/go-recipes.ts';

/** What enforces NetworkPolicies on a real node, where a test asks for it. */
export const networkPolicyRecipes = {
  'network-policies': {
    title: 'kube-network-policies',
    folder: 'network-policies',
    package: './enforcer',
    takes: 'about 1 min',
  },
} satisfies Record<string, GoRecipe>;
