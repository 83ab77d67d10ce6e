import type { Release } from '../catalog-types.ts';
import { attentionObjections, type AttentionNeeds } from './attention-backends.ts';
import { thousands, tokens } from './figures.ts';
import { hfOverridesOf } from './hf-overrides.ts';
import type { NumericOptions } from './numeric-options.ts';
import { jsonOption } from './json-option.ts';
import type { Objection } from './objection.ts';
import type { PlanContext } from './plan-context.ts';
import { shardObjections, type Division } from './shard-objections.ts';
import { typeObjections } from './type-objections.ts';
import type { QuestionOptions } from './types.ts';
import { capabilityNumber, versionNumber } from './versions.ts';

const EMPTY: readonly Objection[] = [];

/** Kernels, types and methods of a release against a GPU and a model. */
export function objections(context: PlanContext, release: Release | undefined, options: QuestionOptions): Objection[] {
  return [
    ...(context.model.unread ?? []).map((text) => ({ certain: false, text })),
    ...shardObjections(subjectOf(context), divisionOf(options)),
    ...contextObjections(context, options),
    ...(release ? kernelObjections(release, context.gpu.capability) : EMPTY),
    ...(release ? quantizationObjections(release, context, options) : EMPTY),
    ...typeObjections(context, options),
    ...(release ? cacheDtypeObjections(release, context) : EMPTY),
    ...attentionObjections(attentionNeeds(context, options)),
    ...gpuObjections(context),
  ];
}

const subjectOf = ({ gpu, model, release }: PlanContext) => ({ model, release, capability: gpu.capability });

export function divisionOf(options: QuestionOptions): Division {
  return {
    tensorParallel: options.tensorParallelSize ?? 1,
    pipelineParallel: options.pipelineParallelSize ?? 1,
    dataParallel: options.dataParallelSize ?? 1,
    expertParallel: options.enableExpertParallel === true,
  };
}

function attentionNeeds({ gpu, model, release, settings }: PlanContext, options: QuestionOptions): AttentionNeeds {
  const named = options.attentionBackend ?? jsonOption(options['attentionConfig'])?.['backend'];
  return {
    capability: gpu.capability,
    release,
    model,
    kvDtype: settings.kvDtype,
    typeBytes: settings.dtypeBytes,
    textOnly: settings.languageOnly,
    ...(typeof named === 'string' && named !== '' && { named }),
  };
}

/** What is unknown of the GPU. */
function gpuObjections({ gpu, settings }: PlanContext): Objection[] {
  const unknown = (text: string): Objection => ({ certain: false, text });
  const shards = settings.tensorParallel * settings.pipelineParallel;
  return [
    ...(Number.isNaN(gpu.capability)
      ? [unknown('The compute capability of the GPU is unknown: kernels and types are not checked.')]
      : []),
    ...(gpu.part === 'shared'
      ? [unknown('Several pods share this GPU: how much of its memory the others hold is unknown.')]
      : []),
    ...(gpu.part === 'slice' && shards > 1
      ? [unknown('Several MIG slices: NCCL does not join slices of one GPU, and no such start was seen.')]
      : []),
  ];
}

const kernels = new WeakMap<Release, Map<number, readonly Objection[]>>();

/** Whether the image has code for the GPU: its own, of the same major version, or PTX for the driver to compile. */
export function kernelObjections(release: Release, capability: number): readonly Objection[] {
  let ofRelease = kernels.get(release);
  if (!ofRelease) kernels.set(release, (ofRelease = new Map()));
  let found = ofRelease.get(capability);
  if (!found) ofRelease.set(capability, (found = findKernels(release, capability)));
  return found;
}

function findKernels({ version, image }: Release, capability: number): readonly Objection[] {
  if (Number.isNaN(capability)) return EMPTY;
  const name = `${Math.floor(capability / 100)}.${capability % 100}`;
  const listed = image.architectures ?? image.architecturesUpperBound;
  if (!listed) return [{ certain: false, text: `The kernels in the image of vLLM ${version} are unknown.` }];
  const architectures = listed.map(capabilityNumber);
  const major = Math.floor(capability / 100);
  if (architectures.some((built) => Math.floor(built / 100) === major && built <= capability))
    return image.architectures
      ? EMPTY
      : [
          {
            certain: false,
            text: `The image of vLLM ${version} has at most the kernels of ${listed.join(', ')}; the list itself was not seen.`,
          },
        ];
  const least = Math.min(...architectures);
  const toolkit = image.cuda === undefined ? 0 : versionNumber(image.cuda);
  // PTX is only run by PyTorch's own kernels too where its build knows the GPU: CUDA 12.8 is the first for 10.0 and up
  const compiled = (image.ptx ?? []).some((ptx) => capabilityNumber(ptx) <= capability);
  if (compiled && (capability < 1000 || toolkit >= versionNumber('12.8')))
    return [
      {
        certain: false,
        text: `The image of vLLM ${version} has no kernels for compute capability ${name}, only PTX; starts were seen to fail.`,
      },
    ];
  const why = capability < least ? `its least is ${listed[0]}` : `it has ${listed.join(', ')}`;
  return [
    { certain: true, text: `The image of vLLM ${version} has no kernels for compute capability ${name}: ${why}.` },
  ];
}

