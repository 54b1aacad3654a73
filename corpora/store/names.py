"""What a notice may be cited by, and what a citation cites by: equal keys may be the same notice (:mod:`.links` decides).

A number key is the agency code, year and running number (``n:国发:2018:39``). A title key is the words that are left where two
writings of one title agree, and the division whose bodies may bear it (``t:加快特色小镇培育建设指导意见@330600``; nothing behind the
``@``: national). Left out of the words are issuers, 关于, 的, the place at the head, punctuation, blanks, and the edition
((试行), (2016年版)), which is compared apart. A notice that issues an instrument (关于印发…的通知) may be cited by either title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ...extract.agencies import is_agency, is_ministry, leading_agencies
from ...extract.document_types import is_bare_type
from ...extract.numbers import parse_number
from ...extract.regions import division_of, leading, prefix_of
from ...extract.script import script_of, simplify
from ...extract.text import fold, key, squeeze
from ...schemas.notice import Citation, Notice

__all__ = [
    "NATION",
    "TITLE",
    "Title",
    "agency_before",
    "citation_keys",
    "in_line",
    "notice_names",
    "number_key",
    "places_above",
    "read_title",
]

NATION: Final = ""
"""Stands for the code of the nation."""
TITLE: Final = "t:"

_BEFORE: Final = 30
_MARKS: Final = re.compile(r"(?:试行|暂行|草案|征求意见|送审|试点)")
_YEARS: Final = r"(?:19|20)[0-9]{2}"
_EDITION: Final = re.compile(
    rf"[(〔\[【](?P<words>(?:试行|暂行|草案|修订|修正|征求意见|送审|[^()〔〕\[\]【】]{{0,12}}(?:{_YEARS}|第[一二三四五六七八九十0-9]{{1,3}}[版次]|[版本稿]$))[^()〔〕\[\]【】]{{0,12}})[)〕\]】]$"
    rf"|(?P<bare>(?:{_YEARS}年?[-—–~至]{{1,2}})?{_YEARS}年?(?:修订|修正)?[版本]?)$"
)
_YEAR: Final = re.compile(_YEARS)
_HEAD_YEAR: Final = re.compile(rf"{_YEARS}年?度?")
_REPUBLIC: Final = "中华人民共和国"
_ISSUES: Final = re.compile(
    r"^(?:关于)?(?P<verb>印发|转发|批转|发布|公布|颁布|颁发|下发)(?P<name>.{4,}?)的?(?:通知|公告|通告|决定|函|批复|令)(?:[(〔][^()]{1,20}[)〕])?$"
)
_NATIONAL: Final = re.compile(r"中华人民共和国|国务院|中共中央|中央|全国|国家|最高人民|中国")
_PARTY: Final = re.compile(r"中共(?!中央)|中国共产党(?!中央)|共青团(?!中央)")
_LAW: Final = re.compile(r"(?<![办方做书用])法$|法典$|宪法$")
_LEVEL: Final = re.compile(r"[本我全]?(自治区|省|市|区|县|旗|州|盟)")
_DEPTHS: Final = {"省": 2, "自治区": 2, "市": 4, "州": 4, "盟": 4, "区": 6, "县": 6, "旗": 6}
_MUNICIPALITIES: Final = ("11", "12", "31", "50")
_ISSUED: Final = re.compile(r"(?:联合|共同)?(?:印发|发布|公布|颁布|颁发|下发|制定|出台|转发|批转)?的?[(\[〔]?$")
_YEARLY: Final = re.compile(r"(?:报告|要点|计划|总结)$")
"""Kinds of document that a place issues each year under one title."""
_LEVEL_ALONE: Final = re.compile(r"(?:^|[^\u3400-\u9fff]|[据照彻实行和与及以对按合])(自治区|省|市|区|县|州)$")
_HAN_END: Final = re.compile(r"[\u3400-\u9fff()、]{2,28}$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title, taken apart as far as two writings of it differ."""

    core: str
    """What is left; the same for all writings of one title."""
    places: tuple[str, ...]
    """Codes of the divisions that its head or its issuer may name; :data:`NATION` for a national body; () where it says nothing."""
    agency: str | None
    """The first issuer that it names."""
    years: tuple[str, ...]
    """Years of its edition or term ((2016—2020年): 2016, 2020)."""
    trial: bool
    """Whether its edition is a trial, a draft or provisional."""
    law: bool
    """Whether it is named as national laws are."""
    issued: Title | None
    """The instrument that it issues or forwards (关于印发…的通知)."""
    forwards: bool

    @property
    def generic(self) -> bool:
        """Whether many documents bear it (《实施方案》, 《某市政府工作报告》), so that it tells no one from another."""
        bare = is_bare_type(self.core) or (self.core.startswith("政府") and is_bare_type(self.core[2:]))
        return bare and (not self.places or _YEARLY.search(self.core) is not None)


