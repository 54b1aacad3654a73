"""The pages of a document, several at a time, and the blocks that they make together.

Pages run side by side in threads of one process: onnxruntime, OpenCV and numpy leave the interpreter's lock while they compute, so
two threads do what two processes would, with one copy of the models and without the start of a process for each.
Set ``GONGWEN_PAGE_JOBS`` to bound them; processes that parse many documents side by side set it to 1.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ....schemas.notice import Seal
from ...limits import PAGE_JOBS, current
from ...page import RawBlock
from .evidence import Seen

if TYPE_CHECKING:
    from .engine import Pixels
    from .sheet import Scan

__all__ = ["PageImage", "ocr_facts", "page_jobs", "place_in_images", "scan_pages", "seals_of", "unreadable"]

_BASE_MB: Final = 350
_PAGE_MB: Final = 350
"""Memory of the models, and of each page at a time: its image and the intermediate results."""


@dataclass(slots=True)
class PageImage:
    """A page to be recognised."""

    pixels: Pixels
    """RGB (height, width, 3) or grey (height, width)."""
    dpi: float
    number: int
    """From 1."""


def scan_pages(images: Iterable[PageImage], total: int) -> list[Scan]:
    """Return the pages as recognised, marks restored; ``images`` is taken as fast as pages are done, so it may be a generator.

    ``total`` is how many there are. A bar on stderr counts the pages, where that is a terminal. Raises :class:`MissingExtraError`.
    """
    current().begin_ocr()
    from .engine import engine
    from .marks import restore_marks
    from .sheet import scan
    from .words import restore_words

    shared = engine()
    jobs = min(page_jobs(), total)
    scans: list[Scan] = []
    with _progress(total) as advance:
        if jobs <= 1:
            for image in images:
                current().begin_page()
                scans.append(scan(shared, image.pixels, image.number, image.dpi))
                advance()
        else:
            with ThreadPoolExecutor(jobs) as pool:
                waiting: deque[Future[Scan]] = deque()
                for image in images:
                    current().begin_page()
                    waiting.append(pool.submit(scan, shared, image.pixels, image.number, image.dpi))
                    if len(waiting) > jobs:
                        scans.append(waiting.popleft().result())
                        advance()
                for future in waiting:
                    scans.append(future.result())
                    advance()
    runs = [run for page in scans for run in page.sheet.runs]
    restore_words(runs)
    restore_marks(runs)
    for page in scans:
        page.sheet.characters = sum(not glyph[0].isspace() for run in page.sheet.runs for glyph in run.glyphs)
    return scans


def page_jobs() -> int:
    """Return how many pages run side by side: as many as there are processors for this process and as fit into the memory of a document."""
    fit = max(int(current().ocr_memory_mb - _BASE_MB) // _PAGE_MB, 1)
    given = os.environ.get(PAGE_JOBS, "")
    if given.isdecimal() and int(given) > 0:
        return min(int(given), fit)
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors, fit)


def ocr_facts(scans: list[Scan]) -> dict[str, Any]:
    """Return engine, model and mean confidence over all characters."""
    from .engine import ENGINE, MODEL

    seen = [glyph.confidence for page in scans for run in page.sheet.runs for glyph in run.glyphs if isinstance(glyph, Seen)]
    return {"engine": ENGINE, "model": MODEL, "mean_confidence": round(sum(seen) / len(seen), 4) if seen else None}


def seals_of(scans: list[Scan]) -> list[Seal]:
    """Return the seals of all pages."""
    return [Seal(page.sheet.number, seal) for page in scans for seal in page.seals]


def place_in_images(blocks: list[RawBlock], scans: list[Scan]) -> None:
    """Set the boxes of blocks, places on the straight pages, to places in the images as they came."""
    pages = {page.sheet.number: page for page in scans}
    for block in blocks:
        if block.bbox is not None and block.page in pages:
            block.bbox = pages[block.page].box(block.bbox)


def unreadable(scans: list[Scan]) -> list[RawBlock]:
    """Return what is set aside of the pages because it is no writing."""
    return [RawBlock(text, aside=reason, page=page.sheet.number) for page in scans for reason, text in page.aside]


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """Give what is to be called for each page done; a bar shows it where somebody can see one and has to wait."""
    if total < 2 or PAGE_JOBS in os.environ or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("recognising", total=total)
        yield lambda: bar.advance(task)