/** Names of a method that a checkpoint uses, and the method that a release lists for it. */
export const METHODS: Readonly<Record<string, readonly string[]>> = {
  gptq: ['gptq', 'auto_gptq', 'gptq_marlin'],
  awq: ['awq', 'auto_awq', 'awq_marlin'],
  'auto-round': ['auto-round', 'inc'],
  nvfp4: ['modelopt_fp4', 'nvfp4', 'compressed-tensors'],
  modelopt: ['modelopt'],
  modelopt_fp4: ['modelopt_fp4', 'nvfp4'],
  compressed_tensors: ['compressed-tensors'],
};

/** Methods whose code left vLLM for a package that the image does not have (vllm.md, section 8). */
const PLUGINS: Readonly<Record<string, string>> = { gguf: 'vllm-gguf-plugin', bitsandbytes: 'vllm-bnb-plugin' };

const methods = new WeakMap<Release, Map<string, readonly Objection[]>>();

function quantizationObjections(
  release: Release,
  { model, gpu }: PlanContext,
  options: QuestionOptions,
): readonly Objection[] {
  const method = methodKey(options.quantization ?? model.method, model.bits);
  if (!method) return EMPTY;
  let ofRelease = methods.get(release);
  if (!ofRelease) methods.set(release, (ofRelease = new Map()));
  const key = `${method} ${gpu.capability}`;
  let found = ofRelease.get(key);
  if (!found) ofRelease.set(key, (found = methodObjections(release, method, gpu.capability)));
  return found;
}

/** Methods whose least capability depends on the bits of a weight: modelopt's NVFP4 is a method of its own to vLLM. */
export function methodKey(method: string | null | undefined, bits: number | undefined): string | undefined {
  if (method === 'modelopt' && bits === 4) return 'modelopt_fp4';
  return method === 'compressed-tensors' && (bits === 4 || bits === 8)
    ? `${method}, ${bits} bit`
    : (method ?? undefined);
}

/** Schemes of compressed-tensors that may run a checkpoint: where the GPU has no FP8, the weights alone are in FP8. */
const SCHEMES: Readonly<Record<string, readonly string[]>> = {
  'compressed-tensors, 4 bit': ['WNA16', 'W4A16Fp4', 'W4A16Mxfp4'],
  'compressed-tensors, 8 bit': ['W8A8Fp8', 'W8A16Fp8', 'W8A8Int8', 'WNA16'],
};

/** Whether a release has a quantization method, and has it for the GPU. */
export function methodObjections(release: Release, method: string, capability: number): readonly Objection[] {
  const { quantization } = release;
  if (!quantization) return EMPTY;
  const schemes = SCHEMES[method];
  const names = schemes ? ['compressed-tensors'] : (METHODS[method] ?? [method]);
  const known = names.filter((name) => quantization.methods.includes(name));
  if (known.length === 0) {
    const plugin = PLUGINS[method];
    if (plugin && versionNumber(release.version) > versionNumber('0.23.0'))
      return [
        {
          certain: true,
          text: `vLLM ${release.version} runs ${method} only with ${plugin}, which is not in the image.`,
        },
      ];
    return [{ certain: false, text: `vLLM ${release.version} does not list the quantization method ${method}.` }];
  }
  const least = (
    schemes
      ? schemes.flatMap((scheme) => quantization.compressedTensors?.[scheme] ?? [])
      : known.flatMap((name) => quantization.leastCapability?.[name] ?? [])
  ).map(capabilityNumber);
  if (least.length === 0 || Number.isNaN(capability) || least.some((needed) => needed <= capability)) return [];
  const needed = Math.min(...least);
  const text = `Quantization ${method} needs compute capability ${Math.floor(needed / 100)}.${needed % 100} in vLLM ${release.version}.`;
  return [{ certain: true, text }];
}

function cacheDtypeObjections(release: Release, { settings }: PlanContext): Objection[] {
  const { kvDtype } = settings;
  if (kvDtype === 'auto') return [];
  const listed = release.kvCacheDtypes;
  if (listed && !listed.includes(kvDtype))
    return [
      {
        certain: true,
        text: `vLLM ${release.version} has no kv-cache-dtype "${kvDtype}" (it has ${listed.join(', ')}).`,
      },
    ];
  return Number.isNaN(settings.kvBytes)
    ? [{ certain: false, text: `The size of kv-cache-dtype ${kvDtype} is unknown.` }]
    : [];
}

function contextObjections({ model, settings }: PlanContext, options: QuestionOptions): Objection[] {
  const { contextTokens } = settings;
  if (contextTokens === undefined || model.maxPositions === undefined || contextTokens <= model.maxPositions) return [];
  const { uncounted } = hfOverridesOf(options as NumericOptions, model);
  if (uncounted.length > 0)
    return [
      { certain: false, text: `${tokens(contextTokens)}: the effect of hfOverrides on the model is not checked.` },
    ];
  const reaches = model.longContext ?? model.maxPositions;
  const hint = reaches > model.maxPositions ? `; with hfOverrides it reaches ${thousands(reaches)}` : '';
  return [
    {
      certain: true,
      text: `The model has ${thousands(model.maxPositions)} positions, not ${thousands(contextTokens)}${hint}.`,
    },
  ];
}
