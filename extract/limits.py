"""What one document may cost: the bounds that every reader asks for, in one place.

A reader takes no limits as an argument: :func:`parse <gongwen.extract.parse>` sets them for the time of a reading, and :func:`current`
gives them to whoever reads. Sizes are checked by the readers, before memory is taken; time and memory by the process that watches
over theirs (:mod:`gongwen.corpora.worker`). Beyond a limit there is a named error that says which, never half a notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from ..schemas.errors import SourceTooLargeError

__all__ = ["PAGE_JOBS", "Limits", "current", "within"]


PAGE_JOBS: Final = "GONGWEN_PAGE_JOBS"
"""Variable of the environment: how many pages of a document OCR recognises at a time."""


@dataclass(slots=True, frozen=True)
class Limits:
    """Bounds for one document; the defaults leave room for the longest notices and keep a hostile file from doing harm."""

    source_bytes: int = 64 << 20
    """Bytes of the file; the longest notices have some 300 KB of text, a scan of 100 pages some 50 MB."""
    members: int = 20_000
    """Files in an archive; a long OFD has four a page."""
    member_bytes: int = 64 << 20
    """Bytes of one file of an archive (or one stream of a PDF), unpacked."""
    unpacked_bytes: int = 256 << 20
    """Bytes of all that is unpacked of one archive."""
    ratio: int = 200
    """Times that a packed file may grow; XML of thousands of like rows packs 100 to 1."""
    tags: int = 2_000_000
    """Start and end tags of one HTML or XML text; with the lines they make they fill some 2 GB of an HTML page, and a page of 50 MB
    has half as many."""
    lines: int = 1_000_000
    """Lines of one plain text: each costs some 500 bytes of memory however short it is, and a text of 50 MB has half as many."""
    depth: int = 200
    """XML elements inside one another; Word writes some 12 for each table in a table."""
    pages: int = 1000
    """Pages of a PDF, OFD or TIFF; a bulletin (公报) has some 60, the longest collections some 500."""
    pixels: int = 80_000_000
    """Pixels of one image or of one page drawn; A3 scanned at 600 dpi has 70 million."""
    seconds: float = 120
    """Wall-clock time for a document, whatever its pages."""
    page_seconds: float = 30
    """Time more for each page begun; recognising the text of a page (OCR) takes 4-8 s on a free core."""
    memory_mb: int = 600
    """Resident memory, in MB (2**20), of the process that reads; Python and the libraries take 100 of them."""
    ocr_memory_mb: int = 1100
    """The same once OCR has begun: its models take some 400."""

    def check_bytes(self, count: int, *, name: str) -> None:
        """Raise :class:`SourceTooLargeError` where a source has more bytes than allowed."""
        _check(count, self.source_bytes, "bytes", name, "check that it is a notice, or split it")

    def check_members(self, count: int, *, name: str) -> None:
        """Raise :class:`SourceTooLargeError` where an archive has more members than allowed."""
        _check(count, self.members, "members", name, "split it")

    def check_pages(self, count: int, *, name: str) -> None:
        """Raise :class:`SourceTooLargeError` where a source says that it has more pages than allowed."""
        _check(count, self.pages, "pages", name, "split it, or allow more with --pages")

    def check_pixels(self, width: float, height: float, *, name: str) -> None:
        """Raise :class:`SourceTooLargeError` where an image (or a page to be drawn) has more pixels than allowed; before it is unpacked."""
        _check(int(width) * int(height), self.pixels, "pixels", name, "save it with a lower resolution")

    def check_tags(self, count: int, *, name: str) -> None:
        """Raise :class:`SourceTooLargeError` where an HTML or XML text has more tags than allowed."""
        _check(count, self.tags, "tags", name, "split it")

    def check_lines(self, count: int, *, name: str) -> None:
        """Raise :class:`SourceTooLargeError` where a plain text has more lines than allowed."""
        _check(count, self.lines, "lines", name, "split it")

    def begin_page(self) -> None:
        """Say that the reader begins a page: whoever watches its time gives it ``page_seconds`` more."""
        _watcher.get()("page")

    def begin_ocr(self) -> None:
        """Say that the reader begins to recognise text: whoever watches its memory allows ``ocr_memory_mb`` from now on."""
        _watcher.get()("ocr")


def _check(count: int, most: int, unit: str, name: str, remedy: str) -> None:
    if count > most:
        raise SourceTooLargeError(f"{name}: {count} {unit}, more than the {most} allowed for one document; {remedy}")


def _nobody(_: str) -> None:
    """Nobody watches: the reader runs in the process of its caller."""


_DEFAULTS: Final = Limits()
_current: ContextVar[Limits] = ContextVar("limits", default=_DEFAULTS)
_watcher: ContextVar[Callable[[str], None]] = ContextVar("watcher", default=_nobody)


def current() -> Limits:
    """Return the limits of the reading that is going on; the defaults where none were set."""
    return _current.get()


@contextmanager
def within(limits: Limits, watcher: Callable[[str], None] | None = None) -> Iterator[None]:
    """Read within ``limits``; ``watcher`` is told ``page`` and ``ocr`` when a reader begins one."""
    before = _current.set(limits)
    watched = _watcher.set(watcher or _watcher.get())
    try:
        yield
    finally:
        _current.reset(before)
        _watcher.reset(watched)
