/** What the chart says of a GPU, with `%s` for names and figures: Helm and TypeScript print the same sentences. */
export const messages = {
  unknownGpu: '"%s" is not a GPU of the catalog. %s',
  similarGpus: 'Similar: %s.',
  knownGpus: 'Known: %s.',
  refused: '%s: %s gpu.allowUnsupported=true renders it all the same.',
  allowed: '%s: %s',

  unknownRelease: 'Not checked: the vLLM release in the image is unknown.',
  newerRelease: 'Not checked: vLLM %s is newer than this chart, which knows releases up to %s.',
  unknownTotal: 'Not checked: the memory that CUDA reports on this GPU is unknown.',
  unknownImage: 'Not checked: kernels, because the image is not one of the catalog.',

  kernels: '%s Use another image.tag.',
  method: '%s Use a checkpoint with another quantization.',
  uncertain: 'Not certain: %s',
  bfloat16: 'The type bfloat16 needs compute capability 8.0: set engine.dtype to float16.',
  kvCacheDtype: 'vLLM %s has no kv-cache-dtype "%s" (it has %s).',
  attention: '%s Use another engine.kvCacheDtype, or a newer GPU.',
  shards: 'engine.tensorParallelSize %s: %s',
  fp8Cache: 'Not certain: no start with a KV cache in %s was seen below compute capability 8.0.',

  utilization: 'engine.gpuMemoryUtilization %s is more than the CUDA context leaves free. Lower it.',
  doesNotFit:
    '%s tokens need %s GiB of KV cache, and at most %s GiB is left. Lower engine.maxModelLen or engine.maxNumSeqs, or use a smaller model or a larger GPU: archon plan --gpu %s --model %s finds what fits.',
  notCertain:
    'Not certain: %s tokens need %s GiB of KV cache, and only %s GiB is certain to be left. Run archon plan --gpu %s -f <your values>.',
  notCertainOutside:
    'Not certain: engine.gpuMemoryUtilization %s leaves %s GiB outside the budget of vLLM, and up to %s GiB is needed there. Run archon plan --gpu %s -f <your values>.',
  fits: 'Fits: %s tokens need %s GiB of KV cache, and at least %s GiB is left.',

  uncounted: 'Not checked: memory, because %s. Run archon plan --gpu %s -f <your values>.',
  unknownModel: 'the model %s is not in the catalog',
  unknownWeights: 'the size of the weights is unknown',
  recurrent: 'the model has recurrent layers',
  otherTask: 'the model embeds or ranks texts, or takes sound',
  wideModel: 'the weights are in 32 bit',
  oldRelease: 'the chart counts it from vLLM %s on',
  beyondPositions: 'engine.maxModelLen is more than the positions of the model',
  gpuShare: 'gpu.resourceName may be a part of a GPU',
  claimShare: 'gpu.claimTemplate.deviceClassName may be a part of a GPU',
  severalGpus: 'the pod uses several GPUs',
  automaticContext: 'vLLM chooses the context itself, the longest that fits',
  optionSet: 'engine.%s is set',
  adapters: 'lora.adapters is set',
  otherMethod: 'engine.quantization is not the method of the checkpoint',
  wideHere: 'the model has no float16 and this GPU no bfloat16, so its weights are in 32 bit',
  otherType: 'the model does not run in engine.dtype',
  wideDtype: 'engine.dtype is not a 16-bit type',
  unknownKvType: 'the size of engine.kvCacheDtype is unknown',
  argument: '%s changes how memory is used',
  variable: '%s may change how memory is used',
} as const;

export type Message = keyof typeof messages;

/** A sentence with its names and figures. */
export function say(message: Message, ...values: readonly string[]): string {
  let index = 0;
  return messages[message].replaceAll('%s', () => values[index++]!);
}
