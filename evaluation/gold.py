"""Folders of gold files: loaded and fingerprinted."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from ..schemas.errors import GoldError
from ..schemas.gold import GoldFile, load_gold

__all__ = ["corpus_hash", "load_all"]


def load_all(folder: Path) -> list[GoldFile]:
    """Return all gold files of ``folder``, by name; raises :class:`GoldError` where there is none or one is wrong."""
    return [load_gold(path) for path in _gold_paths(folder)]


def corpus_hash(folder: Path) -> str:
    """Return the SHA-256 over names and bytes of the gold files in ``folder`` and of their sources, hexadecimal."""
    digest = sha256()
    files = {path for item in load_all(folder) for path in (item.path, *item.sources)}
    for path in sorted(files):
        content = path.read_bytes()
        # The length stands between name and bytes, so that no two corpora run together into the same stream.
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _gold_paths(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder; name the folder that holds the gold files (X.json beside X.txt)")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise GoldError(f"{folder}: holds no gold file; a gold file is X.json beside its text X.txt")
    return paths
