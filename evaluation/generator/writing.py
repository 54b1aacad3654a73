"""A generated corpus on disk: folders of a thousand notices, each made alone, by as many processes as are given."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any, Final

import orjson

from .citing import Cited
from .notice import Made, make
from .pages import gold, mirror, page, repost, text_of_page
from .plan import Plan

__all__ = ["FOLDER", "Job", "generate", "write_folder"]

FOLDER: Final = 1000
"""Notices in a folder."""
_PAGES: Final = 0.8
"""Notices that are pages; the others are plain texts."""
_WITNESSES: Final = 0.06
"""Notices that were published a second time: half as a repost without number, half as a mirror."""


@dataclass(slots=True, frozen=True)
class Job:
    """What is to be made."""

    folder: Path
    first: int
    """Index of the first notice."""
    stop: int
    """Index behind the last."""
    seed: int
    characters: int
    """About how long a notice is."""
    gold: bool
    """Whether each notice has its gold file, and each page its text beside it."""


def generate(job: Job, jobs: int = 1) -> Iterator[int]:
    """Make the notices of ``job`` and yield the number of them as each folder is done; ``jobs`` processes work side by side.

    Notice ``i`` is the same whatever else is made with it: ``FOLDER/0012/0012345.html`` (or ``.txt``). ``manifest.jsonl`` of each folder
    says which files are witnesses of one notice, and for each citation what it must resolve to. Raises :class:`~.plan.PlanError` where
    there are too few agencies, OSError where the folder cannot be written.
    """
    bounds = range(job.first // FOLDER, -(-job.stop // FOLDER))
    parts = [
        Job(
            job.folder,
            max(job.first, number * FOLDER),
            min(job.stop, (number + 1) * FOLDER),
            job.seed,
            job.characters,
            job.gold,
        )
        for number in bounds
    ]
    _plan(job.seed).header(max(job.stop - 1, 0))  # too many are refused before anything is written
    if jobs <= 1 or len(parts) == 1:
        yield from map(write_folder, parts)
        return
    with ProcessPoolExecutor(min(jobs, len(parts)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(write_folder, parts)


def write_folder(job: Job) -> int:
    """Make the notices of one folder; returns how many."""
    plan = _plan(job.seed)
    folder = job.folder / f"{job.first // FOLDER:04}"
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for index in range(job.first, job.stop):
        made = make(plan, index, job.characters)
        files = _write(folder, made, Random(f"{job.seed} form {index}"), with_gold=job.gold)
        lines.append(orjson.dumps(_record(made, files)))
    (folder / "manifest.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    return job.stop - job.first


def _write(folder: Path, made: Made, rng: Random, *, with_gold: bool) -> list[str]:
    """Write a notice in its forms; returns the names of the files that are sources."""
    stem = f"{made.header.index:07}"
    is_page = rng.random() < _PAGES
    files = {f"{stem}.html": page(made)} if is_page else {f"{stem}.txt": made.text}
    if rng.random() < _WITNESSES:
        if rng.random() < 0.5:
            files[f"{stem}_repost.txt"] = repost(made)
        else:
            files[f"{stem}_mirror.html"] = mirror(made)
    if with_gold and is_page:
        files[f"{stem}.txt"] = text_of_page(made)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    if with_gold:
        (folder / f"{stem}.json").write_bytes(orjson.dumps(gold(made, f"{stem}.txt", indexed=is_page), option=orjson.OPT_INDENT_2))
    return list(files)


def _record(made: Made, files: list[str]) -> dict[str, Any]:
    header = made.header
    return {
        "index": header.index,
        "files": files,
        "title": header.title,
        "document_number": header.document_number,
        "issuing_agency": header.agency.name,
        "written_date": header.written.isoformat(),
        "citations": [_target(made, mark.start, mark.end, mark.label) for mark in made.marks if isinstance(mark.label, Cited)],
    }


def _target(made: Made, start: int, end: int, cited: Cited) -> dict[str, Any]:
    status = "unresolved" if cited.target is None else "ambiguous" if cited.ambiguous else "resolved"
    return {"start": start, "exact": made.text[start:end], "status": status, "target": cited.target}


@lru_cache(maxsize=2)
def _plan(seed: int) -> Plan:
    return Plan(seed)
