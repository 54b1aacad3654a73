"""Who issues what, and when: the plan of a generated corpus, from which any notice can be made alone.

A family is a prefecture with its counties (the province and the State Council stand in some); in a round each of their agencies
issues for two years. Agency and year together make a series, whose document numbers run from 1 with some gaps. Notices are counted
through all series of all families and rounds, so that an index leads to its agency, year, number and title without any other notice
being made.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, Final

from ...extract.agency_codes import agency_of_code
from ...extract.regions import Division, counties_in, division_of, divisions
from ...extract.towns import towns_of
from ...schemas.errors import GongwenError
from ...schemas.notice import Region

__all__ = ["Agency", "Header", "Plan", "PlanError", "tables"]

_DATA: Final = Path(__file__).parent
_CODES: Final = _DATA.parents[1] / "extract" / "data" / "agency_codes.json"
_YEARS: Final = ((2021, 2022), (2019, 2020), (2023, 2024))
"""From 2019 on: departments have the names of the reform of 2018."""
_SECOND_YEARS: Final = frozenset(years[1] for years in _YEARS)
# Codes of the agencies that issue in a round, behind the abbreviation of the division; 政 becomes 府 where a province writes so.
_ORGANS: Final = (
    ("政发", "政办发"),
    ("发改发", "财发"),
    ("教发", "民发"),
    ("人社发", "农发"),
    ("工信发", "文旅发"),
    ("卫健发", "应急发"),
    ("住建发", "市监发"),
    ("环发", "医保发"),
)
_NUMBERS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 12, 16)
"""How many notices a series may have."""
_GAP: Final = 0.12
"""Of numbers, one in so many is not in the corpus."""
_ANNUAL: Final = 0.15
"""Agencies whose first notice of the year bears the same title every year (关于做好…工作的通知)."""
_TAIWAN: Final = "71"
"""From this code on divisions have other forms of government."""
_DIRECT: Final = ("11", "12", "31", "50")


class PlanError(GongwenError):
    """More notices are asked for than there are agencies and years for."""


@lru_cache(maxsize=1)
def tables() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the word lists of the domains and the rules of the grammar."""
    return json.loads((_DATA / "words.json").read_bytes())["domains"], json.loads((_DATA / "rules.json").read_bytes())


@dataclass(slots=True, frozen=True)
class Agency:
    """A body that issues notices."""

    name: str
    """In full; of a district or a county whose name several bear, with the prefecture before it."""
    code: str
    """机关代字."""
    region: Division | None
    """None for a national body."""
    organ: int
    """Which of the agencies of its division it is, in all rounds."""


@dataclass(slots=True, frozen=True)
class Header:
    """What a notice is cited by, and what is told of it in its head."""

    index: int
    agency: Agency
    document_number: str
    title: str
    instrument_title: str | None
    kind: str
    """scheme or measure (an instrument that is issued), notice, opinion."""
    form: str
    """实施方案, 管理办法, 通知 …"""
    domain: str
    topic: str
    written: date
    published: date
    sequence: int
    shared_title: bool
    """Whether the agency issues a notice of this title every year."""
    repeats: bool
    """Whether one of an earlier date and a lower index bears the title."""


@dataclass(slots=True, frozen=True)
class _Series:
    agency: Agency
    year: int
    size: int
    family: int
    """First index of the family in this round."""


