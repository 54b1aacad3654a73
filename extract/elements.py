"""The elements of the notice as values: metadata with the place each was read from.

The layout says where an element stands; this module says what it is. A value comes from the notice where the notice states
it, from the page around it (index table, page line, meta tags) where it does not, and from neither by guessing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from ..schemas.notice import Evidence, Metadata, NoticeWarning, OutsideEvidence, Region
from .agencies import agency_of, is_agency, leading_agencies, same_agency, split_agencies
from .agency_codes import province_of_code
from .dates import find_dates, parse_date
from .document_types import document_type
from .jurisdiction import jurisdiction
from .layout import Layout, attachment_titles, number_at_end, without_signer
from .numbers import DocumentNumber, parse_number
from .page import Fact
from .regions import leading
from .text import View, fold, squeeze, tidy

__all__ = ["Elements", "read_elements"]

# An addressee is complete, and an enumeration may be split behind it, where it ends in one of these (各省、自治区、直辖市人民政府 is one).
_COMPLETE = re.compile(
    r"(?:政府|[部委局厅办院署会社行司团组府校学所站队厂场]|机构|单位|部门|企业|公司|中心|小镇|管委会|办事处|开发区|园区|功能区)(?:\([^()]{1,40}\))?$"
)
# A piece that is no name by itself belongs to the one before it: 区政府各委、办、局; 各镇党委、人民政府.
_FRAGMENT = re.compile(r"(?:[委办局院厅处室所站行社]|(?:人民)?政府)(?=[、,;，；]|$)")
_TAIL = 48
"""Characters at the end of a name, its bracket among them, that show whether it is complete."""
_LEADING_PHRASE = re.compile(r"^([^\s(。,;:]{4,60})(?=[\s(])")
_SPACED_NAME = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_HEAD_LINES = 8
CONTEXT = 3000
"""Characters of the notice that are read to tell which of several places of one name it speaks of."""


@dataclass(slots=True)
class Elements:
    """What was read, with what else was learnt on the way."""

    metadata: Metadata
    number: DocumentNumber | None = None
    warnings: list[NoticeWarning] = field(default_factory=list)


def read_elements(view: View, layout: Layout, facts: list[Fact]) -> Elements:
    """Return the metadata of the notice; ``facts`` is what its page states outside the text."""
    elements = Elements(Metadata())
    reader = _Reader(view, layout, facts, elements)
    reader.title()
    reader.number()
    reader.dates()
    reader.agencies()
    reader.addressees()
    reader.rest()
    reader.region()
    reader.recognised()
    return elements


class _Reader:
    def __init__(self, view: View, layout: Layout, facts: list[Fact], elements: Elements) -> None:
        self.view = view
        self.layout = layout
        self.facts = facts
        self.elements = elements
        self.metadata = elements.metadata

    # --- where values are read ---

    def _at(self, name: str, start: int, end: int) -> None:
        self.metadata.evidence[name] = self.view.span(start, end)

    def _at_lines(self, name: str, lines: range) -> None:
        if lines:
            self._at(name, self.layout.lines[lines.start].start, self.layout.lines[lines.stop - 1].end)

    def _at_in_title(self, name: str, end: int) -> None:
        """Note the stretch of the text that the first ``end`` characters of the title stand for, where the title is of the text."""
        if not self.layout.title:
            return
        left = len(squeeze((self.metadata.title or "")[:end]))
        start = stop = self.layout.lines[self.layout.title.start].start
        while left:
            left -= not self.view.text[stop].isspace()
            stop += 1
        self._at(name, start, stop)

    def _fact(self, *labels: str, keep: bool = True, name: str | None = None) -> str | None:
        """Return the first stated value for one of ``labels``, the most reliable place first, and note it as evidence."""
        for label in labels:
            for where in ("index-table", "page-info", "meta"):
                for fact in self.facts:
                    if fact.label == label and fact.where == where and fact.value.strip():
                        if name and keep:
                            evidence: Evidence = OutsideEvidence(f"{where}:{label}", fact.value)
                            self.metadata.evidence[name] = evidence
                        return fact.value.strip()
        return None

    def _warn(self, code: str, message: str) -> None:
        self.elements.warnings.append(NoticeWarning(code, message))

    # --- the elements, in the order of GB/T 9704 ---

    def title(self) -> None:
        """Title: the lines in the text; else what the page states; else the phrase that opens the text."""
        layout, metadata = self.layout, self.metadata
        if layout.official and layout.official.subject:
            self._official_title(*layout.official.subject)
        elif layout.title:
            start, end = layout.title_at(self.view)
            metadata.title = tidy(self.view.raw[start:end])
            self._at("title", start, end)
        else:
            metadata.title = self._fact("标题", "ArticleTitle", "headline", name="title") or self._opening_phrase() or self._page_title()
        if metadata.title is None:
            self._warn("no-title", "no line of the text reads like a title and the page states none")
        metadata.instrument_title = tidy(layout.instrument_title) if layout.instrument_title else None
        if layout.instrument:
            self._at_lines("instrument_title", layout.instrument)
        head = self._order_head()
        metadata.document_type = document_type(head) if head else document_type(metadata.title or "")

    def _official_title(self, start: int, end: int) -> None:
        """Name a Taiwanese document as its gazette does (教育部令：修正「…」): by the line that heads it and by what it is about."""
        head = self.layout.text(self.layout.order_head, self.view)
        self.metadata.title = f"{squeeze(head)}：{tidy(self.view.raw[start:end])}"
        self._at("title", start, end)

    def _order_head(self) -> str:
        return "".join(squeeze(self.layout.lines[index].text) for index in self.layout.order_head)

    def _opening_phrase(self) -> str | None:
        match = _LEADING_PHRASE.match(self.layout.lines[0].text) if self.layout.lines else None
        if match is None or document_type(match[1]) is None:
            return None
        start = self.layout.lines[0].start
        self._at("title", start, start + match.end(1))
        return tidy(self.view.raw[start : start + match.end(1)])

    def _page_title(self) -> str | None:
        title = self._fact("Title", name="title")
        return re.split(r"\s*[-_|]+\s*", title)[0] or None if title else None

    def number(self) -> None:
        """发文字号: the number line; else the index table; else at the end of the title's own line."""
        layout, metadata = self.layout, self.metadata
        stated = self._fact("发文字号")
        stated_number = parse_number(stated) if stated else None
        number = layout.number_value
        if number is not None and layout.number is not None and not (layout.order_head and stated_number):
            line = layout.lines[layout.number]
            self._at("document_number", line.start, line.start + len(without_signer(line.text)))
        elif stated_number is not None:
            number = stated_number
            self._fact("发文字号", name="document_number")
        else:
            number = self._number_in_title()
        self.elements.number = number
        metadata.document_number = number.canonical if number else None
        if number and stated_number and number.canonical != stated_number.canonical and not layout.order_head:
            self._warn(
                "number-conflict", f"the number line says {number.canonical}, the index table {stated_number.canonical}; the former is kept"
            )

    def _number_in_title(self) -> DocumentNumber | None:
        """Return a number that closes the title: …的通知(国发〔2018〕39号)."""
        for index in self.layout.title:
            line = self.layout.lines[index]
            found = number_at_end(line.text)
            if found is not None:
                start, end, number = found
                self._at("document_number", line.start + start, line.start + end)
                self._cut_title(line.start + start)
                return number
        return None

    def _cut_title(self, stop: int) -> None:
        """End the title before ``stop``, where its number begins, and the bracket that opens there."""
        start = self.layout.lines[self.layout.title.start].start
        title = self.view.text[start:stop].rstrip("([〔【 \n")
        if title:
            self.metadata.title = tidy(self.view.raw[start : start + len(title)])
            self.metadata.document_type = document_type(self.metadata.title)
            self._at("title", start, start + len(title))

    def dates(self) -> None:
        """成文日期 and 发布日期; the page's own date is never taken for either of the notice's."""
        metadata, signature = self.metadata, self.layout.signature
        official = self.layout.official
        day = _first_date(self._fact("成文日期"))
        if official and official.date:
            metadata.written_date = official.date[2].isoformat()
            self._at("written_date", *official.date[:2])
        elif signature and signature.day and signature.date_span:
            metadata.written_date = signature.day.isoformat()
            self._at("written_date", *signature.date_span)
            if day and day != signature.day:
                self._warn("date-conflict", f"signed on {signature.day}, but the index table says {day}; the signature is kept")
        elif day:
            metadata.written_date = day.isoformat()
            self._fact("成文日期", name="written_date")
        else:
            self._date_in_subtitle()
        for label in ("发布日期", "PubDate"):
            published = _first_date(self._fact(label))
            if published:
                metadata.published_date = published.isoformat()
                self._fact(label, name="published_date")
                break

    def _date_in_subtitle(self) -> None:
        """Read a date that stands in brackets under the title: (2018年9月6日…通过)."""
        for index in self.layout.subtitle:
            line = self.layout.lines[index]
            found = list(find_dates(line.text))
            if found:
                start, end, day = found[0]
                self.metadata.written_date = day.isoformat()
                self._at("written_date", line.start + start, line.start + end)
                return

    def agencies(self) -> None:
        """发文机关: signature, index table, head of an order, title, number's agency code; what disagrees is reported."""
        metadata, layout = self.metadata, self.layout
        signature = layout.signature
        signed = [name for _, name in signature.agencies] if signature else []
        titled, titled_end = leading_agencies(metadata.title or "")
        # Blanks between joint issuers are no part of the title's value, but tell where a name ends.
        spaced, _ = leading_agencies(layout.text(layout.title, self.view))
        titled = spaced if len(spaced) > len(titled) else titled
        stated = self._fact("发文机关")
        indexed = _split_agencies(stated) if stated else []
        if signed and signature:
            metadata.issuing_agencies = [_SPACED_NAME.sub("", name) for name in signed]
            self._at_lines("issuing_agencies", range(signature.agencies[0][0], signature.agencies[-1][0] + 1))
            if layout.title and any(_is_fuller(full, name) for full in titled for name in metadata.issuing_agencies):
                metadata.issuing_agencies = [_fullest(name, titled) for name in metadata.issuing_agencies]
                self._at_lines("issuing_agencies", layout.title)
        elif indexed:
            metadata.issuing_agencies = indexed
            self._fact("发文机关", name="issuing_agencies")
        elif layout.order_head:
            name = re.sub(r"(?:命令|令|公告|通告|书函|函)$", "", self._order_head())
            metadata.issuing_agencies = split_agencies(name) or [name]
            self._at_lines("issuing_agencies", layout.order_head[:1])
        elif layout.letterhead.agencies:
            metadata.issuing_agencies = [tidy(self._in_line("issuing_agencies", place)) for place in layout.letterhead.agencies]
        elif titled:
            metadata.issuing_agencies = titled
            self._at_in_title("issuing_agencies", titled_end)
        else:
            self._agency_above_body()
        for where, others in (("index table", indexed), ("title", titled)):
            clash = [other for other in others if signed and not any(same_agency(other, name) for name in signed)]
            if clash:
                self._warn(
                    "agency-conflict", f"signed by {'、'.join(signed)}, but the {where} names {'、'.join(clash)}; the signature is kept"
                )
        metadata.signatories = [tidy(name) for _, name in signature.persons] if signature else []
        if layout.letterhead.signer and not metadata.signatories:
            names = self._in_line("signatories", layout.letterhead.signer)
            metadata.signatories = re.split(r"\s*、\s*|\s{2,}", names)

    def _in_line(self, name: str, place: tuple[int, int, int]) -> str:
        """Return what stands at (line, start, end) and note it as evidence of the field ``name``."""
        index, start, end = place
        offset = self.layout.lines[index].start
        self._at(name, offset + start, offset + end)
        return self.view.raw[offset + start : offset + end]

    def _agency_above_body(self) -> None:
        """Read an agency that stands alone on a line of the head, as databases of law print it between headline and title."""
        for index in range(min(self.layout.addressees.start or _HEAD_LINES, _HEAD_LINES, len(self.layout.lines))):
            line = self.layout.lines[index]
            if is_agency(line.text):
                self.metadata.issuing_agencies = [tidy(self.view.raw[line.start : line.end])]
                self._at("issuing_agencies", line.start, line.end)
                return

    def addressees(self) -> None:
        """主送机关, split at the separators of the enumeration."""
        lines = self.layout.addressees
        official = self.layout.official
        if official and official.recipients:
            start, end = official.recipients
            self.metadata.addressees = split_addressees(self.view.raw[start:end])
            self._at("addressees", start, end)
        elif lines:
            self.metadata.addressees = split_addressees(self.layout.text(lines, self.view))
            self._at_lines("addressees", lines)

    def rest(self) -> None:
        """Note, attachments, and what only the page states."""
        metadata, layout = self.metadata, self.layout
        letterhead = layout.letterhead
        metadata.copy_number = self._in_line("copy_number", letterhead.copy) if letterhead.copy else None
        metadata.classification = tidy(self._in_line("classification", letterhead.secret)) if letterhead.secret else None
        metadata.urgency = tidy(self._in_line("urgency", letterhead.urgency)) if letterhead.urgency else None
        if layout.note is not None:
            line = layout.lines[layout.note]
            metadata.note = self.view.raw[line.start : line.end].strip("()（） ")
            self._at("note", line.start, line.end)
        if layout.attachments:
            note = [self.view.raw[layout.lines[at].start : layout.lines[at].end] for at in layout.attachments]
            metadata.attachments = [tidy(title) for title in attachment_titles(note)]
            self._at_lines("attachments", range(layout.attachments[0], layout.attachments[0] + 1))
        metadata.index_number = self._fact("索引号", name="index_number")
        category = self._fact("主题分类", name="category")
        metadata.category = [piece for piece in re.split(r"[\\/;；]", category) if piece.strip()] if category else []
        keywords = self._fact("主题词", name="keywords")
        metadata.keywords = [piece for piece in re.split(r"[\s,，、;；]+", keywords) if piece] if keywords else []
        metadata.validity = self._fact("有效性", name="validity")
        metadata.source_name = self._fact("来源", "ContentSource", "SiteName", name="source_name")

    def region(self) -> None:
        """Jurisdiction of the issuer; and the issuer by its agency code, where nothing else names it."""
        metadata, number = self.metadata, self.elements.number
        context = " ".join(filter(None, (metadata.title, metadata.source_name, self.view.text[:CONTEXT])))
        # A news page speaks of places, too, and governs none.
        notice = metadata.issuing_agencies or metadata.document_type or metadata.document_number or metadata.addressees
        on = metadata.written_date or metadata.published_date or (str(number.year) if number and number.year else None)
        region: Region | None = jurisdiction(metadata.issuing_agencies, context, metadata.title or "", on) if notice else None
        if not metadata.issuing_agencies and number is not None:
            name = agency_of(number.code, region, number.year)
            if name is not None:
                metadata.issuing_agencies = [name]
                metadata.evidence["issuing_agencies"] = OutsideEvidence("document-number", number.code)
                region = jurisdiction([name], context, on=on)
        metadata.region = region or self._region_of_number()

    def _region_of_number(self) -> Region | None:
        """Return the province that the agency code abbreviates, where the issuer calls itself 省…厅 or, in a municipality, 市…局."""
        number = self.elements.number
        province = province_of_code(number.code) if number else None
        if province is None or not any(name.startswith(province.level_word) for name in self.metadata.issuing_agencies):
            return None
        return Region(province.name, province.code, list(province.path), inferred=True)

    def recognised(self) -> None:
        """Warn where nothing was found that makes a text a notice (GB/T 9704, 7.2 and 7.3): it may be news, a list, or half a copy."""
        metadata = self.metadata
        if not (metadata.document_number or metadata.issuing_agencies or metadata.addressees or metadata.written_date):
            self._warn(
                "no-notice-elements",
                "no 发文字号, 发文机关, 主送机关 or 成文日期 was found: this may be no notice, or a copy without its head and signature",
            )


