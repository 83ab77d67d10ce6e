import { tokens } from '@archon/sizing/figures';
import { findModel } from '@archon/sizing/models';
import { findRelease } from '@archon/sizing/releases';
import { capabilityNumber } from '@archon/sizing/versions';
import type { Problem } from '@archon/values';
import type { Preset } from './define-preset.ts';
import { planPreset, releaseOf, type PlannedGpu } from './plan-preset.ts';
import { gpuTitle } from './preset-values.ts';

/**
 * What the pessimistic bound must leave over, in GiB. The bound covers what the planner was seen to be off by, and the
 * lowest total that CUDA was seen to report; between drivers, totals of one GPU were seen to differ by up to 0.2 GiB.
 */
export const leastMarginGiB = 0.2;

/** Licences that allow commercial use without further terms. */
const freeLicences = ['apache-2.0', 'mit'];

/** Why a preset is not certain to start on every GPU of its class, one problem per GPU; empty: it is. */
export function checkPreset(preset: Preset): Problem[] {
  const path = `preset ${preset.name}`;
  return [...modelProblems(preset), ...planPreset(preset).flatMap((gpu) => gpuProblems(preset, gpu))].map(
    (complaint) => ({ path, ...complaint }),
  );
}

type Complaint = Required<Pick<Problem, 'message' | 'hint'>>;

function gpuProblems({ model }: Preset, { gpu, answer }: PlannedGpu): Complaint[] {
  const { fits, marginGiB, maxModelLen, reasons } = answer;
  if (fits === true && marginGiB !== null && marginGiB >= leastMarginGiB) return [];
  const context =
    model.engine?.maxModelLen == null ? 'the model’s own number of tokens' : tokens(model.engine.maxModelLen);
  const hint = maxModelLen
    ? `The pessimistic bound holds ${tokens(maxModelLen)} there.`
    : (answer.suggestions[0]?.text ?? 'Choose a smaller model, or another class.');
  const why = fits === true ? `the margin is ${marginGiB!.toFixed(2)} GiB, not ${leastMarginGiB}.` : reasons.join(' ');
  return [{ message: `${gpuTitle(gpu)} (${gpu.id}) does not hold ${context} with margin: ${why}`, hint }];
}

function modelProblems(preset: Preset): Complaint[] {
  const { id } = preset.model.model;
  const entry = findModel(id);
  if (!entry) return [{ message: `The catalog has no model "${id}".`, hint: 'Add it: archon catalog add-model.' }];
  const found: Complaint[] = [];
  if (!freeLicences.includes(entry.licence ?? ''))
    found.push({
      message: `${id} is under ${entry.licence ?? 'a licence that is unknown'}.`,
      hint: 'Apache-2.0 or MIT.',
    });
  const { quantization, kvCacheDtype, toolCallParser, reasoningParser, enableAutoToolChoice } =
    preset.model.engine ?? {};
  if (quantization !== undefined && quantization !== entry.quantization?.method)
    found.push({
      message: `${id} is ${entry.quantization?.method ?? 'not quantized'}; the preset says ${quantization}.`,
      hint: 'Leave it out: vLLM takes the method of the checkpoint, and its quickest kernel.',
    });
  if (Boolean(enableAutoToolChoice) !== (toolCallParser !== undefined))
    found.push({ message: 'enableAutoToolChoice and toolCallParser need each other.', hint: 'Set both, or neither.' });
  const release = findRelease(releaseOf(preset));
  for (const [parser, known] of [
    [toolCallParser, release?.toolCallParsers],
    [reasoningParser, release?.reasoningParsers],
  ] as const)
    if (parser !== undefined && !known?.includes(parser ?? ''))
      found.push({
        message: `vLLM ${release?.version} has no parser "${parser}".`,
        hint: `It has ${known?.join(', ')}.`,
      });
  const slow = preset.gpus.filter((gpu) => capabilityNumber(gpu.computeCapability ?? '0') < 809);
  if (kvCacheDtype?.startsWith('fp8') && slow.length > 0)
    found.push({
      message: `An ${kvCacheDtype} cache needs compute capability 8.9, which ${slow.map(gpuTitle).join(', ')} lack.`,
      hint: 'Leave kvCacheDtype out.',
    });
  return found;
}
