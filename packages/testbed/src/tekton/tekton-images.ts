import { resolveTool, tektonStepTools, tektonTools } from '../go/go-tools.ts';
import type { KubernetesObject } from '../kubernetes/parse-objects.ts';
import { folderLayer } from '../node/folder-layer.ts';
import type { FolderImage } from '../node/real-node.ts';
import { gitRoot, resolveRootFilesystem } from '../node/root-filesystem.ts';
import { type tektonModules, tektonRecipes, tektonStepRecipes } from './recipes.ts';

type Part = keyof typeof tektonModules;

const recipes = { ...tektonRecipes, ...tektonStepRecipes };

/** An image with `sh`, in which Tekton writes the scripts of steps. */
const shellImage = 'tekton.example.com/shell:1';

const imageOf = (part: string, command: string): string => `tekton.example.com/${part}-${command}:1`;

/** The images of Tekton's own pods, for a node: each of its programs, where ko puts them. */
export function tektonImages(): FolderImage[] {
  const places = [...tektonTools, ...tektonStepTools].map((tool) => ({ program: resolveTool(tool), ...placeOf(tool) }));
  const layerOf = (wanted: Part): string => {
    const own = places.filter(({ part }) => part === wanted);
    const files = own.map(({ command, program }) => [`ko-app/${command}`, program] as const);
    return folderLayer(`Tekton ${wanted}`, Object.fromEntries(files));
  };
  const layers = { pipeline: layerOf('pipeline'), triggers: layerOf('triggers') };
  const images = places.map(({ part, command }): FolderImage => ({
    names: [imageOf(part, command)],
    layers: [layers[part]],
    env: { PATH: '/ko-app' },
    entrypoint: [`/ko-app/${command}`],
  }));
  const shell = { layers: [resolveRootFilesystem(gitRoot)], env: { PATH: '/usr/bin:/bin' }, entrypoint: ['sh'] };
  return [...images, { names: [shellImage], ...shell }];
}

/** An object of an installation with these images. */
export function asNodeImages(object: KubernetesObject): KubernetesObject {
  const text = JSON.stringify(object)
    .replaceAll(/ko:\/\/github\.com\/tektoncd\/(\w+)\/cmd\/(\w+)/g, (_, part: string, command: string) =>
      imageOf(part, command),
    )
    .replaceAll(/cgr\.dev\/chainguard\/busybox@sha256:[0-9a-f]+/g, shellImage);
  return JSON.parse(text) as KubernetesObject;
}

function placeOf(tool: keyof typeof recipes): { part: Part; command: string } {
  const { folder, package: path } = recipes[tool];
  return { part: folder!.split('/').at(-1) as Part, command: path.split('/').at(-1)! };
}
