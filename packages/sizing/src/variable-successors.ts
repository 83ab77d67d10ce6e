const attention = '--attention-config in engine.extraArgs';
const profiler = '--profiler-config in engine.extraArgs';
const experts = '--moe-backend in engine.extraArgs';

/**
 * What to set instead of variables of vLLM that are gone, as the last releases that read them say: vllm/config/attention.py,
 * profiler.py and parallel.py at 0.14.1, vllm/envs.py at 0.23.0.
 */
export const variableSuccessors: Readonly<Record<string, string>> = {
  VLLM_ATTENTION_BACKEND: 'engine.attentionBackend',
  VLLM_ALL2ALL_BACKEND: '--all2all-backend in engine.extraArgs',
  VLLM_FLASH_ATTN_VERSION: attention,
  VLLM_V1_USE_PREFILL_DECODE_ATTENTION: attention,
  VLLM_FLASH_ATTN_MAX_NUM_SPLITS_FOR_CUDA_GRAPH: attention,
  VLLM_USE_CUDNN_PREFILL: attention,
  VLLM_USE_TRTLLM_RAGGED_DEEPSEEK_PREFILL: attention,
  VLLM_USE_TRTLLM_ATTENTION: attention,
  VLLM_DISABLE_FLASHINFER_PREFILL: attention,
  VLLM_FLASHINFER_DISABLE_Q_QUANTIZATION: attention,
  VLLM_TORCH_PROFILER_DIR: profiler,
  VLLM_TORCH_PROFILER_RECORD_SHAPES: profiler,
  VLLM_TORCH_PROFILER_WITH_PROFILE_MEMORY: profiler,
  VLLM_TORCH_PROFILER_WITH_STACK: profiler,
  VLLM_TORCH_PROFILER_WITH_FLOPS: profiler,
  VLLM_MXFP4_USE_MARLIN: experts,
  VLLM_USE_FLASHINFER_MOE_FP16: experts,
  VLLM_USE_FLASHINFER_MOE_FP8: experts,
  VLLM_USE_FLASHINFER_MOE_FP4: experts,
  VLLM_USE_FLASHINFER_MOE_MXFP4_MXFP8: experts,
  VLLM_USE_FLASHINFER_MOE_MXFP4_MXFP8_CUTLASS: experts,
  VLLM_USE_FLASHINFER_MOE_MXFP4_BF16: experts,
  VLLM_FLASHINFER_MOE_BACKEND: experts,
  VLLM_USE_NVFP4_CT_EMULATIONS: '--linear-backend in engine.extraArgs',
};
