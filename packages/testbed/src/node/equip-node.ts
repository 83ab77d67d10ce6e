import { modelIds, resolveModels } from '@archon/engine/models';
import type { RealNode } from './real-node.ts';
import { vllmImage } from './vllm-image.ts';

/** The model of the chart's defaults, too large for a node without a GPU: a tiny one is served under its name. */
const defaultModel = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';

/** A real node with what the chart needs: the image of vLLM, and a hub with models. */
export function equipNode({ gpus }: { gpus: number }): RealNode {
  const { folderOf } = resolveModels();
  const ids = Object.values(modelIds);
  const models = Object.fromEntries(ids.map((id) => [id, folderOf(id)]));
  return { gpus, images: [vllmImage()], models: { ...models, [defaultModel]: folderOf(modelIds.tinyGptq) } };
}
