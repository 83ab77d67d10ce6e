docker run -d --runtime nvidia --gpus all \
    --name vllm --restart unless-stopped \
    -v ~/.cache/huggingface:/root/.cache/huggingface \
    -v /data/templates:/templates:ro \
    --env "HUGGING_FACE_HUB_TOKEN=hf_secret" -e VLLM_LOGGING_LEVEL=DEBUG -e VLLM_ATTENTION_BACKEND=FLASHINFER \
    -p 9000:8000 \
    --ipc=host --shm-size=16g \
    vllm/vllm-openai:v0.19.1 \
    --model mistralai/Mistral-7B-v0.1 --gpu-memory-utilization 0.9 --chat-template /templates/c.jinja --enable-auto-tool-choice --tool-call-parser mistral --limit-mm-per-prompt image=2 --max-num-seqs 32
