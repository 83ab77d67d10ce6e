"""Makes the models into a folder, which is then a Hugging Face cache (HF_HOME).

Usage: make_models.py <empty folder>. The same input gives the same bytes.
"""

import os
import shutil
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
        tiny_folder = Path(folder, "tiny")
        tiny.make(tiny_folder)
        smol_folder = Path(folder, "smol")
        smollm2.make(smol_folder)
        for name, source, convert in (
            ("archon/tiny", tiny_folder, shutil.copytree),
            ("archon/tiny-gptq", tiny_folder, gptq.quantize),
            ("archon/tiny-gptq-skipped", tiny_folder, gptq.skip_all),
            ("HuggingFaceTB/SmolLM2-135M-Instruct", smol_folder, shutil.copytree),
            ("archon/SmolLM2-135M-Instruct-GPTQ", smol_folder, gptq.quantize),
        ):
            converted = Path(folder, name)
            convert(source, converted)
            hub_cache.add(home, name, converted)


if __name__ == "__main__":
    main()
