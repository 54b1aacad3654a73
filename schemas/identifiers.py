"""Permanent addresses: of a notice (id, FRBR work URI) and of every clause in it (eid, clause URI, the form people write).

An eid is a part (``cover``, ``main``, ``annex_N``) and one ``<abbr>_<number>`` for each level, joined by ``__``, after the eIds
of Akoma Ntoso (OASIS LegalDocML naming convention); where a number occurs twice under one parent the second is ``_3-2``. The
same address can be written as a URI (``…/!main~sec_5__subsec_3``) and as people cite it (``吉政办明电〔2019〕5号
第五部分第(三)项``); each form is made, parsed, and made again without change. The words for the levels are those of 立法法
(编章节条款项目) and, for the outline numbering of GB/T 9704-2012 (一、(一)1.(1)), those in common use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from .errors import ReferenceFormatError, ReferenceNotFoundError
from .notice import Clause, Notice, Part

__all__ = [
    "NumberParts",
    "Reference",
    "clause_reference",
    "clause_uri",
    "find_eids",
    "is_eid",
    "locate",
    "notice_id",
    "notice_uri",
    "parse_reference",
]

_PART = r"cover|main|annex_[1-9][0-9]{0,5}"
_STEP = r"(?:book|chp|scn|art|clause|point|sec|subsec|para|subpara|item)_[1-9][0-9]{0,5}(?:-[1-9][0-9]{0,5})?"
_EID = re.compile(rf"(?:{_PART})(?:__{_STEP})*")
_EID_WITHOUT_PART = re.compile(rf"{_STEP}(?:__{_STEP})*")
_URI = re.compile(rf"(/akn/[^!]*?)?/?!({_PART})(?:~({_STEP}(?:__{_STEP})*))?")
_WORK_URI = re.compile(r"/akn/[^!~]+")

# Beyond this a reference is not a reference; it bounds the work done on hostile input.
_LONGEST = 1000
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_CHINESE = "零〇一二两三四五六七八九十百千"

# How people write each level; 项 is settled by what stands above it, see _item_level.
_WORDS = {
    "book": "第{cn}编",
    "chp": "第{cn}章",
    "scn": "第{cn}节",
    "art": "第{cn}条",
    "clause": "第{cn}款",
    "point": "第({cn})项",
    "sec": "第{cn}部分",
    "subsec": "第({cn})项",
    "para": "第{n}点",
    "subpara": "第({n})点",
    "item": "第{n}条目",
}
# 项 where its usual level would be the other of the two, so that the words still say which one is meant.
_ODD_WORDS = {"point": "第({cn})子项", "subsec": "第({cn})分项"}
_LEVEL_OF_WORD = {
    "编": "book",
    "章": "chp",
    "节": "scn",
    "条": "art",
    "款": "clause",
    "部分": "sec",
    "目": "para",
    "点": "para",
    "条目": "item",
    "子项": "point",
    "分项": "subsec",
}
_TOKEN = re.compile(
    rf"""[\s,的中之:;、]*(?:
      (?P<cover>印发通知) | (?P<main>正文)
    | (?P<annex>附件)(?P<annex_number>\d++(?![.、])|[{_CHINESE}]++(?!、))?
    | 第(?:\((?P<bracketed>\d+|[{_CHINESE}]+)\)|(?P<plain>\d+|[{_CHINESE}]+))(?P<word>部分|条目|子项|分项|[编章节条款项目点])
    | (?P<outline_sec>[{_CHINESE}]+)、
    | \((?P<outline_subsec>[{_CHINESE}]+)\)
    | \((?P<outline_subpara>\d+)\)
    | (?P<outline_para>\d+)[.、]?
    )(?:\(重(?P<copy>\d+)\))?""",
    re.VERBOSE,
)
_BLANKS = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")
_TAIL = re.compile(r"[\s,的中之:;、。]*")
_NUMBER_END = re.compile(r"[0-9A-Za-z一-龥]\s*[号號]$")
_YEAR = re.compile(r"[\[(【〔{〈<](\d{4})[\])】〕}〉>]")

_FORMS = (
    "an eid (main__sec_5__subsec_3), a URI (/akn/…/!main~sec_5__subsec_3), "
    "or the form people write (吉政办明电〔2019〕5号 第五部分第(三)项; 《title》附件1第2点; 五、(三); 第五条第二款第(三)项)"
)


class NumberParts(NamedTuple):
    """A document number (发文字号) taken apart: 吉政办明电〔2019〕5号 is ("吉政办明电", 2019, 5)."""

    code: str
    """发文机关代字."""
    year: int | None
    """Year; null for numbers without one, such as those of orders (令第N号)."""
    sequence: int | str
    """发文顺序号."""


class Reference(NamedTuple):
    """A parsed reference to a clause."""

    work: str | None
    """Which notice: its URI, its document number in the standard form, or its title without 《》; null where not said."""
    eid: str
    """Which part or clause of it."""


class _Step(NamedTuple):
    level: str
    number: int
    copy: int = 1

    def __str__(self) -> str:
        return f"{self.level}_{self.number}" + (f"-{self.copy}" if self.copy > 1 else "")


class _Reading(NamedTuple):
    """A reference with what :func:`locate` needs to know about how it was written."""

    reference: Reference
    words: bool
    """Written in words, so levels may have been skipped."""
    part_named: bool
    annex_numbered: bool


def is_eid(text: str) -> bool:
    """Return whether ``text`` is an eid by the grammar in the module's description."""
    return _EID.fullmatch(text) is not None


