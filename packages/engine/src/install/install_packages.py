"""Installs a lock file into the Python that runs this: downloads first, so that a second run goes on from there.

Usage: install_packages.py <lock file> <folder for the downloads>. Progress goes to stderr. What pip has against it
goes to stdout, with exit code 1.
"""

import os
import subprocess
import sys
from pathlib import Path

from end_with_parent import end_with_parent

# pip keeps a group's downloads only when all of it is there; each call of pip costs a second.
GROUP = 10
COMMON = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--no-input", "--disable-pip-version-check", "--quiet"]


def main() -> None:
    end_with_parent()
    lock, downloads = Path(sys.argv[1]), Path(sys.argv[2])
    os.umask(0o022)  # the folder becomes a layer of an image, which other users read
    downloads.mkdir(exist_ok=True)
    packages = read_packages(lock)
    for start in range(0, len(packages), GROUP):
        part = downloads / "part.txt"
        part.write_text("\n".join(packages[start : start + GROUP]))
        pip("download", "--requirement", str(part), "--dest", str(downloads))
        part.unlink()
        report(f"downloaded {min(start + GROUP, len(packages))} of {len(packages)} packages, {size_of(downloads)}")
    report("unpacking them")
    pip("install", "--no-index", "--find-links", str(downloads), "--no-compile", "--requirement", str(lock))


def read_packages(lock: Path) -> list[str]:
    """The requirements of a lock file, each with the lines of its hashes."""
    packages: list[str] = []
    for line in lock.read_text().splitlines():
        if line.startswith("    --hash"):
            packages[-1] += "\n" + line
        elif line and not line.lstrip().startswith("#"):
            packages.append(line)
    return packages


def pip(*args: str) -> None:
    command = [sys.executable, "-m", "pip", args[0], *COMMON, *args[1:]]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        lines = (ran.stderr + ran.stdout).strip().splitlines()
        errors = [line for line in lines if line.startswith("ERROR")]
        print("\n".join((errors or lines)[-3:]))
        sys.exit(1)


def size_of(folder: Path) -> str:
    return f"{sum(file.stat().st_size for file in folder.iterdir()) / 1e9:.1f} GB"


def report(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
