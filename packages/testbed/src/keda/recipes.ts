import { join } from 'node:path';
import type { GoRecipe } from '../go/go-recipes.ts';
import { slimKeda } from './slim-keda.ts';

const module = 'github.com/kedacore/keda/v2';

/** The operator of KEDA, and what serves its metrics to autoscalers. */
export const kedaRecipes = {
  'keda-operator': recipe('operator', 'about 8 min'),
  'keda-adapter': recipe('adapter', 'about 2 min'),
  'keda-certificate': { title: "KEDA's certificate", folder: 'keda', package: './certificate', takes: 'a few seconds' },
} satisfies Record<string, GoRecipe>;

function recipe(program: string, takes: string): GoRecipe {
  return {
    title: `KEDA's ${program}`,
    folder: 'keda',
    module,
    package: `${module}/cmd/${program}`,
    takes,
    edited: { by: slimKeda, source: join(import.meta.dirname, 'slim-keda.ts') },
  };
}
