import { folderLayer } from '@archon/testbed/folder-layer';
import { resolveTool } from '@archon/testbed/go-tools';
import type { FolderImage } from '@archon/testbed/real-node';
import { gitRoot, resolveRootFilesystem } from '@archon/testbed/root-filesystem';
import { workspaceRoot } from '@archon/values';

const [steps, helm] = ['ci.example.com/steps:1', 'ci.example.com/helm:1'] as const;

/** The images of the pipeline. Go is left out: no command of the check below needs it. */
export const images = { steps, helm, go: null };

/**
 * The images for a node. That of the steps has the packages of this repository in /node_modules, because a node has no
 * way to a registry of npm.
 */
export function stepImages(): FolderImage[] {
  const git = resolveRootFilesystem(gitRoot);
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin' };
  const node = folderLayer('Node.js', { 'usr/local/bin/node': process.execPath });
  const helmLayer = folderLayer('Helm', { 'usr/local/bin/helm': resolveTool('helm4') });
  return [
    { names: [steps], layers: [git, node, workspaceRoot], env, entrypoint: ['bash'] },
    { names: [helm], layers: [git, helmLayer], env, entrypoint: ['helm'] },
  ];
}

/** The commands of the check. `npm ci` is replaced: packages are those of the image, but ours, which are the commit's. */
export const check = {
  install:
    'mkdir node_modules && cp -RP /node_modules/@archon node_modules && ln -s /node_modules/.bin node_modules/.bin',
  generate: 'node_modules/.bin/nx run generator:build',
  // Without the configuration of the repository, which builds Go programs.
  test: [
    'echo "export default {}" > /tmp/vitest.config.mjs',
    'options="--root packages/values --config /tmp/vitest.config.mjs --configLoader runner"',
    'node_modules/.bin/vitest run $options src/nearest.test.ts',
  ].join(' && '),
  extraEnv: [{ name: 'NX_DAEMON', value: 'false' }],
  resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '4Gi' } },
};
