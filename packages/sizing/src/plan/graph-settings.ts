import { jsonOption } from './json-option.ts';
import type { NumericOptions } from './numeric-options.ts';

/** Which CUDA graphs a user asks for; what is left out, vLLM decides. */
export interface GraphSettings {
  /** Graphs of parts of a layer for any batch, and whole ones for batches that only decode. */
  readonly piecewise: boolean;
  readonly full: boolean;
  /** Sizes that are captured, in tokens. */
  readonly sizes?: readonly number[];
  /** Largest size. */
  readonly largest?: number;
  /** Every size up to 32. */
  readonly fine: boolean;
  /** Neither graphs nor compilation. */
  readonly eager: boolean;
  /** Nothing is compiled, so that a first start is like any other. */
  readonly compiled: boolean;
  /** What of the options is not counted. */
  readonly uncounted: readonly string[];
}

/** Keys of compilation_config that change nothing in memory that the planner counts. */
const HARMLESS = new Set([
  'backend',
  'cache_dir',
  'compile_cache_save_format',
  'compile_mm_encoder',
  'custom_ops',
  'cudagraph_copy_inputs',
  'cudagraph_num_of_warmups',
  'debug_dump_path',
  'local_cache_dir',
]);

/** Keys that are read. level is the old name of mode. */
const READ = new Set([
  'cudagraph_mode',
  'cudagraph_capture_sizes',
  'max_cudagraph_capture_size',
  'mode',
  'level',
  'use_cudagraph',
]);

/** -O, compilationConfig, and the flags for sizes, as config/vllm.py joins them (OPTIMIZATION_LEVEL_TO_CONFIG, _set_cudagraph_sizes). */
export function graphSettings(options: NumericOptions): GraphSettings {
  let found = settings.get(options);
  if (!found) settings.set(options, (found = read(options)));
  return found;
}

/** Read once for each question: an evaluation asks several times. */
const settings = new WeakMap<NumericOptions, GraphSettings>();

function read(options: NumericOptions): GraphSettings {
  const config = compilationConfig(options['compilationConfig']);
  const level = numberOf(options['optimizationLevel'] ?? options['O']) ?? 2;
  const compiles = compileMode(config?.['mode'] ?? config?.['level']);
  const { piecewise, full } = graphMode(config, level, compiles);
  const eager = options.enforceEager === true || (level === 0 && compiles === undefined && !piecewise && !full);
  const sizes = sizesOf(options['cudagraphCaptureSizes'] ?? config?.['cudagraph_capture_sizes']);
  const largest = numberOf(options['maxCudagraphCaptureSize'] ?? config?.['max_cudagraph_capture_size']);
  return {
    piecewise: piecewise && !eager,
    full: full && !eager,
    ...(sizes && { sizes }),
    ...(largest !== undefined && { largest }),
    fine: options['performanceMode'] === 'interactivity',
    eager,
    compiled: !eager && (compiles ?? level > 0),
    uncounted: uncountedOf(options, config),
  };
}

function compilationConfig(value: unknown): Readonly<Record<string, unknown>> | null | undefined {
  // a bare number is the level of older releases
  const level = numberOf(value);
  return level === undefined ? jsonOption(value) : { mode: level };
}

/** Whether torch.compile runs vLLM's own passes (mode 3); undefined: not said. */
function compileMode(mode: unknown): boolean | undefined {
  if (mode === undefined || mode === null) return undefined;
  return mode === 3 || /^(3|vllm_compile)$/i.test(String(mode));
}

/** The default needs vLLM's own compilation for its piecewise graphs; without it, there are none at all. */
function graphMode(
  config: Readonly<Record<string, unknown>> | null | undefined,
  level: number,
  compiles: boolean | undefined,
): { piecewise: boolean; full: boolean } {
  const given = config?.['cudagraph_mode'];
  const none = { piecewise: false, full: false };
  if (config?.['use_cudagraph'] === false) return none;
  const byLevel = level === 0 ? 'NONE' : level === 1 ? 'PIECEWISE' : 'FULL_AND_PIECEWISE';
  const mode = given === undefined || given === null ? byLevel : String(given).toUpperCase();
  if (mode === 'NONE' || mode === '0') return none;
  if (mode === 'FULL' || mode === 'FULL_DECODE_ONLY') return { piecewise: false, full: true };
  if (compiles === false || (level === 0 && compiles === undefined)) return none;
  return { piecewise: true, full: mode !== 'PIECEWISE' };
}

function sizesOf(value: unknown): number[] | undefined {
  if (value === undefined || value === null) return undefined;
  const list = Array.isArray(value) ? value : String(value).split(/[\s,]+/);
  const sizes = [...new Set(list.map(Number))].filter((size) => Number.isInteger(size) && size > 0);
  return sizes.length > 0 ? sizes.toSorted((a, b) => a - b) : undefined;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}

function uncountedOf(options: NumericOptions, config: Readonly<Record<string, unknown>> | null | undefined): string[] {
  if (config === null) return ['compilationConfig is not a JSON object: what it changes is not counted.'];
  const found = Object.keys(config ?? {})
    .filter((key) => !READ.has(key) && !HARMLESS.has(key))
    .map((key) => `compilationConfig.${key} may change how memory is used; the planner does not count that.`);
  if (options['performanceMode'] === 'throughput')
    found.push('performanceMode throughput doubles the batch; the planner does not count that.');
  return found;
}
