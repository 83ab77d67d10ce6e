"""Makes the models into a folder, which is then a Hugging Face cache (HF_HOME).

Usage: make_models.py <empty folder>. The same input gives the same bytes.
"""

import os
import sys
import tempfile
from pathlib import Path

import gptq
import hub_cache
import smollm2
import tiny


def main() -> None:
    home = Path(sys.argv[1])
    os.umask(0o022)
    with tempfile.TemporaryDirectory() as folder:
        for name, make, quantized in (
            ("archon/tiny", tiny.make, "archon/tiny-gptq"),
            ("HuggingFaceTB/SmolLM2-135M-Instruct", smollm2.make, "archon/SmolLM2-135M-Instruct-GPTQ"),
        ):
            plain, packed = Path(folder, name), Path(folder, quantized)
            make(plain)
            gptq.quantize(plain, packed)
            hub_cache.add(home, name, plain)
            hub_cache.add(home, quantized, packed)


if __name__ == "__main__":
    main()
