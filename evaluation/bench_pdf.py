"""Benchmark of PDF: our reader beside pypdfium2 alone (text, and text with the box of each character) and pdfplumber."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from ..schemas.errors import GongwenError, MissingExtraError, SourceNotFoundError

__all__ = ["OURS", "PdfReport", "bench_pdf", "worker_peaks"]

OURS = "gongwen reader"
_TEXT, _BOXES, _PLUMBER = "pypdfium2, text", "pypdfium2, text and boxes", "pdfplumber, text"


@dataclass(slots=True, frozen=True)
class PdfReport:
    """CPU seconds of each contestant in each round, over the same files."""

    files: int
    pages: int
    seconds: dict[str, list[float]]
    refused: dict[str, str]
    """Files that our reader does not read without more (a scan, a password), with its reason; they take no part."""

    def milliseconds(self, name: str) -> float:
        """Return the median over rounds, CPU milliseconds a page."""
        return median(self.seconds[name]) / self.pages * 1000

    def ratio(self, name: str, to: str) -> float:
        """Return how many times as long as ``to`` the contestant takes (median of the rounds' ratios)."""
        return median(own / other for own, other in zip(self.seconds[name], self.seconds[to], strict=True))

    def table(self) -> str:
        """Return the figures as text."""
        rounds = len(self.seconds[OURS])
        lines = [f"{self.files} files, {self.pages} pages, {rounds} interleaved rounds, CPU seconds"]
        for name in self.seconds:
            versus = "  ".join(f"{self.ratio(name, other):6.2f}× {other}" for other in (_TEXT, _BOXES) if other != name)
            lines.append(f"{name:28} {self.milliseconds(name):8.2f} ms/page  {versus}")
        lines += [f"not read: {reason}" for reason in self.refused.values()]
        return "\n".join(lines)


def bench_pdf(folder: Path, rounds: int = 5) -> PdfReport:
    """Run every contestant over the PDF below ``folder``, ``rounds`` times in turn, after one round to warm up.

    Raises :class:`SourceNotFoundError` where no PDF can be read and :class:`MissingExtraError` without the libraries.
    """
    if find_spec("pypdfium2") is None or find_spec("pdfplumber") is None:
        raise MissingExtraError("the benchmark of PDF needs pypdfium2 and pdfplumber: pip install 'gongwen[pdf]'")
    sources, refused, pages = _readable(folder)
    if not sources:
        raise SourceNotFoundError(f"{folder}: no PDF below it that can be read; name a folder of .pdf files with --pages")
    field: dict[str, Callable[[bytes], object]] = {OURS: _ours, _TEXT: _text, _BOXES: _boxes, _PLUMBER: _plumber}
    seconds: dict[str, list[float]] = {name: [] for name in field}
    for turn in range(rounds + 1):
        for name, run in field.items():
            began = time.process_time()
            for data in sources:
                run(data)
            if turn:
                seconds[name].append(time.process_time() - began)
    return PdfReport(len(sources), pages, seconds, refused)


def worker_peaks(folder: Path) -> dict[str, float]:
    """Return the peak resident memory, in MB, of fresh processes: one that only starts, one that reads every PDF below ``folder``."""
    peaks = {}
    for name, code in (("bare Python", ""), (OURS, _WORKER)):
        command = [sys.executable, "-c", code + _PEAK, str(folder)]
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - our own interpreter
        peaks[name] = int(done.stdout) / 1024
    return peaks


_WORKER = """
import sys
from pathlib import Path
from gongwen.extract import parse
from gongwen.schemas.contract import dumps
from gongwen.schemas.errors import GongwenError
for path in sorted(Path(sys.argv[1]).rglob("*.pdf")):
    try:
        dumps(parse(path))
    except GongwenError:
        pass
"""
# VmHWM is of this process alone; ru_maxrss starts with the size of the process that forked it.
_PEAK = """
try:
    lines = open("/proc/self/status").read().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
except OSError:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _readable(folder: Path) -> tuple[list[bytes], dict[str, str], int]:
    """Return the files whose every page has a text layer, why others are left out, and the number of pages."""
    from ..extract.readers import read

    sources: list[bytes] = []
    refused: dict[str, str] = {}
    pages = 0
    for path in sorted(folder.rglob("*.pdf")):
        data = path.read_bytes()
        try:
            page = read(data, name=path.name)
        except GongwenError as error:
            refused[path.name] = str(error)
            continue
        if any(reading.method == "ocr" for reading in page.page_readings or ()):
            refused[path.name] = f"{path.name}: has pages that go to OCR"
            continue
        sources.append(data)
        pages += page.pages or 0
    return sources, refused, pages


def _ours(data: bytes) -> object:
    from ..extract.readers import read

    return read(data, name="bench.pdf")


def _text(data: bytes) -> object:
    return _pdfium(data, boxes=False)


def _boxes(data: bytes) -> object:
    return _pdfium(data, boxes=True)


def _pdfium(data: bytes, *, boxes: bool) -> object:
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    found = []
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        found.append((text.get_text_range(), [text.get_charbox(at) for at in range(text.count_chars())] if boxes else []))
        text.close()
        page.close()
    document.close()
    return found


def _plumber(data: bytes) -> object:
    from io import BytesIO

    from pdfplumber import open as open_pdf

    with open_pdf(BytesIO(data)) as document:
        return [page.extract_text() for page in document.pages]
