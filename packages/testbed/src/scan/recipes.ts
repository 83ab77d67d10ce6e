import { moduleVersion } from '../go/go.ts';
import type { GoRecipe } from '../go/go-recipes.ts';

/** The scanners that are Go programs. checkov is Python: checkov-environment.ts. */
export const scanRecipes = {
  'kube-score': {
    title: 'kube-score',
    folder: 'scan',
    module: 'github.com/zegl/kube-score',
    package: 'github.com/zegl/kube-score/cmd/kube-score',
    takes: 'up to 30 s',
    variables: () => ({ 'main.version': version('github.com/zegl/kube-score', 'scan') }),
  },
  kubesec: {
    title: 'kubesec',
    folder: 'scan',
    module: 'github.com/controlplaneio/kubesec/v2',
    package: 'github.com/controlplaneio/kubesec/v2',
    takes: 'up to 30 s',
  },
  trivy: {
    title: "trivy's Kubernetes checks",
    folder: 'scan/trivy',
    module: 'github.com/aquasecurity/trivy',
    package: './',
    takes: 'up to 2 min',
    variables: () => ({ 'main.version': version('github.com/aquasecurity/trivy', 'scan/trivy') }),
    // Trivy reads JSON by encoding/json/v2, which Go 1.26 has only by this name.
    environment: { GOEXPERIMENT: 'jsonv2' },
  },
} satisfies Record<string, GoRecipe>;

function version(module: string, folder: string): string {
  return moduleVersion(module, folder).slice(1);
}
