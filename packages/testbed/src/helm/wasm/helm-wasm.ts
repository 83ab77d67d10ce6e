import { dirname, join } from 'node:path';
import { moduleVersion } from '../../go/go.ts';
import { resolveTool } from '../../go/go-tools.ts';
import { pinnedMinor } from '../helm-command.ts';

/** Helm 4 as a program for a browser. */
export interface HelmWasm {
  /** The WebAssembly file. */
  readonly program: string;
  /** What starts it: a script that defines `Go`. */
  readonly starter: string;
  /** The licences of all that it is made of, as a text file. */
  readonly licences: string;
}

/** The program of this folder, built on the first call. */
export function helmWasm(): HelmWasm {
  const program = resolveTool('helm-wasm');
  const besides = (name: string): string => join(dirname(program), name);
  return { program, starter: besides('wasm_exec.js'), licences: besides('licences.txt') };
}

/** The Helm in it, and the Kubernetes that it renders for, without `v`. */
export const helmWasmVersions = (): { readonly helm: string; readonly kubernetes: string } => ({
  helm: moduleVersion('helm.sh/helm/v4').slice(1),
  kubernetes: pinnedMinor(),
});
