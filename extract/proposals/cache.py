"""Answers on disk, so that what was asked once is not asked and paid for again, and an interrupted run goes on where it stopped.

A file holds the answer as it came; the leash is put on it anew each time. It is named by the hash of what the answer depends on.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from ...schemas.errors import OutputError
from .replies import Reply

__all__ = ["Cache", "default_cache"]


def default_cache() -> Path:
    """Return the folder in which answers are kept where nothing else is said: in the cache of the user (XDG_CACHE_HOME)."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "gongwen" / "proposals"


class Cache:
    """Answers in a folder; null keeps none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @staticmethod
    def key(*parts: str) -> str:
        """Return the hash of what an answer depends on: task, text, version of the prompt, model."""
        return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()

    def get(self, key: str) -> Reply | None:
        """Return the answer kept; null where there is none, or where its file cannot be read, which is then written anew."""
        if self._folder is None:
            return None
        try:
            kept = json.loads(self._path(self._folder, key).read_bytes())
            tokens = kept["tokens"]
            return Reply(str(kept["content"]), bool(kept["cut_off"]), (int(tokens[0]), int(tokens[1])) if tokens else None)
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return None

    def put(self, key: str, reply: Reply) -> None:
        """Keep an answer: whole or not at all, whenever we are ended. Raises :class:`OutputError` where the folder cannot be written."""
        if self._folder is None:
            return
        path = self._path(self._folder, key)
        data = json.dumps({"content": reply.content, "cut_off": reply.cut_off, "tokens": reply.tokens})
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".")
            try:
                with os.fdopen(handle, "w", encoding="ascii") as file:
                    file.write(data)
                Path(beside).replace(path)
            except BaseException:
                with suppress(OSError):
                    Path(beside).unlink()
                raise
        except OSError as error:
            raise OutputError(
                f"{self._folder}: answers cannot be kept there ({error.strerror}); name another folder, or none, for the cache"
            ) from error

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / f"{key}.json"
