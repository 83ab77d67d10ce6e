import type { Objection } from './compatibility.ts';
import type { ModelSpec } from './model-spec.ts';
import { versionNumber } from './versions.ts';

/** How a model is divided over GPUs. */
export interface Division {
  readonly tensorParallel: number;
  readonly pipelineParallel: number;
  /** Copies of the layers outside the experts, which share the experts. */
  readonly dataParallel: number;
  /** Each GPU holds some experts whole, instead of a part of each. */
  readonly expertParallel: boolean;
}

interface Subject {
  readonly model: ModelSpec;
  /** Number of the release; NaN: unknown. */
  readonly release: number;
  /** NaN: unknown. */
  readonly capability: number;
}

/**
 * What tensor parallelism cuts must divide: heads, layers' widths, and the groups or blocks that share a scale. Each
 * text says what works instead.
 */
export function shardObjections(subject: Subject, division: Division): Objection[] {
  const { tensorParallel, pipelineParallel } = division;
  const { model } = subject;
  const found = problems(subject, division);
  if (pipelineParallel > model.layers)
    found.push({
      certain: true,
      text: `${model.layers} layers are too few for ${pipelineParallel} pipeline stages.`,
    });
  if (tensorParallel * division.dataParallel === 1 || found.length === 0) return found;
  const advice = adviceFor(subject, division);
  return found.map((one, index) => (index === found.length - 1 ? { ...one, text: `${one.text}${advice}` } : one));
}

function problems(subject: Subject, division: Division): Objection[] {
  const heads = headProblems(subject.model, division.tensorParallel);
  return heads.length > 0 ? heads : widthProblems(subject, division);
}

function headProblems(model: ModelSpec, tp: number): Objection[] {
  const found: Objection[] = [];
  const no = (text: string) => found.push({ certain: true, text });
  if (tp === 1) return found;
  if (model.heads === undefined)
    found.push({ certain: false, text: `The number of attention heads is unknown: whether ${tp} shards divide them.` });
  else if (model.heads % tp !== 0) no(`${model.heads} attention heads cannot be divided by ${tp} shards.`);
  if (!model.mla && model.kvHeads % tp !== 0 && tp % model.kvHeads !== 0)
    no(`${model.kvHeads} KV heads and ${tp} shards: neither can be divided by the other.`);
  // models/qwen3_next.py and mamba_mixer2.py: divide(num_v_heads, tp), assert num_heads % tp == 0
  for (const heads of model.recurrentHeads ?? [])
    if (heads % tp !== 0) no(`${heads} heads of the recurrent layers cannot be divided by ${tp} shards.`);
  // vocab_parallel_embedding.py: padded to a multiple of 64, then divided
  if ((Math.ceil(model.vocab / 64) * 64) % tp !== 0)
    no(`A vocabulary of ${model.vocab} entries cannot be divided by ${tp} shards.`);
  return found.slice(0, 1);
}

/** A width that is cut, and whether its matrices are quantized. */
interface Cut {
  readonly name: string;
  readonly width: number;
  readonly shards: number;
  readonly quantized: boolean;
  readonly experts?: true;
}

function widthProblems(subject: Subject, division: Division): Objection[] {
  const { model } = subject;
  if (division.tensorParallel > 1 && model.intermediate === 0 && !model.moe)
    return [{ certain: false, text: 'The width of the feed-forward is unknown: whether the shards divide it.' }];
  return cutsOf(model, division).flatMap((cut) => {
    if (cut.shards === 1) return [];
    const text = problemOf(cut, subject);
    return text === undefined ? [] : [text];
  });
}

