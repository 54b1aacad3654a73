"""Shards: what one task has read, in one file of Parquet, written all or nothing and stored exactly once.

A shard is named by the digest of what it was made from, so that a task which is done twice makes the same file. It lies in the folder
``shards`` of the corpus until it is stored; the table ``shards`` says which were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...schemas.errors import ContractError, MissingExtraError
from ..files import whole_file
from ..store import Prepared

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FOLDER", "Read", "read_shard", "shard_name", "shard_version", "write_shard"]

FOLDER: Final = "shards"
_VERSION: Final = b"gongwen.pipeline"


@dataclass(slots=True, frozen=True)
class Read:
    """One source that was read, or why it could not be."""

    uri: str
    prepared: Prepared | None
    """What is to be stored, the notice or the reject; None where there was nothing to read."""
    error: str | None = None
    """Class of the error."""
    message: str | None = None


def shard_name(version: str, build: int, sources: Iterable[tuple[str, str]]) -> str:
    """Return the name of the shard of ``sources`` (uri, SHA-256 of the content), read by ``version`` of the pipeline in run ``build``.

    What a run has rejected the next one may read again, so that the same sources make another shard then.
    """
    digest = sha256(f"{version} {build}".encode())
    for uri, content in sources:
        digest.update(f"\0{uri}\0{content}".encode("utf-8", "surrogateescape"))
    return f"{digest.hexdigest()[:32]}.parquet"


def write_shard(path: Path, read: list[Read], version: str) -> None:
    """Write what was read to ``path``; raises :class:`OutputError` where that fails, :class:`MissingExtraError` without pyarrow."""
    arrow = _arrow()
    prepared = [one.prepared for one in read]
    columns: dict[str, tuple[Any, list[Any]]] = {
        "uri": (arrow.string(), [one.uri for one in read]),
        "sha256": (arrow.string(), [one and one.sha256 for one in prepared]),
        "bytes": (arrow.int64(), [one and one.size for one in prepared]),
        "id": (arrow.string(), [one and one.id for one in prepared]),
        "error": (arrow.string(), [one.error for one in read]),
        "message": (arrow.string(), [one.message for one in read]),
        "prepared": (arrow.large_binary(), [one and one.to_bytes() for one in prepared]),
    }
    table = arrow.table(
        [arrow.array(values, kind) for kind, values in columns.values()],
        schema=arrow.schema([arrow.field(name, kind) for name, (kind, _) in columns.items()], metadata={_VERSION: version.encode()}),
    )
    from pyarrow import parquet

    with whole_file(path) as file:
        parquet.write_table(table, file, compression="zstd", compression_level=1)


def shard_version(path: Path) -> str | None:
    """Return the version of the pipeline that a shard was read by; None where ``path`` is no shard."""
    arrow = _arrow()
    from pyarrow import parquet

    try:
        metadata = parquet.read_schema(path).metadata or {}
    except (OSError, arrow.ArrowException):
        return None
    found: bytes | None = metadata.get(_VERSION)
    return found.decode() if found else None


def read_shard(path: Path) -> Iterator[Read]:
    """Yield what a shard holds; raises :class:`ContractError` where it is none."""
    arrow = _arrow()
    from pyarrow import parquet

    try:
        columns = parquet.read_table(path, columns=["uri", "error", "message", "prepared"]).to_pydict()
    except (OSError, arrow.ArrowException) as error:
        raise ContractError(f"{path}: no shard, or a damaged one ({error}); delete it and run the same command again") from error
    for uri, name, message, prepared in zip(*columns.values(), strict=True):
        yield Read(uri, Prepared.from_bytes(prepared) if prepared is not None else None, name, message)


def _arrow() -> pa:
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtraError("shards need pyarrow; install it with pip install 'gongwen[dask]'") from error
    return pa