def _first_date(value: str | None) -> date | None:
    """Return the date that a stated value is (20180130 and 2018年3月27 too) or begins with, None where there is none."""
    if not value:
        return None
    return parse_date(value) or parse_date(f"{value}日") or next((day for _, _, day in find_dates(fold(value))), None)


def _is_fuller(full: str, name: str) -> bool:
    """Whether ``full`` is the name of the same body with more of the places above it: 江苏省南通市财政局, 南通市财政局."""
    return len(full) > len(name) and leading(full)[1] > 0 and same_agency(full, name)


def _fullest(name: str, others: list[str]) -> str:
    return max((other for other in others if _is_fuller(other, name)), key=len, default=name)


def split_addressees(text: str) -> list[str]:
    """Split a line of addressees (各市(州)人民政府,省政府各厅委办、各直属机构:) into names, brackets as in the text.

    A comma always separates, 、 only behind a complete name; neither inside brackets.
    """
    names: list[str] = []
    depth = 0
    start = 0
    text = tidy(text).rstrip(":：").rstrip()
    for at, character in enumerate(text):
        if character in "(（":
            depth += 1
        elif character in ")）":
            depth = max(depth - 1, 0)
        elif depth == 0 and (character in ",，;；" or (character == "、" and _COMPLETE.search(fold(text[max(start, at - _TAIL) : at])))):
            if character == "、" and _FRAGMENT.match(text, at + 1):
                continue
            names.append(text[start:at])
            start = at + 1
    names.append(text[start:])
    return [name.strip() for name in names if name.strip()]


def _split_agencies(text: str) -> list[str]:
    """Split the index table's 发文机关 (国务院、中央军委; 财政部 税务总局)."""
    names = re.split(r"[、,，;；\s]+", text.strip())
    return [name for name in names if name and not name.endswith(("网站", "网"))]  # a site publishes, it issues nothing
