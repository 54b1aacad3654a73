"""Document numbers (发文字号), in every form that notices and their lists use.

GB/T 9704-2012 7.2.5: agency code (发文机关代字), year in full in hexagonal brackets, running number without filling noughts
and without 第: 国办发〔2018〕108号. Orders and announcements (令, 公告) count by themselves or by year, older numbers put the
year first or shorten it, and Taiwan's carry no year (臺教高(五)字第1030109690B號). :attr:`DocumentNumber.canonical` writes each
in one form, with 〔〕 and without blanks; ``raw`` keeps what stood there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from .numerals import to_int
from .text import fold, squeeze

__all__ = ["DocumentNumber", "NumberKind", "citation_words", "find_numbers", "parse_number"]

NumberKind = Literal["standard", "order", "announcement", "year-first", "taiwan"]

_HAN: Final = r"\u3400-\u9fff"
_GAP: Final = r"\s{0,3}"
_OPEN: Final = r"[〔\[({【〈<〖「„“]"
_CLOSE: Final = r"[〕\])}】〉>〗」‟”]"
_ENCLOSING: Final = {"(": ")", "[": "]", "〔": "〕", "【": "】"}
# Four digits of a modern year, two of the last century (财税字(94)001号), or four Chinese digits; letter-spacing allowed.
_YEAR: Final = rf"(?:(?:1{_GAP}9|2{_GAP}0){_GAP}[0-9]{_GAP}[0-9]|[4-9][0-9]|[一二][九〇○零O0][〇○零一二三四五六七八九O0]{{2}})"
_SEQUENCE: Final = rf"[0-9](?:\s{{0,2}}[0-9]){{0,5}}(?:{_GAP}[-—–]{_GAP}[0-9]{{1,3}})?[A-Za-z]?"
_WORD: Final = r"(?:令|公告|通告)"
# A stray closing bracket before 号 is a slip seen in print: 绍政发[2015]27)号.
_BODY: Final = rf"{_OPEN}{_GAP}(?P<year>{_YEAR}){_GAP}年?{_GAP}{_CLOSE}{_GAP}(?:第{_GAP})?(?P<sequence>{_SEQUENCE}){_GAP}{_CLOSE}?{_GAP}"
_YEAR_FIRST: Final = (
    rf"{_OPEN}{_GAP}(?P<year>{_YEAR}){_GAP}{_CLOSE}{_GAP}(?P<code>[{_HAN}]{{2,12}}?){_GAP}第{_GAP}(?P<sequence>{_SEQUENCE}){_GAP}号"
)
_COUNT: Final = r"[0-9]{1,5}|[一二三四五六七八九十百零〇○]{1,7}"

_STANDARD_IN_TEXT: Final = re.compile(_BODY + "[号號]")
# The opening bracket lost: 建村2016]147号. The scan goes from one closing bracket to the next.
_LOST_OPEN_IN_TEXT: Final = re.compile(rf"(?<=[{_HAN}](?:19|20)[0-9]{{2}})[〕\]】]{_GAP}(?:第{_GAP})?(?P<sequence>{_SEQUENCE}){_GAP}[号號]")
_YEAR_FIRST_IN_TEXT: Final = re.compile(_YEAR_FIRST)
_ISSUE_IN_TEXT: Final = re.compile(rf"第{_GAP}(?P<sequence>{_COUNT}){_GAP}号")
_ISSUE_LEFT: Final = re.compile(rf"(?P<word>{_WORD})?{_GAP}(?:(?P<year>(?:19|20)[0-9]{{2}}){_GAP}年{_GAP})?$")
_ISSUE_RIGHT: Final = re.compile(rf"{_GAP}(?P<agency>[{_HAN}]{{1,14}}[席府院部局委会署行省市])??(?P<word>{_WORD})")
_TAIWAN_IN_TEXT: Final = re.compile(rf"字第{_GAP}(?P<sequence>[0-9]{{7,13}}[A-Z]?){_GAP}(?P<mark>[號号])")
_CODE_TAIWAN: Final = re.compile(rf"[{_HAN}]{{1,20}}(?:\([{_HAN}]{{1,4}}\)|[0-9])?[{_HAN}]{{0,2}}$")
# The name of the body, or the head of its order, may stand before its code: 經濟部標準檢驗局經標二字第…號, 教育部令臺教高(五)字第…號.
_BODY_TAIWAN: Final = re.compile(rf"[{_HAN}]{{2,16}}(?:委員會|令|公告|(?<=[{_HAN}]{{4}})局)(?=[{_HAN}]{{2}})")

_STANDARD_WHOLE: Final = re.compile(rf"(?P<code>[{_HAN}A-Za-z0-9()·]{{2,30}}?){_BODY}[号號]?文?{_CLOSE}?")
_LOST_OPEN_WHOLE: Final = re.compile(rf"(?P<code>[{_HAN}]{{2,30}})(?P<year>(?:19|20)[0-9]{{2}})[〕\]】](?P<sequence>{_SEQUENCE})[号號]")
_ISSUE_WHOLE: Final = re.compile(
    rf"(?P<agency>(?:[{_HAN}][{_HAN}、]{{0,39}}?)?)(?P<word>{_WORD})?(?:(?P<year>(?:19|20)[0-9]{{2}})年)?第(?P<sequence>{_COUNT})号(?P<after>{_WORD})?"
)
_TAIWAN_WHOLE: Final = re.compile(rf"(?P<code>[{_HAN}0-9()]{{1,16}})字第(?P<sequence>[0-9]{{7,13}}[A-Z]?)(?P<mark>[號号])")

# (2018)12号楼 is an address.
_NOT_BEHIND: Final = frozenset("楼院门线路机库井馆厅房栋桥")
# Case numbers of courts have the shape of a year-first number: (2012)民提字第52号.
_COURT: Final = re.compile(r"[民刑行知执商法赔仲劳][^字]{0,3}[初终再监提申他抗执裁]字$|[民刑执]字$")
_AGENCY_END: Final = frozenset("部局署委会院行厅府")
# 中华人民共和国 before an agency adds nothing, and lists of numbers often hold the end of it only.
_REPUBLIC: Final = re.compile(r"^中?华?人?民?共?和国(?=.)")
_SAME_CODE: Final = {"国令": "国务院令"}
_LONGEST_CODE: Final = 12
_LONGEST_AGENCY: Final = 40
_HARD_STOPS: Final = frozenset("\n()《〔[【:;。,、")
# Longer runs before a bracket are a sentence; a head of a code known from the table shows where the code starts.
_PLAIN_CODE: Final = 8


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A 发文字号 taken apart."""

    kind: NumberKind
    code: str
    """Agency code (国办发), or agency with 令, 公告, 通告 (交通运输部令)."""
    year: int | None
    sequence: str
    """Running number as written, digits in ASCII: ``5``, ``26-1``, ``1030109690B``."""
    raw: str = field(compare=False)
    """The number as it stood."""

    @property
    def canonical(self) -> str:
        """The standard form: 〔〕, no blanks, Arabic digits; :func:`parse_number` reads it back to an equal object."""
        if self.kind == "standard":
            return f"{self.code}〔{self.year}〕{self.sequence}号"
        if self.kind == "year-first":
            return f"〔{self.year}〕{self.code}第{self.sequence}号"
        if self.kind == "taiwan":
            return f"{self.code}字第{self.sequence}號"
        return f"{self.code}{'' if self.year is None else f'{self.year}年'}第{self.sequence}号"

    @property
    def identity(self) -> tuple[str, int | None, str]:
        """What two writings of one number share: 国令第706号 and 国务院令第706号, 沪府发〔1999〕043号 and 沪府发〔1999〕43号."""
        return _SAME_CODE.get(self.code, self.code), self.year, self.sequence.lstrip("0")


