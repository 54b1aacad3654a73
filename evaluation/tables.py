"""What the tables of divisions, towns and bodies cost: bytes on disk, milliseconds to load, megabytes of memory.

Each table is loaded in a fresh process by the first look-up that needs it: once against the clock, once under tracemalloc, which
counts what Python allocates and slows the clock.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["TableCost", "table_costs", "table_of_costs"]

_DATA: Final = Path(__file__).parents[1] / "extract" / "data"
_LOOK_UPS: Final = (
    ("divisions", ("regions.tsv",), "regions", "division_of('110000')"),
    ("towns", ("towns.txt",), "towns", "towns_of('110101')"),
    ("towns that are words", ("town_words.txt",), "towns", "is_word('建设')"),
    ("words of places", ("place_words.json",), "places", "resolve('各地')"),
    ("words of bodies", ("body_words.json", "agency_words.json"), "bodies", "resolve_body('财政部')"),
)
"""Name, files, module of the first look-up, the look-up itself."""
_SCRIPT: Final = """
import sys, time, tracemalloc
from gongwen.extract import {module}
if sys.argv[1] == "clock":
    start = time.perf_counter()
    {module}.{look_up}
    print((time.perf_counter() - start) * 1e3)
else:
    tracemalloc.start()
    {module}.{look_up}
    print(tracemalloc.get_traced_memory()[0] / 1e6)
"""


@dataclass(slots=True, frozen=True)
class TableCost:
    """The cost of one table."""

    name: str
    kilobytes: float
    """On disk."""
    milliseconds: float
    """For the first look-up, the least of three."""
    megabytes: float
    """That stay allocated."""


def table_costs() -> list[TableCost]:
    """Return what each table costs; takes some seconds, since every figure is that of a fresh process."""
    costs = []
    for name, files, module, look_up in _LOOK_UPS:
        script = _SCRIPT.format(module=module, look_up=look_up)
        kilobytes = sum((_DATA / file).stat().st_size for file in files) / 1e3
        costs.append(TableCost(name, kilobytes, min(_run(script, "clock") for _ in range(3)), _run(script, "memory")))
    return costs


def _run(script: str, mode: str) -> float:
    done = subprocess.run([sys.executable, "-c", script, mode], capture_output=True, check=True, text=True)  # noqa: S603
    return float(done.stdout)


def table_of_costs(costs: list[TableCost]) -> str:
    """Return the costs as lines for people, with their sum."""
    total = TableCost("all", *(sum(getattr(cost, field) for cost in costs) for field in ("kilobytes", "milliseconds", "megabytes")))
    lines = [f"{'table':22} {'disk':>9} {'load':>9} {'memory':>9}"]
    lines += [f"{cost.name:22} {cost.kilobytes:6.0f} kB {cost.milliseconds:6.1f} ms {cost.megabytes:6.2f} MB" for cost in [*costs, total]]
    return "\n".join(lines)
