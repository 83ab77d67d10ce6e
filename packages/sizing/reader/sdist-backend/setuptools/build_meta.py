"""
A build backend that builds nothing. `pip download` keeps a source release only after the package's build backend has
told its name and version; the real one runs setup.py of vLLM, which wants PyTorch and a compiler. This one answers from
PKG-INFO, so that no code of the release runs.
"""

import os


def get_requires_for_build_wheel(config_settings=None):
    return []


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    wanted = ("Metadata-Version:", "Name:", "Version:")
    with open("PKG-INFO", encoding="utf-8") as file:
        lines = [line for line in file if line.startswith(wanted)]
    folder = "vllm.dist-info"
    os.mkdir(os.path.join(metadata_directory, folder))
    with open(os.path.join(metadata_directory, folder, "METADATA"), "w", encoding="utf-8") as file:
        file.writelines(lines[:3])
    return folder


class __legacy__:
    """The backend of a release without a build-backend in pyproject.toml."""

    get_requires_for_build_wheel = staticmethod(get_requires_for_build_wheel)
    prepare_metadata_for_build_wheel = staticmethod(prepare_metadata_for_build_wheel)
