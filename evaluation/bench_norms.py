"""What entities and norms cost, beside jieba's segmentation of the same texts.

The two searches are timed alone: each is called again with what the pipeline gave it for a page, so that neither reading nor the rest
of the pipeline, whose noise is larger than what they cost, is in the figure. Caches that grow with the texts are emptied before each
round; tables that are loaded once, and jieba's dictionary, are loaded before.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any, Final

from ..schemas.errors import SourceNotFoundError

__all__ = ["STEPS", "NormBench", "bench_norms", "memory"]

STEPS: Final = ("find_entities", "find_norms")
BOTH: Final = "entities + norms"
JIEBA: Final = "jieba.lcut"
Call = Callable[[], object]


@dataclass(slots=True, frozen=True)
class NormBench:
    """CPU seconds of each contestant in each round, over the same texts."""

    pages: int
    characters: int
    seconds: dict[str, list[float]]
    missing: list[str]

    def ratio(self, name: str) -> float | None:
        """Return how many times the CPU time of jieba ``name`` takes (median of the rounds' ratios); null where jieba is not installed."""
        if JIEBA not in self.seconds:
            return None
        return median(own / other for own, other in zip(self.seconds[name], self.seconds[JIEBA], strict=True))

    def table(self) -> str:
        """Return the figures as text."""
        rounds = len(next(iter(self.seconds.values())))
        lines = [f"{self.pages} pages, {self.characters} characters, {rounds} interleaved rounds, CPU seconds"]
        for name, seconds in self.seconds.items():
            own, ratio = median(seconds), self.ratio(name)
            told = f"  {ratio:6.2f}× jieba" if ratio is not None else ""
            lines.append(f"{name:20} {own * 1000 / self.pages:9.2f} ms/page  {self.characters / own / 1000:9.0f} k characters/s{told}")
        return "\n".join([*lines, *(f"{name:20} not installed" for name in self.missing)])


def bench_norms(folder: Path, rounds: int = 5) -> NormBench:
    """Time the searches and the segmenters over the HTML pages below ``folder``, ``rounds`` times in turn, after one to warm up.

    Raises :class:`SourceNotFoundError` where there is no page.
    """
    from ..extract import pipeline

    pages = sorted(path for path in folder.rglob("*.htm*") if path.is_file())
    if not pages:
        raise SourceNotFoundError(f"{folder}: no HTML page below it; name a folder of .html files with --pages")
    with _recorded(pipeline, STEPS) as calls:
        texts = [pipeline.parse(page).text for page in pages]
    field: dict[str, list[Call] | None] = {
        BOTH: [call for step in STEPS for call in calls[step]],
        **{step: calls[step] for step in STEPS},
        JIEBA: _segmenter("jieba", texts),
        "rjieba.cut": _segmenter("rjieba", texts),
    }
    seconds: dict[str, list[float]] = {name: [] for name, work in field.items() if work}
    for turn in range(rounds + 1):
        for name, taken in seconds.items():
            _empty_caches()
            began = time.process_time()
            for call in field[name] or ():
                call()
            if turn:
                taken.append(time.process_time() - began)
    return NormBench(len(pages), sum(map(len, texts)), seconds, [name for name, work in field.items() if work is None])


def memory(folder: Path) -> str:
    """Return, as text, the resident memory of a fresh process: before and after the tables of places, and after the pages of ``folder``."""
    done = subprocess.run([sys.executable, "-c", _WORKER, str(folder)], capture_output=True, check=True, text=True)  # noqa: S603 - our own interpreter
    before, regions, towns, peak = (int(line) / 1024 for line in done.stdout.split())
    return "\n".join(
        f"{name:34} {size:8.1f} MB"
        for name, size in (
            ("pipeline imported", before),
            ("table of divisions", regions - before),
            ("table of towns", towns - regions),
            ("peak, all pages parsed", peak),
        )
    )


# Resident memory of this process alone, from the kernel; elsewhere ru_maxrss, which only rises, serves as well here.
_WORKER = """
import resource, sys
from pathlib import Path
import gongwen.extract.pipeline as pipeline
def resident(what):
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(line.split()[1] for line in lines if line.startswith(what))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(resident("VmRSS"))
from gongwen.extract.regions import division_names
division_names()
print(resident("VmRSS"))
from gongwen.extract.towns import towns_named
towns_named("城关镇")
print(resident("VmRSS"))
for path in sorted(Path(sys.argv[1]).rglob("*.htm*")):
    pipeline.parse(path)
print(resident("VmHWM"))
"""


@contextmanager
def _recorded(module: ModuleType, names: tuple[str, ...]) -> Iterator[dict[str, list[Call]]]:
    """Within this, calls of ``names`` by ``module`` are kept, each to be made again with the same arguments."""
    originals = {name: getattr(module, name) for name in names}
    calls: dict[str, list[Call]] = {name: [] for name in names}
    for name, function in originals.items():
        setattr(module, name, _recording(function, calls[name]))
    try:
        yield calls
    finally:
        for name, function in originals.items():
            setattr(module, name, function)


def _recording(function: Callable[..., Any], calls: list[Call]) -> Callable[..., Any]:
    @wraps(function)
    def recorded(*arguments: Any, **named: Any) -> Any:
        calls.append(lambda: function(*arguments, **named))
        return function(*arguments, **named)

    return recorded


def _segmenter(name: str, texts: list[str]) -> list[Call] | None:
    if find_spec(name) is None:
        return None
    if name == "rjieba":
        import rjieba

        return [lambda text=text: rjieba.cut(text) for text in texts]  # type: ignore[misc]
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return [lambda text=text: jieba.lcut(text) for text in texts]  # type: ignore[misc]


def _empty_caches() -> None:
    """Empty what was remembered of texts; a table that was loaded is the one entry of its cache, and stays."""
    for name, module in list(sys.modules.items()):
        if name.startswith("gongwen.extract"):
            for value in vars(module).values():
                info = getattr(value, "cache_info", None)
                if info is not None and info().currsize > 1:
                    value.cache_clear()