def notice_id(region_code: str | None, number: NumberParts | None, digest: str) -> str:
    """Return the id of a notice: ``cn-220000-2019-吉政办明电-5``.

    ``region_code`` is the issuer's GB/T 2260 code (none for national bodies: ``cn-2018-国发-39``); without a document number
    the id ends in the first 16 digits of ``digest``, the SHA-256 of the source in hexadecimal: ``cn-320612-h-6b86b273ff34fce1``.
    """
    if number is None:
        return f"{_country(region_code)}-h-{digest[:16]}"
    steps = [_country(region_code), number.year, _safe(number.code), _safe(str(number.sequence))]
    return "-".join(str(step) for step in steps if step is not None)


def notice_uri(region_code: str | None, subtype: str, date: str | None, number: NumberParts | None, digest: str) -> str:
    """Return the FRBR work URI of a notice: ``/akn/cn-220000/doc/notice/2019-02-03/吉政办明电-2019-5``.

    ``subtype`` is the document type in English (notice, opinion, decision …), ``date`` the ISO date of writing; an undated
    notice has the year of its number there, or ``undated``. The rest is as for :func:`notice_id`.
    """
    if number is None:
        when, name = date or "undated", f"h-{digest[:16]}"
    else:
        when = date or (str(number.year) if number.year is not None else "undated")
        steps = [_safe(number.code), number.year, _safe(str(number.sequence))]
        name = "-".join(str(step) for step in steps if step is not None)
    return f"/akn/{_country(region_code)}/doc/{_safe(subtype)}/{when}/{name}"


def clause_uri(work: str, eid: str) -> str:
    """Return the URI of a clause of the notice with the URI ``work``: ``…/!main~sec_5__subsec_3``; of a part: ``…/!main``.

    Raises :class:`ReferenceFormatError` where ``eid`` is none.
    """
    part, steps = _split_eid(eid)
    return f"{work}/!{part}" + ("~" + "__".join(map(str, steps)) if steps else "")