@lru_cache(maxsize=1)
def citation_words() -> dict[str, Any]:
    """Return the table of words around numbers and titles (``data/citation_words.json``)."""
    table: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "citation_words.json").read_bytes())
    return table


def parse_number(text: str) -> DocumentNumber | None:
    """Return the document number that the whole of ``text`` writes, else None.

    Blanks, brackets of any kind around the year or the whole, a missing 号 and stray brackets are repaired in the value. A
    string that holds more than a number (根据国发〔2015〕1号) is none.
    """
    value = squeeze(fold(text))
    while len(value) > 2 and _ENCLOSING.get(value[0]) == value[-1] and value[0] not in value[1:]:
        value = value[1:-1]
    if len(value) > 2 * _LONGEST_AGENCY:
        return None
    if match := _STANDARD_WHOLE.fullmatch(value) or _LOST_OPEN_WHOLE.fullmatch(value):
        code = match["code"]
        return _standard(code, match, text) if _code_start(code) == 0 else None
    if match := _TAIWAN_WHOLE.fullmatch(value):
        return None if _BODY_TAIWAN.match(match["code"]) else _taiwan(match["code"], match, text)
    if match := _YEAR_FIRST_IN_TEXT.fullmatch(value):
        return _year_first(match, text)
    if match := _ISSUE_WHOLE.fullmatch(value):
        agency = match["agency"]
        return (
            None if _boundary_end(agency) else _issue(agency, match["word"] or match["after"] or "", match["year"], match["sequence"], text)
        )
    return None


