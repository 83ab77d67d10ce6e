import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { type NodeServer, type RealNodeContent, realNode } from '@archon/testbed/real-node';
import { whyNoRealNode } from '@archon/testbed/require-real-node';
import { rootFilesystemFolder } from '@archon/testbed/root-filesystem';
import { engineFolder, engineVersion } from '../install-engine.ts';
import { engineMiB } from '../install/install-packages.ts';
import { modelIds, modelsFolder, resolveModels, tinyGptqHere } from '../models.ts';
import { vllmImage, vllmRoot } from './vllm-image.ts';

/** The model of the chart's defaults, too large for a node without a GPU: a tiny one is served under its name. */
const defaultModel = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';

/** The name of the hub's process and Service. */
export const hubName = 'model-hub';

/** `HF_ENDPOINT` of the pods of a node: a Hugging Face Hub with the node's models. */
export const hubUrl = `http://${hubName}.kube-system.svc`;

const hubPort = 8090;

/** A real node with what charts of vLLM need: its image, and a hub with models. */
export const vllmNode: RealNodeContent = {
  help: 'with the image of the real vLLM for CPU',
  whyNot: () =>
    whyNoRealNode() ??
    (process.arch === 'x64' ? undefined : `vLLM for CPU is built for x86_64, and this is ${process.arch}`),
  prepare({ gpus }) {
    const { folderOf } = resolveModels();
    const ids = Object.values(modelIds);
    const models = Object.fromEntries(ids.map((id) => [id, folderOf(id)]));
    const hub = modelHub({ ...models, [defaultModel]: folderOf(tinyGptqHere()) });
    return { gpus, images: [vllmImage()], servers: [hub] };
  },
  buildSteps: () => [
    { name: `vLLM ${engineVersion()} for CPU`, folder: engineFolder(), seconds: 300, mib: engineMiB, source: 'python' },
    { name: 'its models', folder: modelsFolder(), seconds: 60, mib: 450, source: 'python' },
    {
      name: "the image's root filesystem",
      folder: rootFilesystemFolder(vllmRoot()),
      seconds: 80,
      mib: 428,
      source: 'debian',
    },
  ],
  buildScript: fileURLToPath(import.meta.resolve('./build-vllm-node.ts')),
};

/** A hub with the folder of each id, at the address of the node. */
function modelHub(models: Readonly<Record<string, string>>): NodeServer {
  return {
    name: hubName,
    args: [
      process.execPath,
      '--import=tsx',
      join(repoRoot, 'packages/engine/src/hub-command.ts'),
      `--address=${realNode.address}`,
      `--port=${hubPort}`,
      ...Object.entries(models).map(([id, path]) => `${id}=${path}`),
    ],
    cwd: repoRoot,
    port: hubPort,
    // It is a program of this repository that runs on Node.js.
    reads: [repoRoot, process.execPath, ...Object.values(models)],
  };
}