def clause_reference(eid: str, *, document_number: str | None = None, title: str | None = None) -> str:
    """Return the address as people write it: ``吉政办明电〔2019〕5号 第五部分第(三)项``.

    The notice is named by its number, else by its 《title》, else not at all. Raises :class:`ReferenceFormatError` where
    ``eid`` is none.
    """
    part, steps = _split_eid(eid)
    where = {"cover": "印发通知", "main": ""}.get(part) if not part.startswith("annex_") else f"附件{part[6:]}"
    words = [where or ""]
    for index, step in enumerate(steps):
        usual = step.level not in _ODD_WORDS or step.level == _item_level(steps[:index])
        form = _WORDS[step.level] if usual else _ODD_WORDS[step.level]
        words.append(form.format(n=step.number, cn=_to_chinese(step.number)) + (f"(重{step.copy})" if step.copy > 1 else ""))
    work = document_number or (f"《{title}》" if title else "")
    path = "".join(words) or ("" if work else "正文")
    # A title reads on without a blank; after a number one keeps 5号 and 第五部分 apart.
    return f"{work} {path}".strip() if document_number else work + path


def parse_reference(text: str) -> Reference:
    """Return what ``text`` refers to; it is an eid, a clause URI, or the form people write, with or without the notice.

    Widths, blanks and kinds of brackets do not matter, numerals may be Chinese or Arabic. Raises
    :class:`ReferenceFormatError`, which lists the forms, where it is none of them.
    """
    return _read(text).reference


