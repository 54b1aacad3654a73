"""Reader for RTF, ODF text and documents older than Word 97: LibreOffice makes DOCX of them, which :mod:`.docx` reads.

LibreOffice runs without a window, with a profile of its own in a temporary folder, so that one that is open disturbs nothing; it is
ended with all it started when the time of a document is over.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from ....schemas.errors import ArchiveError, MissingToolError, TimeLimitError
from ....schemas.notice import NoticeWarning
from ...limits import current
from ...page import Page
from . import docx

__all__ = ["read"]

_PROGRAMS: Final = ("soffice", "libreoffice")
_SUFFIXES: Final = {"application/rtf": ".rtf", "application/vnd.oasis.opendocument.text": ".odt"}


def read(data: bytes, *, name: str, charset: str | None, media_type: str) -> Page:
    """Return the page that a document holds, by way of LibreOffice.

    Raises :class:`MissingToolError` where LibreOffice is not installed, :class:`TimeLimitError` where it takes longer than a document
    may, :class:`ArchiveError` where it makes nothing of the file, and what :func:`.docx.read` raises.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise MissingToolError(
            f"{name}: this format is read through LibreOffice, which is not installed: apt-get install libreoffice-writer, "
            "or save it as DOCX and read that"
        )
    page = docx.read(_converted(program, data, _SUFFIXES.get(media_type, ".doc"), name), name=name, charset=charset, media_type=media_type)
    page.warnings.append(NoticeWarning("converted", "LibreOffice converted it to DOCX; automatic numbering is as LibreOffice wrote it"))
    return page


def _converted(program: str, data: bytes, suffix: str, name: str) -> bytes:
    seconds = current().seconds
    with tempfile.TemporaryDirectory(prefix="gongwen-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source, out = place / f"source{suffix}", place / "out"
        source.write_bytes(data)
        command = [program, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck"]
        command += ["--convert-to", "docx", "--outdir", str(out), str(source)]
        # A group of its own: soffice is a script that starts the program proper, and both must end.
        with subprocess.Popen(  # noqa: S603 - the program by its full path, the arguments ours
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        ) as process:
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired as error:
                raise TimeLimitError(f"{name}: LibreOffice took longer than {seconds:g} s; save the file as DOCX and read that") from error
            finally:
                if process.returncode is None:
                    os.killpg(process.pid, signal.SIGKILL)
        try:
            return (out / "source.docx").read_bytes()
        except OSError as error:
            raise ArchiveError(f"{name}: LibreOffice cannot read it; it may be damaged: save it as DOCX and read that") from error
