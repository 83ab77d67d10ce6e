#!/bin/sh
# starts vLLM by hand
export HF_TOKEN=hf_secret VLLM_USE_FLASHINFER_SAMPLER=1
vllm serve Qwen/Qwen3-8B \
  --host 0.0.0.0 --port 8001 \
  --max-model-len 16384 -tp 2 \
  --hf-overrides '{"a": {"b": 1}}' \
  --hf-overrides.c.d 2 \
  --served-model-name coder gpt-4o-mini \
  --api-key sk-secret \
  --enable-expert-parallel -O3 --no-enable-prefix-caching \
  --disable-log-requests --max-modle-len 1