def number_key(number: str) -> str:
    """Return the key of a document number in the standard form, or of the name of a standard (GB 50016-2014)."""
    parsed = parse_number(number)
    if parsed is None:
        return f"s:{squeeze(_simplified(number)).upper()}"
    code, year, sequence = parsed.identity
    return f"n:{_simplified(code)}:{'' if year is None else year}:{sequence}"


@lru_cache(maxsize=4096)
def read_title(title: str) -> Title:
    """Take a title apart; ``title`` is as a page or a citation has it, with or without its 《》."""
    text = squeeze(fold(_simplified(title))).strip("《》〈〉「」")
    text, years, trial = _take_edition(text)
    agencies, end = leading_agencies(text) if not text.startswith(("关于", _REPUBLIC)) else ([], 0)
    rest = text[end:]
    places = _places_of_agency(agencies[0]) if agencies else ()
    words, head_places = _take_place(rest)
    issues = _ISSUES.match(rest)
    issued = read_title(issues["name"]) if issues is not None else None
    law = text.startswith(_REPUBLIC) or (not places and not head_places and _LAW.search(text) is not None)
    return Title(
        core=_core(words),
        places=places or head_places or ((NATION,) if law else ()),
        agency=agencies[0] if agencies else None,
        years=years,
        trial=trial,
        law=law,
        issued=issued,
        forwards=issues is not None and issues["verb"] in ("转发", "批转"),
    )


def notice_names(notice: Notice) -> list[str]:
    """Return the keys that ``notice`` may be cited by, sorted: of its number, its title, and the instrument it issues.

    What it forwards from above (转发国务院办公厅…) is not its own, and a title that tells no document from another is no name.
    """
    metadata = notice.metadata
    home = metadata.region.code if metadata.region else NATION
    names = {number_key(metadata.document_number)} if metadata.document_number else set()
    own = read_title(metadata.title) if metadata.title else None
    titles = [own] if own else []
    if own is None or not own.forwards or own.issued is None or _is_home(own.issued, home):
        titles += [own.issued] if own and own.issued else []
        instrument = read_title(metadata.instrument_title) if metadata.instrument_title else None
        titles += [instrument] if instrument and (own is None or not own.forwards or _is_home(instrument, home)) else []
    for title in titles:
        if not title.generic and title.core:
            # A page that names no issuer has no region; its title may.
            names |= {f"{TITLE}{title.core}@{place}" for place in (home, *(title.places if home == NATION else ()))}
    return sorted(names)


def citation_keys(citation: Citation, notice: Notice) -> list[str]:
    """Return the keys that ``citation``, of ``notice``, cites by, sorted: of its numbers, and of its title.

    A title that names no place may be one of the citing division, of those above it, or of the nation; a body named before it
    (省政府办公厅《…》) says which.
    """
    keys = {number_key(number) for number in (citation.document_number, *citation.other_numbers) if number}
    if citation.title:
        home = notice.metadata.region.code if notice.metadata.region else NATION
        before = notice.text[max(0, citation.start - _BEFORE) : citation.start]
        keys |= set(_title_keys(read_title(citation.title), home, before))
    return sorted(keys)