def locate(notice: Notice, reference: str) -> Clause | Part:
    """Return the clause or part of ``notice`` that ``reference`` (any form of :func:`parse_reference`) means.

    An address in words may skip levels where only one clause fits. Raises :class:`ReferenceFormatError` where it is no
    reference, :class:`ReferenceNotFoundError` where it names another notice, where nothing fits (with what comes near), and
    where several clauses fit (with all of them): never a wrong target.
    """
    reading = _read(reference)
    work, eid = reading.reference
    if work is not None and not _is_named(notice, work):
        raise ReferenceNotFoundError(
            f"{reference!r} refers to {work}, but this notice is {notice.metadata.document_number or notice.metadata.title or notice.id}; "
            "open that notice, or leave its name out of the reference"
        )
    if reading.part_named and not reading.annex_numbered:
        annexes = [part for part in notice.parts if part.kind == "annex"]
        if len(annexes) > 1:
            raise ReferenceNotFoundError(f"{reference!r} fits several annexes, say which: {_listing(annexes)}")
    targets: list[Clause | Part] = [*notice.parts, *notice.clauses]
    for target in targets:
        if target.eid == eid:
            return target
    fitting = [clause for clause in notice.clauses if _fits(clause.eid, reading)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise ReferenceNotFoundError(f"{reference!r} fits {len(fitting)} clauses, say which: {_listing(fitting)}")
    raise ReferenceNotFoundError(f"{notice.id} has no {eid} ({reference!r}); near it are: {_listing(_near(targets, eid))}")


def find_eids(eids: Iterable[str], reference: str) -> list[str]:
    """Return those of ``eids``, of one notice, that ``reference`` means: [] where none fits, several where it does not say which.

    Which notice ``reference`` names is not looked at. Raises :class:`ReferenceFormatError` where it is no reference.
    """
    reading = _read(reference)
    known = list(eids)
    if reading.part_named and not reading.annex_numbered:
        annexes = [eid for eid in known if eid.startswith("annex_") and "__" not in eid]
        if len(annexes) > 1:
            return annexes
    return [reading.reference.eid] if reading.reference.eid in known else [eid for eid in known if _fits(eid, reading)]


def _country(region_code: str | None) -> str:
    return f"cn-{region_code}" if region_code else "cn"


def _safe(text: str) -> str:
    """Return ``text`` with every character that is no letter, Han character or digit as ``_hex_``: safe in paths, no two alike."""
    return "".join(char if char.isalnum() else f"_{ord(char):x}_" for char in text)


def _split_eid(eid: str) -> tuple[str, list[_Step]]:
    if not is_eid(eid):
        raise ReferenceFormatError(f"{eid[:80]!r} is no eid; one looks like cover, main__sec_5__subsec_3 or annex_1__item_2")
    part, *steps = eid.split("__")
    return part, [_step(step) for step in steps]


def _step(text: str) -> _Step:
    level, _, numbers = text.partition("_")
    number, _, copy = numbers.partition("-")
    return _Step(level, int(number), int(copy or 1))


def _item_level(above: list[_Step]) -> str:
    """Return the level that 项 means below ``above``: point in an article (条), subsec in an outline (一、)."""
    for step in reversed(above):
        if step.level in {"art", "sec"}:
            return "point" if step.level == "art" else "subsec"
    return "subsec"


def _read(text: str) -> _Reading:
    plain = unicodedata.normalize("NFKC", text[: _LONGEST + 1]).strip()
    if not plain or len(text) > _LONGEST:
        raise _not_a_reference(text)
    if is_eid(plain):
        return _Reading(Reference(None, plain), words=False, part_named=True, annex_numbered=True)
    if _EID_WITHOUT_PART.fullmatch(plain):
        return _Reading(Reference(None, f"main__{plain}"), words=False, part_named=False, annex_numbered=True)
    if "/akn/" in plain or "!" in plain:
        return _Reading(_read_uri(plain, text), words=False, part_named=True, annex_numbered=True)
    return _read_words(plain, text)


def _read_uri(plain: str, text: str) -> Reference:
    from urllib.parse import unquote  # costs some milliseconds to import, and only URIs need it

    address = unquote(plain)
    address = address[max(address.find("/akn/"), 0) :]
    if match := _URI.fullmatch(address):
        work, part, steps = match.groups()
        return Reference(work, part + (f"__{steps}" if steps else ""))
    if _WORK_URI.fullmatch(address):
        return Reference(address.rstrip("/"), "main")
    raise _not_a_reference(text)


def _read_words(plain: str, text: str) -> _Reading:
    work, position = _read_work(plain)
    plain, position = _BLANKS.sub("", plain[position:]), 0
    part, steps = "main", list[_Step]()
    part_named, annex_numbered, found = False, True, False
    while match := _TOKEN.match(plain, position):
        found = True
        position = match.end()
        if match["cover"] or match["main"] or match["annex"]:
            if steps or part_named:
                raise _not_a_reference(text)
            annex_numbered = not match["annex"] or match["annex_number"] is not None
            number = _to_int(match["annex_number"] or "1")
            part = "cover" if match["cover"] else "main" if match["main"] else f"annex_{number}"
            part_named = True
        else:
            steps.append(_read_step(match, steps))
    eid = "__".join([part, *map(str, steps)])
    if _TAIL.fullmatch(plain, position) is None or not (found or work) or not is_eid(eid):
        raise _not_a_reference(text)
    return _Reading(Reference(work, eid), words=True, part_named=part_named, annex_numbered=annex_numbered)


def _read_work(plain: str) -> tuple[str | None, int]:
    """Return the name of the notice at the head of ``plain``, and where the address within it begins.

    No word of an address holds 号, 號 or 》, so the name ends at the last of them. Of a title with its number behind it the
    number is taken, because it is the one that is unique.
    """
    end = max(map(plain.rfind, "号號》")) + 1
    if not end:
        return None, 0
    head = plain[:end]
    title_end = head.rfind("》") + 1
    if _NUMBER_END.search(head):
        number = re.sub(r"\s+", "", head[title_end:]).removeprefix("(")
        bracketed = head[title_end:].lstrip().startswith("(")
        after = end + (1 if bracketed and plain[end : end + 1] == ")" else 0)
        return _YEAR.sub(r"〔\1〕", number), after
    start = head.find("《")
    return (head[start + 1 : -1], end) if title_end and start >= 0 else (None, 0)


def _read_step(match: re.Match[str], above: list[_Step]) -> _Step:
    copy = int(match["copy"] or 1)
    for group, level in (("outline_sec", "sec"), ("outline_subpara", "subpara"), ("outline_para", "para")):
        if match[group]:
            return _Step(level, _to_int(match[group]), copy)
    if match["outline_subsec"]:
        return _Step(_item_level(above), _to_int(match["outline_subsec"]), copy)
    numeral, word = match["bracketed"] or match["plain"], match["word"]
    # 第(1)点 is the level below 第1点; 第(三)点 is said of (三), which is 项.
    if match["bracketed"] and word == "点":
        level = "subpara" if numeral.isdecimal() else _item_level(above)
    else:
        level = _LEVEL_OF_WORD.get(word) or _item_level(above)
    return _Step(level, _to_int(numeral), copy)


def _not_a_reference(text: str) -> ReferenceFormatError:
    return ReferenceFormatError(f"{text[:80]!r} is no clause reference; write {_FORMS}")


def _is_named(notice: Notice, work: str) -> bool:
    known = (notice.uri, notice.metadata.document_number, notice.metadata.title, notice.metadata.instrument_title)
    return _bare(work) in {_bare(name) for name in known if name}


def _bare(name: str) -> str:
    """Return ``name`` for comparison: width, blanks and the kind of inner brackets (《》 or 〈〉) do not tell names apart."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).translate(str.maketrans("〈〉", "《》"))


def _fits(eid: str, reading: _Reading) -> bool:
    """Return whether the steps asked for in words occur in ``eid`` in order, the last one last; 项 may be either of its levels."""
    if not reading.words:
        return False
    part, steps = _split_eid(eid)
    wanted_part, wanted = _split_eid(reading.reference.eid)
    if not wanted or (reading.part_named and part != wanted_part):
        return False
    have = [_alike(step) for step in steps]
    want = [_alike(step) for step in wanted]
    if not have or have[-1] != want[-1]:
        return False
    rest = iter(have)
    return all(step in rest for step in want)


def _alike(step: _Step) -> _Step:
    return step._replace(level="subsec") if step.level == "point" else step


def _near(targets: list[Clause | Part], eid: str) -> list[Clause | Part]:
    """Return the targets to offer instead: those that end like ``eid``, then what stands below its nearest known ancestor."""
    part, *steps = eid.split("__")
    same = [target for target in targets if steps and target.eid.endswith(f"__{steps[-1]}")]
    known = {target.eid for target in targets}
    above = next((prefix for cut in range(len(steps), -1, -1) if (prefix := "__".join([part, *steps[:cut]])) in known), None)
    below = [target for target in targets if isinstance(target, Clause) and target.parent == above]
    return [*same, *(target for target in below if target not in same)] or targets


def _listing(targets: list[Clause] | list[Part] | list[Clause | Part], most: int = 6) -> str:
    names = [f"{target.eid} ({_heading(target)})" for target in targets[:most]]
    more = [f"and {len(targets) - most} more"] if len(targets) > most else []
    return "; ".join(names + more) or "none, it has no parts"


def _heading(target: Clause | Part) -> str:
    return f"{target.label}{target.heading or ''}" if isinstance(target, Clause) else target.title or target.kind


def _to_int(numeral: str) -> int:
    """Return the value of a clause ordinal, Arabic or Chinese below 10,000 (三, 十二, 二十, 一百零五, 二〇)."""
    if numeral.isdecimal():
        return int(numeral)
    if not any(char in _PLACES for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    total, digit = 0, None
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total += (1 if digit is None else digit) * _PLACES[char]
            digit = None
    return total + (digit or 0)


def _to_chinese(number: int) -> str:
    """Return the Chinese ordinal of 1 to 9,999 as clauses have it (12 is 十二, not 一十二); Arabic beyond."""
    if number > 9999:
        return str(number)
    written, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            written += ("零" if gap and written else "") + "零一二三四五六七八九"[digit] + unit
        gap = not digit
    return written.removeprefix("一") if 10 <= number < 20 else written
