"""A notice as Akoma Ntoso 3.0 (OASIS LegalDocML): one ``doc``, valid by the schema, every eId the eid of the notice JSON.

A notice is a ``doc`` and never an ``act``: 通知, 意见 and 方案 are acts of the administration, not of a legislature; text stands freely
between their clauses, which the body of an act does not allow; and our URIs (``/akn/…/doc/notice/…``) say so. The notice that
forwards (cover) is the document itself, the instrument and the annexes are its attachments, so that their addresses ``!main`` and
``!annex_1`` are components of one work.

eIds follow the naming convention: of a clause its eid, of what lies in it ``<eid>__<name>_<n>``. Where ours differ from the
convention: eids begin with their part (``main__sec_5``), because one file holds all parts and the schema wants its eIds unique; 节 is
``scn`` and 款 ``clause``, because 一、 has ``sec`` and 项 ``point``.

Duties have no element in Akoma Ntoso (they are LegalRuleML's): the sentence is an ``inline`` that refers to the concept of its type, the
rest stands under ``proprietary`` in the namespace of the notice JSON, as do checks and warnings. There, too, is ``g:start``: the
offset in ``Notice.text`` of the first character of each block, whose text is that of the notice character for character.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ...extract.dates import parse_date
from ...schemas.notice import Clause, Notice
from .akn_marks import References, akn_marks
from .akn_meta import write_component_meta, write_meta
from .marks import MarkedText
from .outline import Piece, Step, Stretches, Unit, cells, outline, walk
from .xml_writer import Attributes, XmlWriter

__all__ = ["akoma_ntoso"]

_ROOT: Final = {"xmlns": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0", "xmlns:g": "urn:gongwen:schema:notice:1"}
_LEVELS: Final = {
    "book": "book",
    "chp": "chapter",
    "scn": "section",
    "art": "article",
    "clause": "clause",
    "point": "point",
    "sec": "section",
    "subsec": "subsection",
    "para": "paragraph",
    "subpara": "subparagraph",
    "item": "indent",
}
_PREFACE: Final = frozenset({"title", "number", "addressees", "date", "note"})
_CONCLUSIONS: Final = frozenset({"signature", "date", "note", "attachments"})
_DOC_INLINES: Final = {"title": "docTitle", "number": "docNumber", "signature": "signature"}
_PLAIN: Final = frozenset({"paragraph", "text", "heading", "table", "table-row"})
_WHERE: Final = {"only": "content", "before": "intro", "after": "wrapUp"}


def akoma_ntoso(notice: Notice, targets: Mapping[int, str] | None = None) -> bytes:
    """Return ``notice`` as an Akoma Ntoso document, UTF-8.

    ``targets`` has, by their index in ``Notice.citations``, the URIs of what the citations resolve to, of a notice or a clause; a
    citation without one refers to its own words under ``references``. The same notice gives the same bytes.
    """
    return _Document(notice, targets or {}).data()


class _Document:
    def __init__(self, notice: Notice, targets: Mapping[int, str]) -> None:
        self._notice = notice
        self._text = notice.text
        self._references = References(notice, targets)
        self._parts = outline(notice)
        self._stretches = Stretches(notice)
        self._writer = XmlWriter()
        self._taken = {unit.eid for unit in self._parts} | {clause.eid for clause in notice.clauses}
        marks = akn_marks(notice, self._references)
        self._marked = MarkedText(notice.text, marks, identifier="eId", continues="g:continues", taken=self._taken)

    def data(self) -> bytes:
        first, *others = self._parts
        self._document(first, {"eId": first.eid}, leading=0)
        if others:
            self._writer.open("attachments")
            for unit in others:
                self._attachment(unit)
            self._writer.close()
        # The references are known once all has been written, and stand before it.
        whole = XmlWriter()
        whole.open("akomaNtoso", _ROOT)
        whole.open("doc", {"name": self._references.subtype})
        write_meta(whole, self._notice, self._references, self._parts)
        whole.add(self._writer)
        whole.close(2)
        return whole.data()

    def _attachment(self, unit: Unit) -> None:
        writer = self._writer
        writer.open("attachment", {"eId": unit.eid})
        writer.open("doc", {"name": unit.eid.partition("_")[0]})
        write_component_meta(writer, self._notice, self._references, unit)
        self._document(unit, {}, leading=unit.start)
        writer.close(2)

    def _document(self, unit: Unit, attributes: Attributes, *, leading: int) -> None:
        """Write preface, body and conclusions of a part; ``leading`` is where what stands before it begins."""
        frame = self._stretches.frame(unit, _PREFACE, _CONCLUSIONS)
        self._container("preface", [*self._stretches.pieces(leading, unit.start), *frame.opening], unit.eid)
        self._writer.open("mainBody", attributes)
        self._blocks(frame.before, unit.eid)
        self._clauses(unit)
        self._blocks(frame.after, unit.eid)
        if not (unit.children or frame.before):
            self._writer.empty("p")
        self._writer.close()
        self._container("conclusions", frame.closing, unit.eid)

    def _container(self, tag: str, pieces: list[Piece], eid: str) -> None:
        if pieces:
            self._writer.open(tag, {"eId": self._claim(eid, tag)})
            self._blocks(pieces, eid)
            self._writer.close()

    def _clauses(self, top: Unit) -> None:
        for step in walk(top):
            if step.kind == "open":
                self._open(step.unit)
            elif step.kind == "close":
                self._writer.close()
            else:
                self._run(step, top)

    def _open(self, unit: Unit) -> None:
        """Begin a clause, with its label and heading."""
        writer = self._writer
        level = unit.of.level if isinstance(unit.of, Clause) else ""
        tag = _LEVELS.get(level)
        writer.open(tag or "hcontainer", {"eId": unit.eid} | ({} if tag else {"name": level or "clause"}))
        if unit.label_end > unit.start:
            writer.open("num", {"eId": self._claim(unit.eid, "num"), "g:start": unit.start})
            self._marked.write(writer, unit.start, unit.label_end, unit.eid)
            writer.close()
        if unit.heading:
            writer.open("heading", {"eId": self._claim(unit.eid, "heading"), "g:start": unit.heading[0]})
            self._marked.write(writer, *unit.heading, unit.eid)
            writer.close()

    def _run(self, step: Step, top: Unit) -> None:
        """Write the text of a clause, or of the part ``top`` between its clauses."""
        pieces = list(self._stretches.pieces(step.start, step.end))
        if step.unit is top:
            if step.where == "between":
                self._blocks(pieces, top.eid)
            return
        if not pieces:
            return
        writer, eid, tag = self._writer, step.unit.eid, _WHERE.get(step.where)
        if tag is None:
            writer.open("hcontainer", {"eId": self._claim(eid, "hcontainer", 1), "name": "text"})
        writer.open(tag or "content", {"eId": self._claim(eid, tag or "content", 0 if tag else 1)})
        self._blocks(pieces, eid)
        writer.close(1 if tag else 2)

    def _blocks(self, pieces: list[Piece], eid: str) -> None:
        for piece in pieces:
            if piece.table is not None:
                self._table(piece, eid)
            else:
                self._block(piece, eid)

    def _block(self, piece: Piece, eid: str) -> None:
        writer = self._writer
        writer.open("p", {"class": None if piece.kind in _PLAIN else piece.kind, "g:start": piece.start})
        tag, attributes = _DOC_INLINES.get(piece.kind), dict[str, str]()
        if piece.kind == "date" and (day := parse_date(self._text[piece.start : piece.end])):
            tag, attributes = "docDate", {"date": day.isoformat()}
        if tag:
            writer.open(tag, attributes, line=False)
        self._marked.write(writer, piece.start, piece.end, eid)
        writer.close(2 if tag else 1)

    def _table(self, piece: Piece, eid: str) -> None:
        rows = cells(self._text, self._notice.tables[piece.table or 0])
        if rows is None:
            self._blocks(list(self._stretches.pieces(piece.start, piece.end, tables=False)), eid)
            return
        writer = self._writer
        writer.open("table", {"eId": self._claim(eid, "table", 1)})
        for row in rows:
            writer.open("tr")
            for cell in row:
                spans = {"rowspan": cell.rows if cell.rows > 1 else None, "colspan": cell.columns if cell.columns > 1 else None}
                writer.open("th" if cell.header else "td", spans)
                if cell.start < cell.end:
                    writer.open("p", {"g:start": cell.start}, line=False)
                    self._marked.write(writer, cell.start, cell.end, eid)
                    writer.close()
                writer.close()
            writer.close()
        writer.close()

    def _claim(self, eid: str, name: str, number: int = 0) -> str:
        """Return the eId of an element ``name`` of a clause that is not taken; ``number`` 1 begins to count."""
        free = f"{eid}__{name}" + (f"_{number}" if number else "")
        while free in self._taken:
            number += 1
            free = f"{eid}__{name}_{number}"
        self._taken.add(free)
        return free
