"""Benchmark of recognition: ours beside RapidOCR alone on the same pages, several pages at a time, memory, and where the time goes.

CPU seconds of this process for single pages, so that neighbours on the machine do not count; ratios are taken within interleaved rounds.
Pages side by side can only be timed by the clock: there the machine must be idle.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final

import numpy as np

from ..extract.limits import PAGE_JOBS
from ..extract.readers.ocr.engine import Engine, Pixels, engine
from ..extract.readers.ocr.pages import PageImage, scan_pages
from ..extract.readers.ocr.sheet import scan
from .ocr import tiff
from .render import Variant, render

__all__ = ["OcrBench", "bench_ocr"]

_TEXT: Final = Path(__file__).parents[1] / "tests" / "samples" / "jilin_roster.txt"
_VARIANT: Final = Variant("bench", dpi=200, angle=0.5, quality=60)
_PAGES: Final = 4


@dataclass(slots=True)
class OcrBench:
    """Seconds a page."""

    ours: list[float] = field(default_factory=list)
    rapidocr: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    """By the clock, one page after the other."""
    together: list[float] = field(default_factory=list)
    """By the clock, side by side."""
    jobs: int = 1
    shares: dict[str, float] = field(default_factory=dict)
    """CPU seconds of each step, of one round."""
    peaks: dict[int, float] = field(default_factory=dict)
    """Peak resident memory in MB by pages at a time."""

    def table(self) -> str:
        """Return the figures as text."""
        ratio = median(one / other for one, other in zip(self.ours, self.rapidocr, strict=True))
        gain = median(one / other for one, other in zip(self.alone, self.together, strict=True))
        total = sum(self.shares.values())
        lines = [
            f"A4, {_VARIANT.dpi} dpi, one thread, CPU seconds a page: {median(self.ours):.2f}, RapidOCR alone {median(self.rapidocr):.2f}",
            f"ratio: {ratio:.2f}",
            f"by the clock: {median(self.alone):.2f} s a page one by one, {median(self.together):.2f} with {self.jobs} at a time",
            f"gain: {gain:.2f}",
            *(f"peak memory, {jobs} pages at a time: {peak:.0f} MB" for jobs, peak in self.peaks.items()),
            "time: " + ", ".join(f"{name} {seconds / total:.0%}" for name, seconds in self.shares.items()),
        ]
        return "\n".join(lines)


def bench_ocr(rounds: int = 3) -> OcrBench:
    """Return the figures of ``rounds`` interleaved rounds over the first pages of a sample, printed and scanned at 200 dpi."""
    sheets = render(_TEXT, _VARIANT)[:_PAGES]
    pages = [np.asarray(sheet.image) for sheet in sheets]
    found = OcrBench(jobs=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    shared, rapid = engine(), _rapidocr()
    shared.recognise(shared.crop(pages[0], shared.detect(pages[0])[:1]))
    rapid(pages[0])
    for _ in range(rounds):
        found.ours.append(_timed(time.process_time, lambda: [scan(shared, page, 1, _VARIANT.dpi) for page in pages]) / len(pages))
        found.rapidocr.append(_timed(time.process_time, lambda: [rapid(page[..., ::-1]) for page in pages]) / len(pages))
        for jobs, times in ((1, found.alone), (found.jobs, found.together)):
            with _jobs(jobs):
                times.append(_timed(time.perf_counter, lambda: _scan_all(pages)) / len(pages))
    found.shares = _shares(shared, pages)
    data = tiff(sheets, _VARIANT)
    found.peaks = {jobs: _peak(data, jobs) for jobs in (1, 2)}
    return found


def _scan_all(pages: list[Pixels]) -> object:
    return scan_pages([PageImage(page, _VARIANT.dpi, number) for number, page in enumerate(pages, 1)], len(pages))


def _timed(clock: Callable[[], float], work: Callable[[], object]) -> float:
    began = clock()
    work()
    return clock() - began


def _rapidocr() -> Any:
    from rapidocr import RapidOCR

    one = {"EngineConfig.onnxruntime.intra_op_num_threads": 1, "EngineConfig.onnxruntime.inter_op_num_threads": 1}
    return RapidOCR(params={"Global.log_level": "critical", **one})


@contextmanager
def _jobs(jobs: int) -> Iterator[None]:
    before = os.environ.get(PAGE_JOBS)
    os.environ[PAGE_JOBS] = str(jobs)
    try:
        yield
    finally:
        del os.environ[PAGE_JOBS]
        if before is not None:
            os.environ[PAGE_JOBS] = before


class _Watched:
    """An engine that notes the CPU seconds of its steps."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.seconds: dict[str, float] = {}

    def __getattr__(self, name: str) -> Callable[..., object]:
        step = getattr(self._engine, name)

        def timed(*arguments: object) -> object:
            began = time.process_time()
            result = step(*arguments)
            self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - began
            return result

        return timed


def _shares(shared: Engine, pages: list[Pixels]) -> dict[str, float]:
    watched: Any = _Watched(shared)
    whole = _timed(time.process_time, lambda: [scan(watched, page, 1, _VARIANT.dpi) for page in pages])
    return {**watched.seconds, "seals, skew, rules, the rest": whole - sum(watched.seconds.values())}


def _peak(data: bytes, jobs: int) -> float:
    """Return the peak resident memory, in MB, of a fresh process that reads the pages."""
    environment = {**os.environ, PAGE_JOBS: str(jobs)}
    done = subprocess.run([sys.executable, "-c", _WORKER], input=data, env=environment, capture_output=True, check=True)  # noqa: S603 - ours
    return int(done.stdout.split()[-1]) / 1024


_WORKER = """
import sys
from pathlib import Path
from gongwen.extract import parse
parse(sys.stdin.buffer.read(), uri="bench.tiff")
lines = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
"""
