"""Two more checks against what official sites say of themselves: index tables of pages, and lists of document numbers.

The 39 pages of the State Council carry an index table whose seven fields are known; the lists of local governments give
thousands of 发文字号 as they were typed. Neither was annotated for us, so both are counted apart from the gold.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..extract.numbers import parse_number
from ..schemas.errors import GoldError, GongwenError
from ..schemas.notice import Metadata, Notice
from .findings import plain

__all__ = ["Field", "HeaderReport", "NumberReport", "compare", "headers", "numbers"]

Field = tuple[str, str, str | None]
"""(name, what the gold says, what was found)."""
_CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_LABELLED: dict[str, Callable[[Metadata], str | None]] = {
    "索引号": lambda meta: meta.index_number,
    "主题分类": lambda meta: "\\".join(meta.category),
    "发文机关": lambda meta: "、".join(meta.issuing_agencies),
    "成文日期": lambda meta: meta.written_date,
    "标题": lambda meta: meta.title,
    "发文字号": lambda meta: meta.document_number,
    "发布日期": lambda meta: meta.published_date,
}
# What a canonical form may add or leave out without saying anything else.
_FORM_WORDS = re.compile(r"[\W_第号號年字]+|^中?华?人?民?共?和国(?=.)")  # lists often hold only the end of 中华人民共和国
# Why a string of a list is no document number, first that fits; everything else is "other".
_KINDS = (
    ("empty", re.compile(r"$")),
    ("no digit", re.compile(r"[^0-9]*$")),
    ("more than one number", re.compile(r".*[0-9]号.*[0-9]号")),
    ("a date", re.compile(r"[0-9]{4}[-年./][0-9]{1,2}")),
    ("no running number", re.compile(r"[^0-9]*[0-9]{4}[^0-9]*$")),
    ("no agency code", re.compile(r"[\W第]*[0-9]")),
    ("words of a sentence before it", re.compile(r".*(?:通知|意见|决定|关于|根据|依据|按照|发布|废止|印发|转发|修改)")),
)


@dataclass(slots=True)
class HeaderReport:
    """How many header fields of how many pages are as the index table says."""

    pages: int = 0
    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Share of all fields that are right, 0 to 1; 0 where there are none."""
        return self.right.total() / self.total.total() if self.total else 0.0

    def table(self) -> str:
        """Return the figures as text, one field a line, then what is wrong."""
        lines = [f"{name}: {self.right[name]} of {count}" for name, count in self.total.items()]
        summary = f"{self.pages} pages, {self.right.total()} of {self.total.total()} header fields right ({self.share:.2%})"
        return "\n".join([*lines, summary, *(f"wrong: {item}" for item in self.wrong)])


@dataclass(slots=True)
class NumberReport:
    """What became of a list of document numbers."""

    total: int = 0
    kept: int = 0
    """Parsed, and written again without change of meaning."""
    changed: list[str] = field(default_factory=list)
    """Parsed, but the canonical form says something else, or is not read back as the same number."""
    unparsed: dict[str, list[str]] = field(default_factory=dict)
    """Not parsed, by what they look like."""

    def table(self) -> str:
        """Return the figures as text: shares, then the kinds that were not parsed with examples."""
        share = self.kept / self.total if self.total else 0.0
        lines = [f"{self.kept} of {self.total} document numbers parsed and re-formatted without change of meaning ({share:.2%})"]
        lines += [f"changed: {item}" for item in self.changed]
        for kind, items in sorted(self.unparsed.items(), key=lambda pair: -len(pair[1])):
            lines.append(f"not parsed, {kind}: {len(items)}, for example {'; '.join(dict.fromkeys(items[:200]))[:200]}")
        return "\n".join(lines)


def headers(folder: Path, parse: Callable[[Path], Notice] | None = None) -> HeaderReport:
    """Parse the pages that ``folder/gold.jsonl`` names and compare seven header fields with its ``gold_from_index_table``.

    Raises :class:`GoldError` where the list is missing or malformed. A page that cannot be parsed counts as all wrong.
    """
    return compare(folder, ("gold_from_index_table",), _index_fields, parse)


def _index_fields(row: dict[str, Any], metadata: Metadata) -> Iterator[Field]:
    for label, stated in row["gold_from_index_table"].items():
        if label not in _LABELLED:
            raise GoldError(f"{row['file']} has the field {label!r}; known are {'、'.join(_LABELLED)}: correct gold.jsonl")
        yield label, _CHINESE_DATE.sub(_iso, stated) if label.endswith("日期") else stated, _LABELLED[label](metadata)


def compare(
    folder: Path,
    needed: tuple[str, ...],
    fields: Callable[[dict[str, Any], Metadata], Iterable[Field]],
    parse: Callable[[Path], Notice] | None = None,
) -> HeaderReport:
    """Parse the files that ``folder/gold.jsonl`` names and compare the ``fields`` that its rows, with the ``needed`` keys, give.

    Blanks and widths do not count. Raises :class:`GoldError` where the list is missing or malformed; a file that cannot be parsed
    counts as all wrong.
    """
    if parse is None:
        from ..extract import parse as pipeline

        parse = pipeline
    report = HeaderReport()
    for row in _rows(folder / "gold.jsonl", "file", *needed):
        report.pages += 1
        try:
            metadata = parse(folder / row["file"]).metadata
        except GongwenError as error:
            report.wrong.append(f"{row['file']}: not parsed: {error}")
            metadata = Metadata()
        for name, stated, found in fields(row, metadata):
            report.total[name] += 1
            if plain(found) == plain(stated):
                report.right[name] += 1
            else:
                report.wrong.append(f"{row['file']}: {name} is {stated!r}, found {found!r}")
    return report


def numbers(path: Path) -> NumberReport:
    """Parse every ``document_number`` of the JSON lines at ``path``, write it in the canonical form, and compare.

    Raises :class:`GoldError` where the list is missing or malformed.
    """
    report = NumberReport()
    for row in _rows(path, "document_number"):
        raw = row["document_number"] or ""
        report.total += 1
        number = parse_number(raw)
        if number is None:
            report.unparsed.setdefault(_kind(raw), []).append(raw)
        elif _meaning(number.canonical) == _meaning(raw) and parse_number(number.canonical) == number:
            report.kept += 1
        else:
            report.changed.append(f"{raw} → {number.canonical}")
    return report


def _meaning(text: str) -> list[str]:
    """Return the letters and digits that make the number, in no order: years may stand before the code or behind it."""
    return sorted(_FORM_WORDS.sub("", plain(text)))


def _kind(raw: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.match(plain(raw))), "other")


def _iso(match: re.Match[str]) -> str:
    return f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}"


def _rows(path: Path, *fields: str) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror}); name a file of JSON lines with {', '.join(fields)}") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{path}:{number}: not JSON ({error}); one object a line is expected") from error
        if not isinstance(row, dict) or any(name not in row for name in fields):
            raise GoldError(f"{path}:{number}: lacks {' or '.join(fields)}; one object a line with these fields is expected")
        yield row
