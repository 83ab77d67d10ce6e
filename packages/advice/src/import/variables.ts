import { checkVariables } from '@archon/sizing/check-names';
import { apiKey, bySecret, huggingFaceToken, isSecret } from './secrets.ts';
import type { ChartValues, Placed, Unplaced, Variable } from './server.ts';

/** Where the environment variables of a server go. */
export interface PlacedVariables {
  readonly placed: readonly Placed[];
  readonly extraEnv: readonly Variable[];
  readonly notes: readonly string[];
  readonly unplaced: readonly Unplaced[];
}

const off = /^(0|false|no|off|)$/i;

/**
 * Every variable to a value, to extraEnv, or to the list of what has no place: variables of vLLM's own that the release
 * does not read are there, with their successors. Without a release they are not checked. A secret becomes a reference.
 */
export function placeVariables(
  env: readonly Variable[],
  { reservedEnv }: ChartValues,
  release: string | undefined,
): PlacedVariables {
  // A plugin reads variables of its own
  const checked = env.some(({ name }) => name === 'VLLM_PLUGINS') ? undefined : release;
  const results = env
    .filter(({ name }, at) => env.findLastIndex((later) => later.name === name) === at)
    .map((variable) => unreadVariable(variable, checked) ?? placeVariable(variable, reservedEnv));
  return {
    placed: results.flatMap(({ placed = [] }) => placed),
    extraEnv: results.flatMap(({ extraEnv = [] }) => extraEnv),
    notes: results.flatMap(({ notes = [] }) => notes),
    unplaced: results.flatMap(({ unplaced = [] }) => unplaced),
  };
}

function unreadVariable({ name }: Variable, release: string | undefined): Partial<PlacedVariables> | undefined {
  const [problem] = release === undefined ? [] : checkVariables([name], release);
  return problem === undefined ? undefined : { unplaced: [{ what: name, why: problem.replace('extraEnv: ', '') }] };
}

function placeVariable(variable: Variable, reserved: readonly string[]): Partial<PlacedVariables> {
  const { name, value } = variable;
  const place = Object.hasOwn(places, name) ? places[name] : undefined;
  if (place) return place(variable);
  const why = Object.hasOwn(reasons, name) ? reasons[name] : undefined;
  if (why !== undefined) return { unplaced: [{ what: name, why }] };
  if (reserved.includes(name)) return { unplaced: [{ what: name, why: 'The chart sets it.' }] };
  if (variable.valueFrom !== undefined) return { extraEnv: [variable] };
  if (isSecret(variable)) {
    const { variable: reference, note } = bySecret(variable);
    return { extraEnv: [reference], notes: [note] };
  }
  if (value === undefined || /\$\{\w+\}/.test(value))
    return { unplaced: [{ what: name, why: 'Its value is not in the input. Add it to extraEnv.' }] };
  return { extraEnv: [{ name, value }] };
}

type Place = (variable: Variable) => Partial<PlacedVariables>;

const token: Place = (variable) => ({ placed: huggingFaceToken(variable) });

const places: Readonly<Record<string, Place>> = {
  HF_TOKEN: token,
  HUGGING_FACE_HUB_TOKEN: token,
  VLLM_API_KEY: (variable) => ({ placed: apiKey(1, variable) }),
  HF_HUB_OFFLINE: ({ value = '' }) => ({ placed: [{ path: ['huggingFace', 'offline'], value: !off.test(value) }] }),
  HF_ENDPOINT: ({ value }) => ({ placed: [{ path: ['huggingFace', 'endpoint'], value }] }),
  VLLM_NO_USAGE_STATS: ({ value = '' }) => ({ placed: [{ path: ['usageStats', 'enabled'], value: off.test(value) }] }),
};

const devices = 'The device plugin chooses the GPUs of a pod: set gpu.count.';
const cache = 'The chart keeps downloads in its own cache: see persistence.';

const reasons: Readonly<Record<string, string>> = {
  CUDA_VISIBLE_DEVICES: devices,
  NVIDIA_VISIBLE_DEVICES: devices,
  NVIDIA_DRIVER_CAPABILITIES: 'The image and the RuntimeClass set it.',
  HF_HOME: cache,
  HF_HUB_CACHE: cache,
  HUGGINGFACE_HUB_CACHE: cache,
  TRANSFORMERS_CACHE: cache,
  VLLM_PORT: 'vLLM uses it internally, and may not start with it.',
  VLLM_HOST_IP: 'vLLM uses it internally, and may not start with it.',
  VLLM_ENGINE_READY_TIMEOUT_S: 'It follows from startup.timeoutSeconds.',
};
