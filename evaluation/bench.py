"""Benchmarks: the pipeline beside its peers, side by side in one run.

Machines differ and are shared, so the figures to go by are the ratios. Contestants run in interleaved rounds (A B C A B C …),
so that a busy moment hits all of them; each round is measured in CPU seconds of this process, so that neighbours do not
count, and ratios are taken within a round before their median is. Peers are imported only here; one that is not there is
reported as not installed.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from ..schemas.errors import SourceNotFoundError

__all__ = ["BenchReport", "Contestant", "bench", "contestants", "startup", "worker_peak"]

Page = tuple[Path, bytes]
OURS = "gongwen parse + dumps"

# What a researcher runs over extracted text: thirty patterns of the usual sort, none of them pathological.
_THIRTY = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"[一-鿿]{2,10}[〔\[(（]\d{4}[〕\])）]\d+号",
        r"第\d+号",
        r"\d{4}年\d{1,2}月\d{1,2}日",
        r"二〇[〇一二]\S年\S{1,2}月\S{1,3}日",
        r"^[一二三四五六七八九十]+、.*$",
        r"^[(（][一二三四五六七八九十]+[)）].*$",
        r"^\d+[.．、].*$",
        r"^[(（]\d+[)）].*$",
        r"第[一二三四五六七八九十百]+条",
        r"《[^》]{2,80}》",
        r"关于.{2,60}的(?:通知|意见|决定|批复)",
        r"\d+(?:\.\d+)?\s*[万亿]?元",
        r"\d+(?:\.\d+)?\s*[%％]",
        r"\d+(?:\.\d+)?平方公里",
        r"\d+个(?:百分点|月|工作日)?",
        r"\d+[家项名人]",
        r"(?:不少于|不低于|不超过)\d+",
        r"\d+[-—~～]\d+",
        r"\d+年(?:内|以上)",
        r"到\d{4}年",
        r"[一-鿿]{2,20}(?:省|市|县|区)人民政府",
        r"[一-鿿]{2,12}(?:委员会|办公室|领导小组)",
        r"[一-鿿]{2,8}[局厅部委]",
        r"^各.{2,80}[:：]$",
        r"必须|应当|不得|严禁",
        r"鼓励|支持|引导",
        r"负责|牵头|配合",
        r"此件\S{2,8}公开",
        r"附件[:：]?\d*",
        r"索\s*引\s*号[:：]\s*\S+",
    )
)


@dataclass(slots=True, frozen=True)
class Contestant:
    """A name, and what it does with one page; null where its library is not installed."""

    name: str
    run: Callable[[Page], object] | None


@dataclass(slots=True, frozen=True)
class BenchReport:
    """CPU seconds of each contestant in each round, over the same pages."""

    pages: int
    size: int
    """Bytes of all pages together."""
    seconds: dict[str, list[float]]
    missing: list[str]

    def pages_per_second(self, name: str) -> float:
        """Return the median over rounds, pages a second on one core."""
        return self.pages / median(self.seconds[name])

    def ratio(self, name: str, to: str) -> float:
        """Return how many times the pages a second of ``to`` the contestant ``name`` does (median of the rounds' ratios)."""
        return median(other / own for own, other in zip(self.seconds[name], self.seconds[to], strict=True))

    def table(self) -> str:
        """Return the figures as text."""
        rounds = len(next(iter(self.seconds.values())))
        lines = [f"{self.pages} pages, {self.size / self.pages / 1024:.1f} KB on average, {rounds} interleaved rounds, CPU seconds"]
        for name in self.seconds:
            versus = f"{OURS} does {self.ratio(OURS, name):.3g}× as many" if name != OURS else ""
            lines.append(f"{name:28} {self.pages_per_second(name):10.1f} pages/s  {versus}")
        return "\n".join([*lines, *(f"{name:28} not installed" for name in self.missing)])


def contestants() -> list[Contestant]:
    """Return ours and the peers, in the order in which a round runs them."""
    return [
        Contestant(OURS, _ours()),
        *_trafilatura(),
        Contestant("lxml parse alone", _lxml()),
        Contestant("lexbor parse alone", _lexbor()),
    ]


def bench(folder: Path, rounds: int = 5, field: list[Contestant] | None = None) -> BenchReport:
    """Run every contestant over the HTML pages below ``folder``, ``rounds`` times in turn, after one round to warm up.

    Raises :class:`SourceNotFoundError` where there is no page.
    """
    pages = [(path, path.read_bytes()) for path in sorted(folder.rglob("*.htm*")) if path.is_file()]
    if not pages:
        raise SourceNotFoundError(f"{folder}: no HTML page below it; name a folder of .html files with --pages")
    field = contestants() if field is None else field
    seconds: dict[str, list[float]] = {item.name: [] for item in field if item.run}
    for turn in range(rounds + 1):
        for item in field:
            if item.run is None:
                continue
            began = time.process_time()
            for page in pages:
                item.run(page)
            if turn:
                seconds[item.name].append(time.process_time() - began)
    return BenchReport(len(pages), sum(len(data) for _, data in pages), seconds, [item.name for item in field if item.run is None])


def startup(page: Path, rounds: int = 7) -> str:
    """Return, as text, the seconds from start to end of fresh processes: bare Python, ``gongwen --help``, the first page."""
    main = "from gongwen.cli import main; main()"  # what the console script does
    commands = {
        "python -c pass": ["pass"],
        "gongwen --help": [main, "--help"],
        "gongwen parse (first page)": [main, "parse", str(page)],
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    failed: dict[str, str] = {}
    for _ in range(rounds):
        for name, arguments in commands.items():
            began = time.perf_counter()
            done = subprocess.run([sys.executable, "-c", *arguments], capture_output=True, check=False)  # noqa: S603 - our own interpreter
            seconds[name].append(time.perf_counter() - began)
            if done.returncode:
                failed[name] = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    bare = seconds["python -c pass"]
    lines = []
    for name, own in seconds.items():
        ratio = median(one / other for one, other in zip(own, bare, strict=True))
        lines.append(
            f"{name:28} {median(own):8.3f} s  {ratio:6.1f}× python -c pass" + (f"  FAILED: {failed[name]}" if name in failed else "")
        )
    return "\n".join(lines)


def worker_peak(folder: Path) -> float:
    """Return the peak resident memory, in MB, of a fresh process that parses and writes every page below ``folder``."""
    done = subprocess.run([sys.executable, "-c", _WORKER, str(folder)], capture_output=True, check=True)  # noqa: S603 - our own interpreter
    return int(done.stdout) / 1024


# VmHWM is of this process alone; ru_maxrss starts with the size of the process that forked it.
_WORKER = """
import sys
from pathlib import Path
from gongwen.extract import parse
from gongwen.schemas.contract import dumps
for path in sorted(Path(sys.argv[1]).rglob("*.htm*")):
    dumps(parse(path))
try:
    lines = Path("/proc/self/status").read_text().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
except OSError:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _ours() -> Callable[[Page], object]:
    from ..extract import parse
    from ..schemas.contract import dumps

    return lambda page: dumps(parse(page[1], uri=str(page[0]), media_type="text/html"))


def _trafilatura() -> list[Contestant]:
    names = ("trafilatura alone", "trafilatura + 30 regexes")
    if find_spec("trafilatura") is None:
        return [Contestant(name, None) for name in names]
    from trafilatura import extract

    def with_patterns(page: Page) -> object:
        text = extract(page[1]) or ""
        return [pattern.findall(text) for pattern in _THIRTY]

    return [Contestant(names[0], lambda page: extract(page[1])), Contestant(names[1], with_patterns)]


def _lxml() -> Callable[[Page], object] | None:
    if find_spec("lxml") is None:
        return None
    from lxml.html import fromstring

    return lambda page: fromstring(page[1])


def _lexbor() -> Callable[[Page], object]:
    from selectolax.lexbor import LexborHTMLParser

    return lambda page: LexborHTMLParser(page[1])