class Plan:
    """The notices that a seed gives; see the module."""

    def __init__(self, seed: int) -> None:
        """``seed`` gives the order of the families and all that is drawn."""
        self.seed = seed
        self._series: list[_Series] = []
        self._ends: list[int] = []
        self._next_family = 0
        self._header = lru_cache(maxsize=4096)(self._make_header)

    @cached_property
    def _families(self) -> list[tuple[Division, ...]]:
        """Prefectures (or provinces without any), each with the counties below it; the first of each province begins with it."""
        groups: dict[str, list[Division]] = {}
        for county in counties_in("", 2019):
            prefecture = f"{county.code[:4]}00"
            # Counties straight below a province (municipalities, 省直辖县级) are a family of the province.
            groups.setdefault(prefecture if division_of(prefecture) else f"{county.code[:2]}0000", []).append(county)
        codes = sorted(code for code in groups if code[:2] < _TAIWAN)
        Random(f"{self.seed} families").shuffle(codes)
        provinces: set[str] = set()
        found = []
        for code in codes:
            above = [f"{code[:2]}0000"] if code[:2] not in provinces else []
            above += [] if code.endswith("0000") else [code]
            provinces.add(code[:2])
            found.append((*filter(None, map(division_of, above)), *groups[code]))
        return found

    @cached_property
    def _rounds(self) -> list[tuple[int, tuple[int, int]]]:
        return [(organs, years) for organs in range(len(_ORGANS)) for years in _YEARS]

    def header(self, index: int) -> Header:
        """Return the head of a notice; raises :class:`PlanError` beyond the last that can be made."""
        return self._header(index)

    def earlier(self, header: Header, rng: Random) -> Header | None:
        """Return a notice of a lower index and an earlier date that ``header`` may cite: of its family mostly, of a higher level first."""
        own = self._series_of(header.index)
        level = header.agency.region.level if header.agency.region else 0
        best: Header | None = None
        for attempt in range(6):
            first = own.family if attempt < 5 else 0
            if header.index <= first:
                continue
            found = self.header(first + int(rng.random() * (header.index - first)))
            if found.written >= header.written or (found.agency == header.agency and attempt < 2):
                continue
            above = found.agency.region.level if found.agency.region else 0
            if above < level:
                return found
            best = best or found
        return best

    def repeated(self, header: Header, rng: Random) -> Header | None:
        """Return an earlier notice whose title an even earlier one bears; None where none is found in some draws."""
        for _ in range(8):
            at = bisect_right(self._ends, int(rng.random() * header.index))
            found = self.header(self._ends[at] - self._series[at].size)
            if found.repeats and found.index < header.index and found.written < header.written:
                return found
        return None

    def below(self, header: Header) -> tuple[Division, ...]:
        """Return the divisions directly below that of ``header``: prefectures of a province, counties of a prefecture."""
        region = header.agency.region
        return _below(region.code) if region else _provinces()

    def shares_code(self, agency: Agency) -> bool:
        """Return whether another division has the abbreviation that the code of ``agency`` begins with: its numbers may be two notices."""
        region = agency.region
        return (
            region is not None
            and region.level > 1
            and (_short_names()[region.code] in _shared() or agency.code[:1] not in _short_names()[region.code])
        )

    def _series_of(self, index: int) -> _Series:
        while not self._ends or index >= self._ends[-1]:
            self._add_family()
        return self._series[bisect_right(self._ends, index)]

    def _add_family(self) -> None:
        round_number, number = divmod(self._next_family, len(self._families))
        if round_number >= len(self._rounds):
            last = self._ends[-1]
            raise PlanError(f"no more than {last} notices can be made: all agencies have issued in all years; ask for fewer")
        organs, years = self._rounds[round_number]
        rng = Random(f"{self.seed} {round_number} {number}")
        first = self._ends[-1] if self._ends else 0
        agencies = [agency for division in self._families[number] for agency in _agencies(division, organs)]
        if number == 0:
            agencies[:0] = _national(organs)
        added = [_Series(agency, year, rng.choice(_NUMBERS), first) for year in years for agency in agencies]
        self._series += added
        self._ends += accumulate((series.size for series in added), initial=first)
        del self._ends[-len(added) - 1]
        self._next_family += 1

    def _make_header(self, index: int) -> Header:
        series = self._series_of(index)
        at = bisect_right(self._ends, index)
        position = index - (self._ends[at] - series.size)
        rng = Random(f"{self.seed} {series.agency.name} {series.year}")
        numbers, number = [], 0
        for _ in range(series.size):
            number += 1
            while rng.random() < _GAP:
                number += 1
            numbers.append(number)
        annual = position == 0 and Random(f"{self.seed} {series.agency.name}").random() < _ANNUAL
        sequence = numbers[position]
        written = date(series.year, 1, 5) + timedelta(days=int(340 * (sequence - rng.random() * 0.5) / (numbers[-1] + 1)))
        title = _title(series, position, annual=annual, seed=self.seed)
        return Header(
            index=index,
            agency=series.agency,
            document_number=f"{series.agency.code}〔{series.year}〕{sequence}号",
            written=written,
            published=written + timedelta(days=1 + sequence * 7 % 19),
            sequence=sequence,
            shared_title=annual,
            repeats=annual and series.year in _SECOND_YEARS,
            **title,
        )


