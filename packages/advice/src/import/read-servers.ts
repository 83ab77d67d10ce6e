import { readCompose } from './compose.ts';
import { readDockerRun } from './docker-run.ts';
import { readManifests } from './pod-manifest.ts';
import { readProductionStack } from './production-stack.ts';
import { isTree, treesOf, type ChartValues, type Server, type Tree } from './server.ts';
import { shellCommands } from './shell-words.ts';

/** The servers in a command line: of `docker run`, or of `vllm serve` itself. */
export function serversOfText(text: string): Server[] {
  const commands = shellCommands(text.replace(/^\s*\$ /, ''));
  const docker = commands.flatMap((words) => readDockerRun(words) ?? []);
  if (docker.length > 0) return docker;
  const names = (words: readonly string[]) => words.some((word) => /(^|\/)vllm$|^vllm\.entrypoints/.test(word));
  if (!commands.some(names)) return [];
  // a script as a whole, so that what it exports counts
  return [
    {
      source: 'vllm serve',
      command: ['sh', '-c', text.replace(/^\s*\$ /, '')],
      env: [],
      mounts: [],
      placed: [],
      unplaced: [],
    },
  ];
}

/** The servers in the documents of a YAML file. */
export function serversOfDocuments(documents: readonly unknown[], chart: ChartValues): Server[] {
  const trees = documents.filter(isTree);
  const objects = trees.flatMap((tree): Tree[] => (tree.kind === 'List' ? treesOf(tree.items) : [tree]));
  return [
    ...readManifests(
      objects.filter(({ kind }) => kind !== undefined),
      chart,
    ),
    ...trees.flatMap((tree) => (isTree(tree.services) ? readCompose(tree) : [])),
    ...trees.flatMap((tree) => (isTree(tree.servingEngineSpec) ? readProductionStack(tree) : [])),
  ];
}

/** Whether a text is a file of values or manifests, not a command, by its first line. */
export function isDocument(text: string): boolean {
  const first = text.split('\n').find((line) => /^\s*[^\s#]/.test(line)) ?? '';
  return /^(---|\{|- |["']?[\w.-]+["']?:(\s|$))/m.test(first);
}
