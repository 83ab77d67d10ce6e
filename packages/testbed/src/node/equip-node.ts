import { modelIds, resolveModels } from '@archon/engine/models';
import type { RealNode } from './real-node.ts';
import { vllmImage } from './vllm-image.ts';

/** The model of the chart's defaults, which a node without a GPU cannot hold: a tiny one answers to its name. */
const defaultModel = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';

/** A real node with what the chart is to run: the image of vLLM, and a hub with models. */
export function equipNode({ gpus }: { gpus: number }): RealNode {
  const { folderOf } = resolveModels();
  const ids = Object.values(modelIds);
  const models = Object.fromEntries(ids.map((id) => [id, folderOf(id)]));
  return { gpus, images: [vllmImage()], models: { ...models, [defaultModel]: folderOf(modelIds.tinyGptq) } };
}
