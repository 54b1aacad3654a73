"""Whether a notice may be the one that a citation means: by number, by title, and by what must not contradict.

The rules, each with its reason in words:

1. A citation with a number goes to no notice with another one. A number that several places may use (通政办发: 南通, 通化, 通辽)
   counts where the two notices lie in one line of places, or the titles agree; a title that does not agree leaves a doubt.
2. A notice cites none that was written later than itself, drafts left out.
3. A title alone counts where the issuer is named (in the title, before it, or by the agency code) or only one can be meant: a law, the own
   level of a national body, a title that names its place. Else bodies of several levels may have issued one of that title.
4. Editions ((2016年版), (2016—2020年)) must be the same; one that is not named on either side leaves a doubt.
5. A title of its own says nothing about itself: what is repealed or amended by it is an earlier document.

One notice without doubt is the target; several, or one with a doubt, are candidates; none is unresolved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final, Literal

import orjson

from ...extract.agencies import agency_of, same_agency
from ...extract.agency_codes import province_of_code
from ...extract.numbers import parse_number
from ...extract.regions import division_of, stem_of
from ...schemas.notice import Region
from .names import NATION, Title, agency_before, in_line, number_key, read_title

__all__ = ["Candidate", "Citing", "Decision", "decide"]

Status = Literal["resolved", "ambiguous", "unresolved"]

_DRAFT: Final = re.compile(r"草案|征求意见|送审|讨论稿")
_OFFICE: Final = re.compile(r"(?:办公[厅室]|办)$")
_GENERIC_HEAD: Final = re.compile(r"国家|全国|中国|中央|国务院")
_LAWS: Final = re.compile(r"(?:法|条例|宪法|法典)(?:实施细则|实施办法)?$")
_ALIKE: Final = 0.6
"""Share of the pairs of characters that two writings of one title have in common at least, slips and short forms included."""
_SHOWN: Final = 3


@dataclass(frozen=True)
class Citing:
    """A citation, and of its notice what the rules ask."""

    notice: int
    title: str | None
    numbers: list[str]
    relation: str | None
    before: Callable[[], str]
    """Reads the words before it."""
    date: str | None
    """Of its notice: ISO 8601, or the year."""
    region: str
    """Of its notice; :data:`NATION` where there is none."""

    @cached_property
    def read(self) -> Title | None:
        """The title, taken apart."""
        return read_title(self.title) if self.title else None

    @cached_property
    def keys(self) -> set[str]:
        """The keys of the numbers."""
        return set(map(number_key, self.numbers))

    @cached_property
    def agency(self) -> str | None:
        """The issuer, as the title or the agency code names it."""
        if self.read and self.read.agency:
            return self.read.agency
        for number in self.numbers:
            parsed = parse_number(number)
            found = agency_of(parsed.code, _region(self.region), parsed.year) if parsed else None
            if found:
                return found
        return None

    @cached_property
    def agency_before(self) -> str | None:
        """The body named right before it, or the level alone (省《…》)."""
        return agency_before(self.before())

    @cached_property
    def years(self) -> set[int]:
        """The years of the numbers."""
        return {parsed.year for number in self.numbers if (parsed := parse_number(number)) and parsed.year}


@dataclass(frozen=True)
class Candidate:
    """A notice whose number or title is that of a citation."""

    notice: int
    id: str
    number: str | None
    title: str | None
    instrument: str | None
    agencies: list[str]
    date: str | None
    region: str

    @classmethod
    def of(cls, notice: int, row: tuple[str, str | None, str | None, str | None, str, str | None, str]) -> Candidate:
        """Return the candidate of a row of ``notices``: id, number, title, instrument title, agencies (JSON), date, region."""
        identity, number, title, instrument, agencies, date, region = row
        return cls(notice, identity, number, title, instrument, orjson.loads(agencies), date, region)

    @cached_property
    def titles(self) -> list[Title]:
        """All titles that it goes by, taken apart."""
        own = [read_title(title) for title in (self.title, self.instrument) if title]
        return [*own, *(title.issued for title in own if title.issued)]

    @cached_property
    def bodies(self) -> list[str]:
        """Who issued it, and whose instrument it issues."""
        return [*self.agencies, *(title.agency for title in self.titles if title.agency)]

    @property
    def name(self) -> str:
        """How a reason names it."""
        return self.number or (f"《{self.title}》" if self.title else self.id)


@dataclass(frozen=True)
class Decision:
    """What a citation means."""

    status: Status
    reason: str
    target: int | None = None
    candidates: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Verdict:
    candidate: Candidate
    kind: Literal["fits", "doubt", "no"]
    reason: str = ""


def decide(citing: Citing, by_number: list[Candidate], by_title: list[Candidate], *, crowded: bool) -> Decision:
    """Return what ``citing`` means among the notices with its number and those with its title only.

    ``crowded`` says that it goes by a name that more notices bear than were compared.
    """
    rejected: list[_Verdict] = []
    for how, verdicts in (
        ("number", [_by_number(citing, candidate) for candidate in by_number]),
        ("title", [_by_title(citing, candidate) for candidate in by_title]),
    ):
        fitting = _narrowed(citing, [verdict for verdict in verdicts if verdict.kind == "fits"])
        if len(fitting) == 1:
            return _resolved(citing, fitting[0], how)
        open_ones = fitting or [verdict for verdict in verdicts if verdict.kind == "doubt"]
        if open_ones:
            return _ambiguous(open_ones, how)
        rejected += verdicts
    if crowded:
        return Decision("ambiguous", "too many notices of the corpus have this name to tell which is meant")
    return Decision("unresolved", _why_none(citing, rejected))


def _by_number(citing: Citing, candidate: Candidate) -> _Verdict:
    if candidate.notice == citing.notice:
        return _Verdict(candidate, "fits", "the notice itself")
    likeness = _likeness(citing, candidate)
    if likeness == "equal":
        late = _is_later(candidate, citing)
        return _Verdict(candidate, "fits", f"although it is dated {candidate.date}, later than what cites it" if late else "")
    if _is_later(candidate, citing):
        return _Verdict(candidate, "no", f"{candidate.name} is dated {candidate.date}, later than what cites it")
    if likeness == "other":
        return _Verdict(candidate, "doubt", f"{candidate.name} has another title, 《{candidate.title}》")
    if not _in_line(citing.region, candidate):
        return _Verdict(candidate, "doubt", f"another place may have the agency code of {candidate.id}")
    return _Verdict(candidate, "fits", "its title is written otherwise" if likeness == "alike" else "")


def _by_title(citing: Citing, candidate: Candidate) -> _Verdict:
    impossible = _contradiction(citing, candidate)
    if impossible:
        return _Verdict(candidate, "no", impossible)
    title = citing.read
    own = _title_of(candidate, title)
    if title is None or own is None:
        return _Verdict(candidate, "doubt", f"{candidate.name} has the title in part only")
    doubt = _doubt_of_edition(citing, title, own, candidate) or _doubt_of_issuer(citing, title, candidate)
    return _Verdict(candidate, "doubt", doubt) if doubt else _Verdict(candidate, "fits")


def _contradiction(citing: Citing, candidate: Candidate) -> str | None:
    """Return why ``candidate``, which has the title, cannot be meant; None where nothing speaks against it."""
    if candidate.notice == citing.notice:
        return "the notice itself has this title, and an earlier document of the title is not in the corpus"
    if candidate.number and citing.keys and number_key(candidate.number) not in citing.keys:
        return f"{candidate.name} has this title, but another number"
    if _is_later(candidate, citing):
        return f"{candidate.name} has this title, but is dated {candidate.date}, later than what cites it"
    if not candidate.number and citing.years and candidate.date and int(candidate.date[:4]) not in citing.years:
        return f"{candidate.name} has this title, but is dated {candidate.date}, not in the year of the number cited"
    if citing.agency and candidate.bodies and not any(_same_body(citing.agency, body) for body in candidate.bodies):
        return f"{candidate.name} has this title, but was issued by {candidate.bodies[0]}, not by {citing.agency}"
    return None


def _doubt_of_edition(citing: Citing, title: Title, own: Title, candidate: Candidate) -> str | None:
    if title.years == own.years:
        return f"{candidate.name} is no trial edition" if title.trial and not own.trial else None
    if title.years:
        return f"{candidate.name} is of the edition or term {'—'.join(own.years) or 'not said'}, not {'—'.join(title.years)}"
    year = int(citing.date[:4]) if citing.date else None
    if len(own.years) > 1 and year is not None and int(own.years[0]) <= year <= int(own.years[-1]):
        return None
    return f"which edition is meant is not said, {candidate.name} is of {'—'.join(own.years)}"


def _doubt_of_issuer(citing: Citing, title: Title, candidate: Candidate) -> str | None:
    if title.places or citing.region == candidate.region == NATION or citing.agency:
        return None
    if named := citing.agency_before:
        other = len(named) > 3 and candidate.bodies and not any(_same_body(named, body) for body in candidate.bodies)
        return f"{candidate.name} was issued by {candidate.bodies[0]}, and {named} stands before the title" if other else None
    at_home = stem_of(candidate.region) in title.core if candidate.region else _LAWS.search(title.core) or _GENERIC_HEAD.match(title.core)
    return (
        None
        if at_home
        else f"{candidate.name} has this title, but who issued the one that is meant is not said, and bodies of several levels may have"
    )


def _narrowed(citing: Citing, verdicts: list[_Verdict]) -> list[_Verdict]:
    """Return those of several fitting notices that fit best: not itself, of the same title, then of the very issuer named."""
    for better in (
        lambda candidate: candidate.notice != citing.notice,
        lambda candidate: _likeness(citing, candidate) == "equal",
        lambda candidate: any(
            same_agency(body, named) for named in (citing.agency, citing.agency_before) if named for body in candidate.bodies
        ),
    ):
        kept = [verdict for verdict in verdicts if better(verdict.candidate)] if len(verdicts) > 1 else []
        verdicts = kept or verdicts
    return verdicts


def _resolved(citing: Citing, verdict: _Verdict, how: str) -> Decision:
    remark = f"; {verdict.reason}" if verdict.reason else ""
    if how == "title" and citing.numbers:
        remark += "; the notice found bears no number"
    return Decision("resolved", f"by {how}{remark}", target=verdict.candidate.notice)


def _ambiguous(verdicts: list[_Verdict], how: str) -> Decision:
    ids = sorted({verdict.candidate.id for verdict in verdicts})
    reasons = list(dict.fromkeys(verdict.reason for verdict in verdicts if verdict.reason))
    reason = f"{len(ids)} notices have this {how}" if len(ids) > 1 else f"one notice has this {how}, which leaves a doubt"
    return Decision("ambiguous", "; ".join([reason, *sorted(reasons)[:_SHOWN]]), candidates=ids)


def _why_none(citing: Citing, rejected: list[_Verdict]) -> str:
    missing = []
    if citing.numbers:
        missing.append(f"no notice of the corpus has the number {'、'.join(citing.numbers)}")
    elif citing.read is not None and citing.read.generic:
        missing.append(f"《{citing.title}》 alone names no one document, many have this title")
    elif not rejected:
        missing.append("no notice of the corpus has this title")
    reasons = sorted({verdict.reason for verdict in rejected})
    more = [f"and {len(reasons) - _SHOWN} more"] if len(reasons) > _SHOWN else []
    return "; ".join([*missing, *reasons[:_SHOWN], *more])


def _likeness(citing: Citing, candidate: Candidate) -> Literal["equal", "alike", "other", "unknown"]:
    """Return how the title cited is to those of ``candidate``."""
    title = citing.read
    if title is None or title.generic or not candidate.titles:
        return "unknown"
    cited = [one.core for one in (title, title.issued) if one and one.core]
    own = [one.core for one in candidate.titles if one.core]
    if set(cited) & set(own):
        return "equal"
    return "alike" if any(_alike(one, other) for one in cited for other in own) else "other"


def _alike(one: str, other: str) -> bool:
    """Return whether two titles are writings of one: one in the other, or most pairs of characters in common."""
    short, long = sorted((one, other), key=len)
    if len(short) >= 6 and short in long:
        return True
    pairs, others = (Counter(a + b for a, b in pairwise(text)) for text in (one, other))
    common = (pairs & others).total()
    return 2 * common >= _ALIKE * max(1, pairs.total() + others.total())


def _title_of(candidate: Candidate, title: Title | None) -> Title | None:
    """Return the title of ``candidate`` that is the one cited; of several, the one with the marks of an edition."""
    cited = {one.core for one in (title, title.issued if title else None) if one}
    found = [own for own in candidate.titles if own.core in cited]
    return max(found, key=lambda own: (len(own.years), own.trial), default=None)


def _is_later(candidate: Candidate, citing: Citing) -> bool:
    """Return whether ``candidate`` is dated later than the notice that cites it, as far as both dates say; drafts may be."""
    if not candidate.date or not citing.date or (citing.title and _DRAFT.search(citing.title)):
        return False
    size = min(len(candidate.date), len(citing.date))
    return candidate.date[:size] > citing.date[:size]


def _in_line(region: str, candidate: Candidate) -> bool:
    """Return whether the number of ``candidate`` can be its own only: of a national body, a province, or one line of places."""
    own = candidate.region
    if not own or (region and in_line(region, own)):
        return True
    return own.endswith("0000") and _province(candidate.number or "") == own


@lru_cache(maxsize=1024)
def _province(number: str) -> str | None:
    """Return the code of the province that an agency code begins with, where it can be no other's."""
    parsed = parse_number(number)
    province = province_of_code(parsed.code) if parsed else None
    return province.code if province else None


def _same_body(one: str, other: str) -> bool:
    """Return whether two names are one body; a government and its office (办公厅) count as one, notices do not keep them apart."""
    return same_agency(_OFFICE.sub("", one), _OFFICE.sub("", other))


def _region(code: str) -> Region | None:
    division = division_of(code) if code else None
    return Region(division.name, division.code, list(division.path)) if division else None
