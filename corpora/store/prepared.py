"""One source, ready to be stored: what a process that parses hands to the one that writes.

It crosses processes (and machines) as JSON and bytes, never as pickles: whoever reads hostile files must not be believed.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import orjson

from ...schemas.contract import dumps
from ...schemas.errors import ContractError, GongwenError, NoTextError
from ...schemas.notice import Notice
from .names import citation_keys, notice_names
from .passages import passages_of
from .rows import Row, notice_row, rows
from .terms import search_terms
from .works import Identity, identity, standing

__all__ = ["Prepared", "pipeline_version", "prepare", "prepare_bytes", "rejected"]

_HEAD: Final = struct.Struct("!Q")
_LEVEL: Final = 1
"""Of zlib: a fifth larger than at level 6, in a quarter of the time."""

_READING: Final = ("extract/**/*", "schemas/**/*", "corpora/store/*", "corpora/ledger.py", "corpora/rosters.py")
"""The files that what is stored of a notice depends on."""


@dataclass(slots=True)
class Prepared:
    """A document that was read: the rows of its notice, or the reason why it was rejected."""

    sha256: str
    size: int
    """Bytes of the source."""
    error: str | None = None
    """Class of the error; null for a notice."""
    message: str | None = None
    reader: str | None = None
    media_type: str | None = None
    id: str | None = None
    uri: str | None = None
    identity: Identity | None = None
    standing: list[int] = field(default_factory=list)
    notice: Row = field(default_factory=list)
    """Row of ``notices``, as :func:`.rows.notice_row` makes it."""
    rows: dict[str, list[Row]] = field(default_factory=dict)
    """Rows of the other tables."""
    passages: list[Row] = field(default_factory=list)
    """eid, start, end, folded words."""
    terms: list[str] = field(default_factory=list)
    """What the search index has of each passage."""
    names: list[str] = field(default_factory=list)
    """What the notice may be cited by."""
    citation_keys: list[tuple[str, int]] = field(default_factory=list)
    """What each citation cites by, with its position."""
    json: bytes = b""
    """The notice JSON, zlib."""

    def to_bytes(self) -> bytes:
        """Return it as bytes, for a pipe or a file; :meth:`from_bytes` reads them."""
        described = {name: getattr(self, name) for name in self.__slots__ if name != "json"}
        head = orjson.dumps(described)
        return _HEAD.pack(len(head)) + head + self.json

    @classmethod
    def from_bytes(cls, data: bytes) -> Prepared:
        """Return what :meth:`to_bytes` wrote; raises :class:`ContractError` where ``data`` is something else."""
        try:
            (size,) = _HEAD.unpack_from(data)
            described = orjson.loads(data[_HEAD.size : _HEAD.size + size])
            described["identity"] = Identity(**described["identity"]) if described["identity"] else None
            return cls(**described, json=data[_HEAD.size + size :])
        except (struct.error, orjson.JSONDecodeError, TypeError, KeyError) as error:
            raise ContractError("these bytes are no prepared document of this version of gongwen; read its source again") from error


def prepare(notice: Notice) -> Prepared:
    """Return ``notice`` ready to be stored.

    Raises :class:`SpanError` where a span is not exact, as :func:`dumps` does, and :class:`NoTextError` where it has no text to speak of:
    in a corpus that is a reject, and no notice that says nothing.
    """
    if any(warning.code == "empty-text" for warning in notice.warnings):
        raise NoTextError(
            f"{notice.source.uri}: read as {notice.source.reader}, but only {len(notice.text)} characters of text were found; "
            "open it in its own program: it may be empty, a list of links, or filled by a script"
        )
    written = zlib.compress(dumps(notice), _LEVEL)
    passages = passages_of(notice)
    return Prepared(
        sha256=notice.source.sha256,
        size=notice.source.bytes,
        reader=notice.source.reader,
        media_type=notice.source.media_type,
        id=notice.id,
        uri=notice.uri,
        identity=identity(notice),
        standing=standing(notice),
        notice=notice_row(notice),
        rows=rows(notice),
        passages=[(item.eid, item.start, item.end, item.folded) for item in passages],
        terms=search_terms(notice, passages),
        names=notice_names(notice),
        citation_keys=[(name, position) for position, item in enumerate(notice.citations) for name in citation_keys(item, notice)],
        json=written,
    )


def prepare_bytes(notice: Notice) -> bytes:
    """Return :func:`prepare` as bytes: what a worker sends."""
    return prepare(notice).to_bytes()


def rejected(digest: str, size: int, error: GongwenError) -> Prepared:
    """Return a document of ``size`` bytes that could not be read, with the reason."""
    return Prepared(sha256=digest, size=size, error=type(error).__name__, message=str(error))


@lru_cache(maxsize=1)
def pipeline_version() -> str:
    """Return the version of what reads notices: that of the package, and a digest of its code and data.

    A corpus reads a document again when this has changed.
    """
    root = Path(__file__).parents[2]
    digest = sha256()
    files = [path for place in _READING for path in root.glob(place) if path.is_file() and path.suffix != ".pyc"]
    for path in sorted(files):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(sha256(path.read_bytes()).digest())
    try:
        released = version("gongwen")
    except PackageNotFoundError:
        released = "0"
    return f"{released}+{digest.hexdigest()[:12]}"
