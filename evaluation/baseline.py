"""The baseline: the script of regular expressions that a researcher would write in an afternoon.

It is scored beside the pipeline, so that the figures say what the rules of the house are worth. It is kept plain on purpose
and is not to be improved: first line as the title, one pattern for each kind of thing, no sequence, no context.
"""

from __future__ import annotations

import re
from decimal import Decimal
from hashlib import sha256
from html import unescape
from pathlib import Path

from ..schemas.notice import SCHEMA_ID, Citation, Clause, Comparator, Metadata, Notice, Quantity, Roster, RosterEntry, Source

__all__ = ["parse"]

_NUMBER = re.compile(r"([一-鿿]{2,10})[〔\[(（](\d{4})[〕\])）](\d+)号")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_PUBLISHED = re.compile(r"发布(?:日期|时间)[：:]\s*(\d{4})[-年/](\d{1,2})[-月/](\d{1,2})")
_INDEX = re.compile(r"索\s*引\s*号[：:]\s*(\S+)")
_TITLE = re.compile(r"^\s*(.{0,40}关于.{2,80}(?:通知|意见|决定|公告|通报|批复|函|方案))\s*$", re.MULTILINE)
_ADDRESSEES = re.compile(r"^(各.{2,100})[：:]$", re.MULTILINE)
_AGENCY = re.compile(r"^\s*([一-鿿]{2,30}(?:政府|办公厅|办公室|委员会|局|厅|部))\s*$", re.MULTILINE)
_INSTRUMENT = re.compile(r"关于印发《?(.{4,60}?)》?的通知")
_HEADING = re.compile(r"^[ \t　]*(([一二三四五六七八九十]+)、|[(（]([一二三四五六七八九十]+)[)）])([^。\n]{0,40})", re.MULTILINE)
_CITATION = re.compile(r"《([^》]{4,80})》(?:[（(]([^）)]{2,20}〔\d{4}〕\d+号)[）)])?")
_QUANTITY = re.compile(
    r"(不少于|不低于|不超过|超过)?(?<![\d.])(?!\d{4}年)(\d+(?:\.\d+)?)"
    r"(亿元|万元|元|平方公里|个百分点|%|％|个月|个|家|年|项)(以上|以内|左右)?"
)
_ROW = re.compile(r"^\s*(\d{1,3})[.．、]\s*([^（(\n]{2,30})(?:[（(]([^）)]*)[）)])?\s*$", re.MULTILINE)
_COMPARATORS: dict[str, Comparator] = {
    "不少于": "ge",
    "不低于": "ge",
    "不超过": "le",
    "超过": "gt",
    "以上": "ge",
    "以内": "le",
    "左右": "approx",
}
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def parse(source: Path) -> Notice:
    """Return what the patterns find in the text or web page at ``source``, which must be UTF-8; raises :class:`OSError`."""
    data = source.read_bytes()
    text = data.decode("utf-8", "replace")
    if source.suffix == ".html":
        text = unescape(re.sub(r"<[^>]+>", "\n", re.sub(r"(?s)<(script|style).*?</\1>", "", text)))
    return Notice(
        schema=SCHEMA_ID,
        id=source.stem,
        uri="",
        source=Source(str(source), "text/plain", sha256(data).hexdigest(), len(data), "baseline"),
        text=text,
        blocks=[],
        metadata=_metadata(text),
        parts=[],
        clauses=_clauses(text),
        entities=None,
        citations=_citations(text),
        quantities=_quantities(text),
        norms=None,
        lists=[],
        tables=[],
        rosters=_rosters(text),
        repairs=None,
        checks=[],
        warnings=[],
        set_aside=[],
    )


def _metadata(text: str) -> Metadata:
    title, number, index = _TITLE.search(text), _NUMBER.search(text), _INDEX.search(text)
    addressees, agencies, dates = _ADDRESSEES.search(text), _AGENCY.findall(text), _DATE.findall(text)
    instrument = _INSTRUMENT.search(title[1]) if title else None
    published = _PUBLISHED.search(text)
    return Metadata(
        title=title[1] if title else None,
        document_number="{}〔{}〕{}号".format(*number.groups()) if number else None,
        issuing_agencies=agencies[-1:],
        addressees=re.split("[，,、]", addressees[1]) if addressees else [],
        written_date="{}-{:0>2}-{:0>2}".format(*dates[-1]) if dates else None,
        published_date="{}-{:0>2}-{:0>2}".format(*published.groups()) if published else None,
        index_number=index[1] if index else None,
        instrument_title=instrument[1] if instrument else None,
    )


def _clauses(text: str) -> list[Clause]:
    clauses: list[Clause] = []
    section = "main"
    for match in _HEADING.finditer(text):
        number = _integer(match[2] or match[3])
        level, parent = ("sec", "main") if match[2] else ("subsec", section)
        eid = f"{parent}__{level}_{number}"
        section = eid if match[2] else section
        clauses.append(Clause(eid, parent, level, number, match[1], match[4].strip() or None, match.start(), match.end()))
    return clauses


def _citations(text: str) -> list[Citation]:
    return [Citation(match.start(), match.end(), match[0], "main", match[1], match[2]) for match in _CITATION.finditer(text)]


def _quantities(text: str) -> list[Quantity]:
    return [
        Quantity(
            *(match.start(), match.end(), match[0]),
            eid="main",
            value=Decimal(match[2]),
            value_to=None,
            unit=match[3],
            comparator=_COMPARATORS.get(match[1] or match[4], "eq"),
        )
        for match in _QUANTITY.finditer(text)
    ]


def _rosters(text: str) -> list[Roster]:
    rows = []
    for match in _ROW.finditer(text):
        attributes = {str(index): cell for index, cell in enumerate(re.split("[，,、]", match[3] or ""))}
        rows.append(RosterEntry(*match.span(), match[0], int(match[1]), match[2], None, attributes))
    return [Roster("main", None, None, rows, rows[0].start, rows[-1].end)] if rows else []


def _integer(numeral: str) -> int:
    tens, _, ones = numeral.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if "十" in numeral else 0) + _DIGITS.get(ones, 0)
