import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runGo } from '../../go/go.ts';
import type { GoRecipe } from '../../go/go-recipes.ts';
import { licenceTexts, type LicensedModule } from './licence-texts.ts';

const program = './helm/wasm';
const without = `${program}/without`;

/** Helm 4 for a browser, of the versions that the native one has. */
export const wasmRecipes = {
  'helm-wasm': {
    title: 'Helm for the browser',
    package: program,
    takes: 'up to 3 min',
    environment: { GOOS: 'js', GOARCH: 'wasm' },
    sources: ['./helm/printed', './helm/schema', without],
    // Half of Helm is a client of Kubernetes, which nothing calls where there is no cluster.
    replaced: {
      'k8s.io/client-go': `${without}/client-go`,
      'k8s.io/apiextensions-apiserver': `${without}/apiextensions-apiserver`,
    },
    besides: {
      by: putBesides,
      source: ['recipes.ts', 'licence-texts.ts'].map((name) => join(import.meta.dirname, name)),
    },
  },
} satisfies Record<string, GoRecipe>;

function putBesides(folder: string, go: (command: string, ...args: string[]) => string): void {
  const goRoot = runGo(['env', 'GOROOT'], 'wasm_exec.js is needed').trim();
  // What starts a program in a browser belongs to the compiler that made it.
  copyFileSync(join(goRoot, 'lib/wasm/wasm_exec.js'), join(folder, 'wasm_exec.js'));
  // It is handed on, unlike the other programs.
  const modules = modulesIn(
    go('list', '-deps', '-f', '{{with .Module}}{{if .Version}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}', program),
  );
  writeFileSync(join(folder, 'licences.txt'), licenceTexts([{ title: 'Go', folder: goRoot }, ...modules]));
}

function modulesIn(lines: string): LicensedModule[] {
  const modules = [...new Set(lines.split('\n'))].filter(Boolean).map((line) => line.split(' '));
  return modules
    .map(([path = '', version = '', folder = '']) => ({ title: `${path} ${version}`, folder }))
    .filter(({ title }) => !Object.keys(wasmRecipes['helm-wasm'].replaced).includes(title.split(' ')[0]!))
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}
