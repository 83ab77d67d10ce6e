"""4-bit GPTQ, symmetric, by rounding to the nearest: what a quantized checkpoint on the hub looks like."""

import json
import shutil
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file

BITS = 4
GROUP = 64
ZERO = 8
PER_WORD = 32 // BITS


CONFIG = {
    "quant_method": "gptq",
    "bits": BITS,
    "group_size": GROUP,
    "desc_act": False,
    "sym": True,
}


def skip_all(source: Path, target: Path) -> None:
    """A GPTQ checkpoint whose configuration skips every layer, as GPTQModel's `dynamic` does for single ones."""
    copy_with(CONFIG | {"dynamic": {"-:.*": {}}}, source, target)


def quantize(source: Path, target: Path) -> None:
    copy_with(CONFIG, source, target)
    tensors: dict[str, torch.Tensor] = {}
    with safe_open(source / "model.safetensors", "pt") as file:
        for name in file.keys():
            tensor = file.get_tensor(name)
            if name.endswith("_proj.weight"):
                tensors |= {name.replace("weight", key): value for key, value in pack(tensor).items()}
            else:
                tensors[name] = tensor
    save_file(tensors, target / "model.safetensors", metadata={"format": "pt"})


def copy_with(quantization: dict, source: Path, target: Path) -> None:
    shutil.copytree(source, target)
    config = json.loads((source / "config.json").read_text())
    config["quantization_config"] = quantization
    (target / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def pack(weight: torch.Tensor) -> dict[str, torch.Tensor]:
    rows, columns = weight.shape  # outputs, inputs
    groups = columns // GROUP
    grouped = weight.float().reshape(rows, groups, GROUP)
    scales = (grouped.abs().amax(dim=2) / (ZERO - 1)).clamp(min=1e-6).half()
    whole = (grouped / scales.float().unsqueeze(2)).round().clamp(-ZERO, ZERO - 1) + ZERO
    by_input = whole.to(torch.int64).reshape(rows, columns).t()
    return {
        "qweight": words(by_input, dim=0),
        # The format stores a zero point as one less than it is.
        "qzeros": words(torch.full((groups, rows), ZERO - 1, dtype=torch.int64), dim=1),
        "scales": scales.t().contiguous(),
        "g_idx": torch.arange(columns, dtype=torch.int32) // GROUP,
    }


def words(values: torch.Tensor, dim: int) -> torch.Tensor:
    """Eight values of four bits in a word, the first one lowest."""
    word = sum(values.unflatten(dim, (-1, PER_WORD)).select(dim + 1, at) << (BITS * at) for at in range(PER_WORD))
    return torch.where(word >= 1 << 31, word - (1 << 32), word).to(torch.int32).contiguous()
