"""Opening a PDF: the document, or a named error that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ....schemas.errors import MissingExtraError, SourceDamagedError, SourceEncryptedError
from ...limits import current

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

__all__ = ["is_cut_off", "opened"]

_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD
_SECURITY: Final = 5  # FPDF_ERR_SECURITY
_TRAILER: Final = 2048
"""Bytes at the end among which readers look for ``%%EOF`` (PDF 32000-1, annex H.3.4.4 says 1024)."""


@contextmanager
def opened(data: bytes, name: str) -> Iterator[PdfDocument]:
    """Open the document and close it behind the block.

    Raises :class:`MissingExtraError` without pypdfium2, :class:`SourceEncryptedError` where a password is asked for,
    :class:`SourceDamagedError` for what is empty, no PDF, broken beyond repair or without pages, and
    :class:`SourceTooLargeError` for more pages than one document may have.
    """
    try:
        from pypdfium2 import PdfDocument, PdfiumError
    except ImportError as error:
        raise MissingExtraError(f"{name}: reading PDF needs pypdfium2; install it with: pip install 'gongwen[pdf]'") from error
    if not data.strip(b"\0 \t\r\n"):
        raise SourceDamagedError(f"{name}: the file is empty; fetch it again")
    if b"%PDF-" not in data[:1024]:
        raise SourceDamagedError(
            f"{name}: no PDF, for it does not begin with %PDF- but with {data[:8]!r}; check what was downloaded, and name it by what it is"
        )
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        raise _refusal(name, getattr(error, "err_code", None)) from error
    try:
        pages = len(document)
        if not pages:
            raise SourceDamagedError(f"{name}: a PDF without pages; fetch it again or export it anew")
        current().check_pages(pages, name=name)
        yield document
    finally:
        document.close()


def _refusal(name: str, code: int | None) -> SourceEncryptedError | SourceDamagedError:
    if code == _PASSWORD:
        return SourceEncryptedError(
            f"{name}: the PDF is encrypted and asks for a password; save a copy without one (print it to PDF from a viewer that opens it) "
            "and read that"
        )
    if code == _SECURITY:
        return SourceEncryptedError(f"{name}: the PDF is protected in a way that cannot be read; save a copy without protection")
    return SourceDamagedError(f"{name}: the PDF is broken or cut off, no page can be found in it; fetch it again or export it anew")


def is_cut_off(data: bytes) -> bool:
    """Return whether the end of the file is missing; pages that a repair found may then not be all."""
    return b"%%EOF" not in data[-_TRAILER:]