function cutsOf(model: ModelSpec, division: Division): Cut[] {
  const { tensorParallel: tp, dataParallel, expertParallel } = division;
  const { moe, intermediate } = model;
  const quantized = model.quantized && !model.expertsOnly;
  const cuts: Cut[] = [];
  if (intermediate > 0) cuts.push({ name: 'The feed-forward', width: intermediate, shards: tp, quantized });
  if (moe?.shared) cuts.push({ name: 'The shared expert', width: moe.shared, shards: tp, quantized });
  // fused_moe/config.py, flatten_tp_across_dp: without expert parallelism data parallel ranks cut the experts too
  if (moe && !expertParallel && moe.packed === undefined)
    cuts.push({
      name: 'An expert',
      width: moe.intermediate,
      shards: tp * dataParallel,
      quantized: model.quantized,
      experts: true,
    });
  const attention = (model.heads ?? 0) * model.headDim;
  if (GROUPED.has(model.method ?? '') && quantized && attention > 0 && !model.mla && !model.recurrentHeads)
    cuts.push({ name: 'The output of attention', width: attention, shards: tp, quantized });
  return cuts;
}

/** Methods of groups, which quantize every linear layer. */
const GROUPED: ReadonlySet<string> = new Set(['gptq', 'awq', 'auto_gptq', 'auto_awq', 'gptq_marlin', 'awq_marlin']);

/** Releases that refine the blocks of FP8 experts to what a shard has (fused_moe/oracle/fp8.py, refine_fp8_moe_block_shape). */
const REFINES = versionNumber('0.29.0');

function problemOf({ name, width, shards, quantized, experts }: Cut, subject: Subject): Objection | undefined {
  const { model, release, capability } = subject;
  const one = width / shards;
  if (!Number.isInteger(one))
    return { certain: true, text: `${name} is ${width} wide, which ${shards} shards cannot divide.` };
  if (!quantized || model.bits === 16) return undefined;
  const { method = '', group } = model;
  if (group === undefined || PADDED.test(method)) {
    // every usual group and block divides 128
    if (one % 128 === 0 || UNGROUPED.test(method) || PADDED.test(method)) return undefined;
    return {
      certain: false,
      text: `${name} is ${one} wide on each of ${shards} shards; whether the groups of ${method} divide that is unknown.`,
    };
  }
  if (group === 0 || one % group === 0) return undefined;
  if (experts && method === 'fp8' && !(release < REFINES) && !(capability < 809)) {
    // only Triton's kernels take smaller blocks, and they need FP8 of their own (triton_moe.py, _supports_quant_scheme)
    const least = gcd(gcd(group, one), model.hidden);
    if (least >= 32)
      return Number.isNaN(release) || Number.isNaN(capability)
        ? { certain: false, text: `${name} is ${one} wide on each of ${shards} shards, not a multiple of ${group}.` }
        : undefined;
  }
  // moe_wna16.py halves the groups down to 32
  if (experts && GROUPED.has(method) && one % 32 === 0) return undefined;
  const scales = method === 'fp8' || method === 'compressed-tensors' ? 'blocks' : 'groups';
  return {
    certain: true,
    text: `${name} is ${one} wide on each of ${shards} shards, which the ${scales} of ${group} of the quantization do not divide.`,
  };
}

/** Methods without groups, and one whose kernels pad the shards. */
const UNGROUPED = /^(bitsandbytes|fbgemm_fp8|modelopt|modelopt_fp4|nvfp4)$/;
const PADDED = /^mxfp4$/;

/** The greatest smaller size that works, and expert parallelism where that does. */
function adviceFor(subject: Subject, division: Division): string {
  const { tensorParallel } = division;
  const works = (change: Partial<Division>): boolean =>
    problems(subject, { ...division, ...change }).every(({ certain }) => !certain);
  const smaller = Array.from({ length: tensorParallel - 1 }, (_, index) => tensorParallel - 1 - index);
  const size = smaller.find((one) => works({ tensorParallel: one, dataParallel: 1 }));
  const ways = [
    ...(size === undefined ? [] : [`tensorParallelSize ${size}`]),
    ...(subject.model.moe && works({ expertParallel: true }) ? ['enableExpertParallel'] : []),
  ];
  return ways.length === 0 ? '' : ` Use ${ways.join(' or ')}.`;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
