"""Makes an installation independent of the folder it was made in, and ready for a read-only image.

Usage: finish_installation.py <version of vLLM>, by the Python of the virtual environment.
"""

import compileall
import os
import sys
import sysconfig
from pathlib import Path
from py_compile import PycInvalidationMode

from end_with_parent import end_with_parent

LAUNCHER = '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -m vllm.entrypoints.cli.main "$@"\n'


def main() -> None:
    end_with_parent()
    version = sys.argv[1]
    os.umask(0o022)
    site = Path(sysconfig.get_path("purelib"))
    # vLLM asks for its own version under its own name, and the local part tells it its platform.
    info = site / f"vllm-{version}+cpu.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: vllm\nVersion: {version}+cpu\n")
    write_launcher(Path(sysconfig.get_path("scripts")))
    remove_gpu_libraries(site)
    print("  compiling them", file=sys.stderr, flush=True)
    # By hash, not by time: whoever copies the files into an image may give them other times.
    compileall.compile_dir(site, quiet=2, workers=0, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)


def write_launcher(scripts: Path) -> None:
    """The scripts that pip wrote name this folder, which will be renamed; only vllm is wanted."""
    for script in scripts.iterdir():
        if not script.is_symlink() and script.read_bytes()[:2] == b"#!":
            script.unlink()
    launcher = scripts / "vllm"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)


def remove_gpu_libraries(site: Path) -> None:
    """torch is linked with libraries of CUDA; what it does not open when it starts, it opens only for a GPU."""
    import torch  # noqa: F401, PLC0415

    opened = Path("/proc/self/maps").read_text()
    for file in site.glob("nvidia/*/lib/*"):
        if file.is_file() and str(file) not in opened:
            file.unlink()


if __name__ == "__main__":
    main()
