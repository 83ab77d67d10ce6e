"""Unpacks of a source release what the catalog reads: Python files, and how the image is built."""

import os
import sys
import tarfile

WANTED = ("CMakeLists.txt", "Dockerfile", "PKG-INFO", "docker/Dockerfile", ".buildkite/release-pipeline.yaml")


def main():
    archive, folder = sys.argv[1:]
    with tarfile.open(archive) as source:
        for member in source:
            path = member.name.split("/", 1)[-1]
            if member.isfile() and (path in WANTED or (path.startswith("vllm/") and path.endswith(".py"))):
                write(source.extractfile(member).read(), os.path.normpath(os.path.join(folder, path)), folder)
                if path == "PKG-INFO":
                    os.utime(os.path.join(folder, path), (member.mtime, member.mtime))


def write(content, target, folder):
    if not target.startswith(os.path.join(folder, "")):
        raise SystemExit(f"{target} lies outside of the release")
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "wb") as file:
        file.write(content)


main()