def find_numbers(text: str) -> Iterator[tuple[int, int, DocumentNumber]]:
    """Yield (start, end, number) for every document number in folded ``text``, in order and without overlap."""
    found = [
        *_standard_numbers(text),
        *_lost_bracket_numbers(text),
        *_year_first_numbers(text),
        *_taiwan_numbers(text),
        *_issue_numbers(text),
    ]
    found.sort(key=lambda item: (item[0], -item[1]))
    done = 0
    for start, end, number in found:
        if start >= done:
            yield start, end, number
            done = end


def _standard_numbers(text: str) -> Iterator[tuple[int, int, DocumentNumber]]:
    for match in _STANDARD_IN_TEXT.finditer(text):
        if text[match.end() : match.end() + 1] in _NOT_BEHIND and text[match.start()] != "〔":
            continue
        start, end = _code_before(text, match.start())
        if end - start >= 2:
            yield start, match.end(), _standard(text[start:end], match, text[start : match.end()])


def _lost_bracket_numbers(text: str) -> Iterator[tuple[int, int, DocumentNumber]]:
    for match in _LOST_OPEN_IN_TEXT.finditer(text):
        year = match.start() - 4
        start, end = _code_before(text, year)
        if end - start >= 2 and text[year - 1] not in "年月日":
            code, raw = squeeze(text[start:end]), text[start : match.end()]
            yield start, match.end(), DocumentNumber("standard", code, int(text[year : match.start()]), _sequence(match["sequence"]), raw)


def _year_first_numbers(text: str) -> Iterator[tuple[int, int, DocumentNumber]]:
    if "第" not in text:
        return
    for match in _YEAR_FIRST_IN_TEXT.finditer(text):
        number = _year_first(match, match[0])
        if number is not None:
            yield match.start(), match.end(), number


def _taiwan_numbers(text: str) -> Iterator[tuple[int, int, DocumentNumber]]:
    if "字第" not in text:
        return
    for match in _TAIWAN_IN_TEXT.finditer(text):
        before = _CODE_TAIWAN.search(text, max(0, match.start() - 30), match.start())
        if before is None:
            continue
        start = before.start() + _boundary_end(before[0])
        if text[start] in "年月日" and text[start - 1 : start].isdigit():
            start += 1
        body = _BODY_TAIWAN.match(text, start, match.start())
        if body is not None:
            start = body.end()
        number = _taiwan(text[start : match.start()], match, text[start : match.end()])
        if number is not None:
            yield start, match.end(), number


def _issue_numbers(text: str) -> Iterator[tuple[int, int, DocumentNumber]]:
    """Orders and announcements: 令第5号, 公告2019年第44号, and with the word behind, 2019年第44号公告."""
    if "令" not in text and "告" not in text:
        return
    for match in _ISSUE_IN_TEXT.finditer(text):
        left = _ISSUE_LEFT.search(text, max(0, match.start() - 16), match.start())
        if left is None:
            continue
        start, end, word, agency = left.start(), match.end(), left["word"], ""
        if word is None:
            right = _ISSUE_RIGHT.match(text, end)
            if right is None:
                continue
            word, end, agency = right["word"], right.end(), right["agency"] or ""
        if not agency:
            start = _agency_before(text, start)
            agency = text[start : left.start()]
        if len(squeeze(agency)) > 1 or (word == left["word"] and left["year"]):
            yield start, end, _issue(agency, word, left["year"], match["sequence"], text[start:end])


def _standard(code: str, match: re.Match[str], raw: str) -> DocumentNumber:
    return DocumentNumber("standard", squeeze(code), _year(match["year"]), _sequence(match["sequence"]), raw)


def _year_first(match: re.Match[str], raw: str) -> DocumentNumber | None:
    code = match["code"]
    if _COURT.search(code) or _boundary_end(code) or "年" in code:
        return None
    return DocumentNumber("year-first", code, _year(match["year"]), _sequence(match["sequence"]), raw)


def _taiwan(code: str, match: re.Match[str], raw: str) -> DocumentNumber | None:
    # 房权证字第…号 is a deed, 技執字第006523號 a licence: documents have seven digits and more. 号 in place of 號 is a converted
    # text; nine digits and more tell it from other certificates.
    if not code or code[-1] in "证證" or (match["mark"] == "号" and len(match["sequence"]) < 9):
        return None
    return DocumentNumber("taiwan", code, None, match["sequence"], raw)