def _title(series: _Series, position: int, *, annual: bool, seed: int) -> dict[str, Any]:
    """Return domain, topic, form and titles; no two notices of a division have the same, except those that are annual."""
    domains, rules = tables()
    agency = series.agency
    place = agency.region.code if agency.region else "000000"
    topics = [(name, topic) for name, words in domains.items() for topic in words["topics"].split()]
    shift = Random(f"{seed} {place} topics").randrange(len(topics))
    # A number for each notice of a division: by organ, year and place in the series. 37 and the number of topics have no common divisor.
    ordinal = 0 if annual else 1 + position + 20 * ((series.year - 2019) + 6 * agency.organ)
    domain, topic = topics[(shift + ordinal * 37) % len(topics)]
    lap = ordinal * 37 // len(topics) % 3
    kind = "notice" if annual else ("scheme", "measure", "notice", "scheme", "opinion", "measure", "scheme", "notice")[(ordinal + lap) % 8]
    form = rules["forms"][kind][(ordinal + lap) % len(rules["forms"][kind])]
    where = _where(agency)
    if annual:
        return {
            "domain": domain,
            "topic": topic,
            "kind": kind,
            "form": form,
            "instrument_title": None,
            "title": f"{agency.name}关于做好{topic}工作的通知",
        }
    if kind in ("scheme", "measure"):
        dated = f"{series.year}年" if form == "工作要点" else ""
        years = (
            f"（{series.year}—{series.year + 2}年）" if form in ("行动计划", "三年行动方案") else "（试行）" if form == "暂行办法" else ""
        )
        instrument = f"{dated}{where}{topic}{form}{years}"
        return {
            "domain": domain, "topic": topic, "kind": kind, "form": form,
            "instrument_title": instrument, "title": f"{agency.name}关于印发{instrument}的通知",
        }  # fmt: skip
    verb = ("进一步加强", "扎实推进", "加快推进", "深入开展", "切实做好", "规范", "统筹推进", "全面推行")[(ordinal // 8 + series.year) % 8]
    dated = f"{series.year}年" if kind == "notice" else ""
    return {
        "domain": domain, "topic": topic, "kind": kind, "form": form, "instrument_title": None,
        "title": f"{agency.name}关于{verb}{dated}{topic}工作的{form}" if kind == "notice" else f"{agency.name}关于{verb}{topic}的{form}",
    }  # fmt: skip


def _where(agency: Agency) -> str:
    if agency.region is None:
        return "国家" if agency.organ > 1 else "全国"
    return _distinct_name(agency.region)


@lru_cache(maxsize=4096)
def _distinct_name(division: Division) -> str:
    """Return the name of a division, with the prefecture or municipality before it where others bear the name or it is a district."""
    if division.level == 3 and (division.name.endswith("区") or len(divisions(division.name, bare=False)) > 1):
        return "".join(division.path[-2:])
    return division.name


@lru_cache(maxsize=8192)
def _agencies(division: Division, organs: int) -> tuple[Agency, ...]:
    """Return the agencies of a division in a round: those whose code the tables of the house read back as one body."""
    found = []
    for at, organ in enumerate(_ORGANS[organs]):
        region = Region(division.name, division.code, list(division.path))
        for code in _codes_of(division, organ):
            name = agency_of_code(code, region, 2020)
            if name and name.startswith(division.name):
                found.append(Agency(_distinct_name(division) + name.removeprefix(division.name), code, division, 2 * organs + at))
                break
    return tuple(found)


def _codes_of(division: Division, organ: str) -> list[str]:
    if division.level == 1:
        return [
            entry["code"] + organ.replace("政", entry["government"])
            for entry in _code_tables()["provinces"]
            if entry["region"] == division.code
        ]
    return [short + organ for short in dict.fromkeys((_short_names()[division.code], division.name[0], division.name[:2]))]


@lru_cache(maxsize=1)
def _short_names() -> dict[str, str]:
    """Return the abbreviation of each prefecture and county: a character of its own, its first, else its first two; some share one."""
    own = {entry["region"]: entry["code"] for entry in _code_tables()["cities"]}
    taken = {entry["code"] for entry in _code_tables()["provinces"]} | set(own.values())
    counties = counties_in("", 2019)
    prefectures = {code: found for code in sorted({f"{county.code[:4]}00" for county in counties}) if (found := division_of(code))}
    shorts = {}
    for division in (*prefectures.values(), *counties):
        choices = (own.get(division.code, division.name[0]), division.name[:2], division.name[0])
        shorts[division.code] = next((short for short in choices if short not in taken or division.code in own), choices[0])
        taken.add(shorts[division.code])
    return shorts


@lru_cache(maxsize=1)
def _code_tables() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_CODES.read_bytes())
    return found


@lru_cache(maxsize=1)
def _shared() -> frozenset[str]:
    times = Counter(_short_names().values())
    return frozenset(short for short, count in times.items() if count > 1)


def _national(organs: int) -> list[Agency]:
    if organs == 0:
        return [Agency("国务院", "国发", None, 0), Agency("国务院办公厅", "国办发", None, 1)]
    return []


@lru_cache(maxsize=512)
def _below(code: str) -> tuple[Division, ...]:
    if code[:2] not in _DIRECT and code.endswith("0000"):
        found = [division_of(f"{code[:2]}{number:02}00") for number in range(1, 71)]
        return tuple(division for division in found if division is not None)
    return counties_in(code[:2] if code.endswith("0000") else code[:4], 2021) if code.endswith("00") else ()


@lru_cache(maxsize=1)
def _provinces() -> tuple[Division, ...]:
    found = [division_of(f"{number}0000") for number in range(11, 66)]
    return tuple(division for division in found if division is not None)


@lru_cache(maxsize=4096)
def towns_in(county: str) -> tuple[str, ...]:
    """Return the names of the towns, townships and streets of a county."""
    return tuple(town.name for town in towns_of(county) if town.is_division)