def places_above(code: str) -> list[str]:
    """Return a division and all above it, the nation last: 320612, 320600, 320000 and :data:`NATION`."""
    return [*dict.fromkeys(f"{code[:size]:0<6}" for size in (6, 4, 2) if code), NATION]


def in_line(one: str, other: str) -> bool:
    """Return whether of two codes one is the other, or a division above or below it; the nation is above all."""
    return one.startswith(prefix_of(other)) or other.startswith(prefix_of(one))


def agency_before(before: str) -> str | None:
    """Return the body named right before a citation (…省政府办公厅印发的《…》), or the level alone (省《…》); None where there is none."""
    words = _ISSUED.sub("", squeeze(fold(_simplified(before))))
    level = _LEVEL_ALONE.search(words)
    if level is not None:
        return level[1]
    run = _HAN_END.search(words)
    if run is None:
        return None
    ends = (run[0][at:] for at in range(len(run[0]) - 1))
    names = [text for text in ends if is_agency(text)]
    # 按照市政府 may be read as a name, too; one that begins with its place or level is the better one.
    return next((name for name in names if _LEVEL.match(name) or _places_of_agency(name)), names[0] if names else None)


def places_of_agency(agency: str, home: str) -> tuple[str, ...]:
    """Return the divisions that a body named in a notice of the division ``home`` may belong to; () where its name says nothing.

    省政府 is that of the division of that level that ``home`` is or lies in.
    """
    places = _places_of_agency(agency)
    if places or home == NATION:
        return places
    level = _LEVEL.match(agency)
    if level is None:
        return ()
    own = division_of(home)
    if level[1] == "市" and home[:2] in _MUNICIPALITIES:
        return (f"{home[:2]}0000",)
    # 市 in a city at the level of a county is that city, or the one above it.
    also = (home,) if level[1] == "市" and own is not None and own.name.endswith("市") else ()
    return tuple(dict.fromkeys((f"{home[: _DEPTHS[level[1]]]:0<6}", *also)))


def _title_keys(title: Title, home: str, before: str) -> Iterator[str]:
    places = title.places
    if not places:
        agency = title.agency or agency_before(before)
        places = (places_of_agency(agency, home) if agency else ()) or tuple(places_above(home))
    for one in (title, title.issued):
        if one is not None and one.core and not one.generic:
            for place in dict.fromkeys((*(one.places or places), *places)):
                yield f"{TITLE}{one.core}@{place}"


def _is_home(title: Title, home: str) -> bool:
    """Return whether a title may be of the division ``home``: it names no other."""
    return not title.places or home in title.places


def _take_edition(text: str) -> tuple[str, tuple[str, ...], bool]:
    """Return ``text`` without the marks of its edition at its end, the years in them, and whether they say trial or draft."""
    years: list[str] = []
    trial = False
    for _ in range(3):
        match = _EDITION.search(text)
        if match is None or not match.start():
            break
        words = match["words"] or match["bare"]
        years += _YEAR.findall(words)
        trial = trial or _MARKS.search(words) is not None
        text = text[: match.start()]
    return text, tuple(sorted(years)), trial


def _take_place(text: str) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` without the division at its head or behind the year there, and the codes of that division."""
    year = _HEAD_YEAR.match(text)
    at = year.end() if year else 0
    found, end = leading(text[at:])
    if not found:
        return text, ()
    return text[:at] + text[at + end :], tuple(division.code for division in found)


def _places_of_agency(agency: str) -> tuple[str, ...]:
    found, _ = leading(_PARTY.sub("", agency, count=1))
    if not found:
        found, _ = leading(_PARTY.sub("", agency, count=1), bare=True)
    if found:
        return tuple(division.code for division in found)
    return (NATION,) if _NATIONAL.match(agency) or is_ministry(agency) else ()


def _core(text: str) -> str:
    """Return the words of a title without punctuation, 关于 at the head, 中华人民共和国, and 的, which comes and goes."""
    return key(text.removeprefix("关于").removeprefix(_REPUBLIC)).replace("的", "")


def _simplified(text: str) -> str:
    script = script_of(text)
    return text if script in (None, "simplified") else simplify(text, script)[0]