def _issue(agency: str, word: str, year: str | None, sequence: str, raw: str) -> DocumentNumber:
    # Joint agencies are set with blanks or with 、; one document, one form.
    code = _REPUBLIC.sub("", squeeze(agency).replace("、", "")) + word
    count = to_int(sequence)
    kind: NumberKind = "order" if word == "令" else "announcement"
    return DocumentNumber(kind, code, int(year) if year else None, sequence if sequence.isascii() else str(count), raw)


def _year(text: str) -> int:
    digits = "".join(char if char.isascii() and char.isdigit() else str(to_int(char) or 0) for char in squeeze(text))
    return int(digits) if len(digits) == 4 else 1900 + int(digits)


def _sequence(text: str) -> str:
    return re.sub("[—–]", "-", squeeze(text))


def _code_before(text: str, end: int) -> tuple[int, int]:
    """Return (start, end) of the agency code that stands before ``end``, blanks between passed over; empty where there is none."""
    while end > 0 and text[end - 1].isspace():
        end -= 1
    start = end
    lowest = max(0, end - _LONGEST_AGENCY)
    while start > lowest and "\u3400" <= text[start - 1] <= "\u9fff" and text[start - 1] not in "号號":
        start -= 1
    before = text[start - 1] if start else "\n"
    run = text[start:end]
    if before.isdigit() and run[:1] in ("年", "月", "日"):
        start += 1
        run = run[1:]
    cut = _code_start(run)
    # 和 begins a few codes (和田), so it is a conjunction only behind what can be joined.
    if run[cut : cut + 1] == "和" and (cut or before in "号》)〕" or before.isdigit()):
        cut += 1
    start += cut
    # A code that nothing cut and that begins behind punctuation may be a long one: 联防联控机制综发.
    named = run.endswith(("令", "公告", "通告"))
    longest = _LONGEST_AGENCY if named or (not cut and before in _HARD_STOPS) else _LONGEST_CODE
    return (start, end) if end - start <= longest else (end, end)


def _agency_before(text: str, end: int) -> int:
    """Return where the agency or the joint agencies that stand before ``end`` begin; ``end`` where there is none."""
    start = end
    while end - start < _LONGEST_AGENCY:
        joint = start
        while joint > 0 and text[joint - 1] in " 、" and joint < end:
            joint -= 1
        if joint < start and (joint == 0 or text[joint - 1] not in _AGENCY_END):
            break
        if joint == end and joint > 0 and text[joint - 1].isspace():
            joint -= 1  # the word 令 may stand on a line of its own under the agency
        first, last = _code_before(text, joint)
        if last == first:
            break
        start = first
        if start > 0 and text[start - 1] not in " 、":
            break
    return start


def _code_start(run: str) -> int:
    """Return where the agency code starts in a run of Han characters: behind the last word that no code holds."""
    start = _boundary_end(run)
    if len(run) - start > _PLAIN_CODE and not _head_pattern().match(run, start):
        head = _head_pattern().search(run, start + 1)
        if head is not None:
            return head.start()
    return start


def _boundary_end(run: str) -> int:
    end = 0
    for match in _boundary_pattern().finditer(run):
        end = match.end()
    return end


@lru_cache(maxsize=1)
def _boundary_pattern() -> re.Pattern[str]:
    words = citation_words()
    plain = "|".join(sorted(words["number_boundaries"], key=len, reverse=True))
    provinces = words["code_heads"]["provinces"]
    # An agency by name and then its code, without anything between: 市物价局沪价经.
    agency = rf"[省市区县州盟旗国][^省市区县]{{0,10}}(?:局|厅|委员会|委|部|政府|办公室|院)(?=[{provinces}][{_HAN}])"
    heads = _head_pattern().pattern
    return re.compile(
        rf"{plain}|(?<!数)据|(?<!自)由|[〇一二三四五六七八九十]日|[一二三四五六七八九十百][章条款项]|{agency}|^[对见即如含又]|^[将自原经从](?={heads})"
    )


@lru_cache(maxsize=1)
def _head_pattern() -> re.Pattern[str]:
    heads = citation_words()["code_heads"]
    provincial = "|".join(heads["provincial"])
    return re.compile(rf"(?:{'|'.join(heads['national'])}|[{heads['provinces']}](?:{provincial}))")
