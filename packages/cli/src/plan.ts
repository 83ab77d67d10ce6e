import type { Command } from 'commander';
import type { PlanOptions } from './read-request.ts';
import { more, runCommand } from './report.ts';

export function addPlan(program: Command): void {
  program
    .command('plan')
    .description('Predict whether a model starts on a GPU, with which context, and why')
    .option('--gpu <id>', 'GPU: id of the catalog, name or node label; without --model, ranks the models')
    .option('--gpu-count <n>', 'GPUs of the pod; they share each layer unless the values say otherwise')
    .option('--model <id>', 'model: id or address on the Hugging Face Hub; without --gpu, ranks the GPUs')
    .option('--model-config <path>', 'a model that is not on the Hub: its config.json, or the folder of the checkpoint')
    .option('--release <version>', 'release of vLLM (default: the chart’s)')
    .option('--used-gib <n>', 'GiB of the GPU that other processes hold when the server starts')
    .option('--warm', 'not a first start: the kernels of this model are compiled and cached')
    .option('--set <key=value>', 'value of the chart, as with helm; may be repeated', more)
    .option('-f, --values <file>', 'values file, as with helm; may be repeated', more)
    .option('--batch <file>', 'answer a file with one JSON question per line; - is standard input')
    .option('--json', 'print the question and the answer as JSON')
    .option('--link [address]', 'print the link to the configurator instead (default address: that of archon web)')
    .addHelpText(
      'after',
      `
"Fits" means that even the pessimistic estimate fits. Exit code: 0 fits, 2 does not fit, 3 unknown, 1 invalid input.
A ranking exits 0 when anything fits, and says of each what a single plan says. Without a context (engine.maxModelLen)
it is the model's maximum, as for vLLM; where that does not fit, the answer is "fits up to" the longest that does.
With -f, the values are planned as they are.

A model that the catalog does not have is read from the Hub: its configuration and the headers of its safetensors, not
its weights. HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE, HTTPS_PROXY and NO_PROXY count. What was read is kept by commit, in
ARCHON_CACHE_DIR or ~/.cache/archon.

Values: -f and --set are checked as archon validate checks them, and the engine, gpu, model, image and preset values
count. The model is --model, else model.id, else that of the preset they name. With -f and without a model, it is
that of the chart's default preset, as with helm install. With --model, no preset counts unless the
values name one. Without values, vLLM's own defaults count.

Batch: {"gpu": "<id>" | {"totalGiB": 15.55, "computeCapability": "8.9"}, "gpuCount": 1,
"model": "<id>" | {"weightsGiB", "numHiddenLayers", "numKeyValueHeads", "headDim", "hiddenSize", "vocabSize", …},
"release": "0.33.0", "usedGiB": 2, "warm": true, "options": {engine values}}. One answer per line, in order; a question that cannot be answered has
"fits": null and its reason. Without a release it is the newest; null spans all. Exit code 1 when a line was malformed, else 0.

Examples:
  archon plan --gpu rtx-5070-ti --model Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4
  archon plan --gpu rtx-5070-ti --model Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4 \\
    --set engine.maxModelLen=16384 --set engine.maxNumSeqs=8
  archon plan --gpu rtx-4090 -f my-values.yaml      does this start on that GPU?
  archon plan --gpu rtx-4090                        which models run on it?
  archon plan --model openai/gpt-oss-20b            on which GPUs does it run?
  archon plan --gpu rtx-4090 --model unsloth/Qwen3-14B-unsloth-bnb-4bit      read from the Hub
  archon plan --gpu l4 --model https://huggingface.co/Qwen/Qwen3-8B-FP8/tree/main
  archon plan --gpu l4 --model-config ./config.json
  archon plan --gpu rtx-4090 --model Qwen/Qwen3-8B --used-gib 1.5 --warm
  archon plan --batch questions.jsonl > answers.jsonl`,
    )
    .action((options: PlanOptions) => runCommand(options.json, () => run(options)));
}

async function run({ batch, json, ...options }: PlanOptions): Promise<void> {
  if (batch === undefined) return (await import('./plan-one.ts')).planOne({ ...options, ...(json && { json }) });
  const others = Object.keys(options);
  const { planBatch, refuseWithBatch } = await import('./plan-batch.ts');
  if (others.length > 0) refuseWithBatch(others);
  await planBatch(batch);
}
