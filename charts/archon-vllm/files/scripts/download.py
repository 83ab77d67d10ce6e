"""Downloads repositories of the Hugging Face Hub into its cache and checks every file, before vLLM starts.

ARCHON_DOWNLOADS lists them, as id@revision. A file that is there already is not downloaded again. One that was interrupted is:
the Hub's client does not go on with parts, so old ones are removed.
"""

import hashlib
import json
import os
import shutil
import sys
import threading
import time

os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

from huggingface_hub import HfApi, snapshot_download  # noqa: E402
from huggingface_hub.constants import HF_HUB_CACHE  # noqa: E402

# What vLLM does not read where there are safetensors.
OTHER_FORMATS = ["*.bin", "*.pt", "*.pth", "*.gguf", "*.h5", "*.msgpack", "*.onnx", "*.ot", "original/*", "onnx/*", "metal/*"]
MB, GB = 10**6, 10**9
SECONDS = float(os.environ.get("ARCHON_DOWNLOAD_LOG_SECONDS", "10"))


def say(text):
    print(text, flush=True)


def one_line(error):
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def selection(repo, revision):
    """The patterns to leave out, and how many bytes all others have; unknown (None) without the Hub."""
    try:
        files = HfApi().model_info(repo, revision=revision, files_metadata=True).siblings
    except Exception as error:
        say(f"{repo}: no list of files: {one_line(error)}")
        return OTHER_FORMATS if has_safetensors(repo) else [], None
    ignored = OTHER_FORMATS if any(one.rfilename.endswith(".safetensors") for one in files) else []
    from fnmatch import fnmatch

    kept = [one for one in files if not any(fnmatch(one.rfilename, pattern) for pattern in ignored)]
    total = sum(one.size or 0 for one in kept)
    require_space(repo, total)
    return ignored, total


def require_space(repo, total):
    """Fails before a download that the volume cannot hold. Parts count as there: another pod may be writing them."""
    os.makedirs(HF_HUB_CACHE, exist_ok=True)
    missing = total - bytes_in(os.path.join(folder_of(repo), "blobs"))
    free = shutil.disk_usage(HF_HUB_CACHE).free
    if missing > free:
        sys.exit(
            f"{repo}: {missing / GB:.2f} GB are missing, and {HF_HUB_CACHE} has {free / GB:.2f} GB free. Enlarge the volume "
            "(persistence.size), or remove models from it that are no longer used."
        )


def has_safetensors(repo):
    return any(name.endswith(".safetensors") for _, _, names in os.walk(os.path.join(folder_of(repo), "snapshots")) for name in names)


def folder_of(repo):
    return os.path.join(HF_HUB_CACHE, "models--" + repo.replace("/", "--"))


def bytes_in(folder):
    try:
        with os.scandir(folder) as files:
            return sum(file.stat().st_size for file in files)
    except OSError:
        return 0


def remove_old_parts(repo):
    """Of downloads that were killed. Another pod may be writing those that are new."""
    blobs = os.path.join(folder_of(repo), "blobs")
    for name in os.listdir(blobs) if os.path.isdir(blobs) else []:
        path = os.path.join(blobs, name)
        try:
            if name.endswith(".incomplete") and time.time() - os.stat(path).st_mtime > 3600:
                os.remove(path)
        except OSError:
            pass


def report(repo, total, finished):
    blobs, last = os.path.join(folder_of(repo), "blobs"), None
    while not finished.wait(SECONDS):
        now = bytes_in(blobs)
        speed = "" if last is None else f", {max(0, now - last) / SECONDS / MB:.1f} MB/s"
        of = f" of {total / GB:.2f} GB, {100 * now / total:.0f} %" if total else " GB"
        say(f"{repo}: {now / GB:.2f}{of}{speed}")
        last = now


def is_whole(path):
    """A file's name in the cache is its hash: SHA-256 of a large file, Git's of another."""
    name = os.path.basename(path)
    if len(name) not in (40, 64) or set(name) - set("0123456789abcdef"):
        return True
    digest = hashlib.sha256() if len(name) == 64 else hashlib.sha1(b"blob %d\0" % os.path.getsize(path))
    with open(path, "rb") as file:
        for part in iter(lambda: file.read(1 << 24), b""):
            digest.update(part)
    return digest.hexdigest() == name


def absent(snapshot):
    """Files of weights that an index of the snapshot names and that are not there. Older clients of the Hub are content without them."""
    names = set()
    for name in os.listdir(snapshot):
        if name.endswith(".safetensors.index.json"):
            with open(os.path.join(snapshot, name)) as file:
                names.update(json.load(file).get("weight_map", {}).values())
    return sorted(name for name in names if not os.path.exists(os.path.join(snapshot, name)))


def verify(repo, snapshot):
    """Checks what has not been checked before; a file that is not what its name says is removed."""
    marks = os.path.join(folder_of(repo), ".checked")
    try:
        with open(marks) as file:
            known = set(file.read().split("\n"))
    except OSError:
        known = set()
    wrong, checked = [], 0
    for folder, _, names in os.walk(snapshot):
        for name in names:
            path = os.path.realpath(os.path.join(folder, name))
            stat = os.stat(path)
            mark = f"{os.path.basename(path)} {stat.st_size} {stat.st_mtime_ns}"
            if mark in known:
                continue
            if is_whole(path):
                known.add(mark)
                checked += 1
            else:
                os.remove(path)
                wrong.append(name)
    if checked:
        try:
            with open(marks, "w") as file:
                file.write("\n".join(sorted(known)))
        except OSError:
            pass
    if wrong:
        sys.exit(f"{repo}: damaged, and removed: {', '.join(wrong)}. The next attempt downloads them again.")
    lacking = absent(snapshot)
    if lacking:
        sys.exit(f"{repo}: not complete, and the Hub does not give the rest: {', '.join(lacking)}.")
    say(f"{repo}: complete" + (f", {checked} files checked" if checked else ", checked before"))


def download(repo, revision):
    remove_old_parts(repo)
    ignored, total = selection(repo, revision)
    finished = threading.Event()
    reporter = threading.Thread(target=report, args=(repo, total, finished), daemon=True)
    reporter.start()
    say(f"{repo} at {revision}: {f'{total / GB:.2f} GB' if total else 'size unknown'}, into {HF_HUB_CACHE}")
    try:
        snapshot = snapshot_download(repo, revision=revision, ignore_patterns=ignored, max_workers=4)
    except Exception as error:
        sys.exit(f"{repo} at {revision}: {one_line(error)}")
    finally:
        finished.set()
        reporter.join()
    verify(repo, snapshot)


start = time.monotonic()
for one in os.environ["ARCHON_DOWNLOADS"].split(","):
    download(*one.rsplit("@", 1))
say(f"Done in {time.monotonic() - start:.0f} s")
