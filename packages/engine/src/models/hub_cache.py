"""The layout of a Hugging Face cache, as huggingface_hub leaves it after a download."""

import hashlib
from pathlib import Path


def add(home: Path, name: str, folder: Path) -> None:
    """Moves the files of a model into the cache. Its revision follows from what they hold."""
    repository = home / "hub" / f"models--{name.replace('/', '--')}"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    hashes = {path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    revision = hashlib.sha1(repr(sorted((str(file), digest) for file, digest in hashes.items())).encode()).hexdigest()
    snapshot = repository / "snapshots" / revision
    for folder_of in (snapshot, repository / "blobs", repository / "refs"):
        folder_of.mkdir(parents=True)
    for file, digest in hashes.items():
        link = snapshot / file
        link.parent.mkdir(parents=True, exist_ok=True)
        blob = repository / "blobs" / digest
        if not blob.exists():
            blob.write_bytes((folder / file).read_bytes())
        link.symlink_to(Path(*[".."] * len(link.parent.relative_to(repository).parts), "blobs", digest))
    (repository / "refs" / "main").write_text(revision)
