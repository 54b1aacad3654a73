"""A notice as a TEI P5 document: its header, and a ``div`` for each part and clause.

``xml:id`` of a ``div`` is the eid, ``n`` the label, ``type`` the level. The document is checked to be well formed and by its structure;
no package carries the schema of the TEI (tei_all), so that it is not checked by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ...extract.dates import parse_date
from ...schemas.norms import Entity
from ...schemas.notice import Citation, Clause, Notice, Quantity
from .marks import Mark, MarkedText, norm_id, other_entities, plain
from .outline import Cell, Piece, Stretches, Unit, cells, outline, walk
from .tei_header import NAMESPACE, language, write_header
from .xml_writer import Attributes, XmlWriter, iri

__all__ = ["tei"]

_OPENERS: Final = {"title": "head", "heading": "head", "number": "seg", "addressees": "salute", "date": "dateline", "note": "note"}
_CLOSERS: Final = {"signature": "signed", "date": "dateline", "note": "note", "attachments": "note"}
_PLAIN: Final = frozenset({"paragraph", "text", "heading", "table", "table-row"})


def tei(notice: Notice, targets: Mapping[int, str] | None = None) -> bytes:
    """Return ``notice`` as a TEI document, UTF-8; ``targets`` has, by their index, the URIs of what the citations resolve to."""
    return _Document(notice, targets or {}).data()


class _Document:
    def __init__(self, notice: Notice, targets: Mapping[int, str]) -> None:
        self._notice = notice
        self._text = notice.text
        self._parts = outline(notice)
        self._stretches = Stretches(notice)
        self._writer = XmlWriter()
        taken = {unit.eid for unit in self._parts} | {clause.eid for clause in notice.clauses}
        marks = _marks(notice, targets)
        self._marked = MarkedText(notice.text, marks, identifier="xml:id", continues="corresp", taken=taken)

    def data(self) -> bytes:
        writer = self._writer
        writer.open("TEI", {"xmlns": NAMESPACE, "xml:lang": language(self._notice)[0]})
        write_header(writer, self._notice)
        writer.open("text")
        writer.open("body")
        self._blocks(self._pieces(0, self._parts[0].start), self._parts[0].eid)
        for unit in self._parts:
            writer.open("div", {"xml:id": unit.eid, "type": "part"})
            self._part(unit)
            writer.close()
        writer.close(3)
        return writer.data()

    def _part(self, unit: Unit) -> None:
        """Write a part: what opens it, its text and clauses, and what closes it."""
        frame = self._stretches.frame(unit, _OPENERS.keys() - {"heading"}, _CLOSERS)
        for piece in frame.opening:
            self._opener(piece, unit.eid)
        self._blocks(frame.before, unit.eid)
        for step in walk(unit):
            if step.kind == "open":
                self._open(step.unit)
            elif step.kind == "close":
                self._writer.close()
            elif step.unit is not unit or step.where == "between":
                self._run(step.unit.eid, step.where, self._pieces(step.start, step.end))
        self._run(unit.eid, "after", frame.after)
        if frame.closing:
            self._writer.open("closer")
            for piece in frame.closing:
                self._element(_CLOSERS[piece.kind], piece, unit.eid)
            self._writer.close()

    def _pieces(self, start: int, end: int) -> list[Piece]:
        return list(self._stretches.pieces(start, end))

    def _opener(self, piece: Piece, eid: str) -> None:
        tag = _OPENERS[piece.kind]
        if tag != "head":
            self._writer.open("opener")
        self._element(tag, piece, eid)
        if tag != "head":
            self._writer.close()

    def _element(self, tag: str, piece: Piece, eid: str) -> None:
        """Write a piece as an element; a date with its day."""
        writer = self._writer
        writer.open(tag, {"type": piece.kind if tag in {"seg", "note"} else None})
        day = parse_date(self._text[piece.start : piece.end]) if tag == "dateline" else None
        if day:
            writer.open("date", {"when": day.isoformat()}, line=False)
        self._marked.write(writer, piece.start, piece.end, eid)
        writer.close(2 if day else 1)

    def _open(self, unit: Unit) -> None:
        """Begin a clause; its label stands before its heading, or before its first words."""
        clause = unit.of
        label, level, number = (clause.label, clause.level, clause.number) if isinstance(clause, Clause) else ("", "part", 1)
        writer = self._writer
        writer.open("div", {"xml:id": unit.eid, "type": level, "n": label or str(number)})
        if unit.body > unit.start:
            writer.open("head")
            if unit.label_end > unit.start:
                writer.open("label", line=False)
                self._marked.write(writer, unit.start, unit.label_end, unit.eid)
                writer.close()
            self._marked.write(writer, unit.label_end, unit.body, unit.eid)
            writer.close()

    def _run(self, eid: str, where: str, pieces: list[Piece]) -> None:
        """Write the text of a clause; what stands behind or between clauses needs a ``div`` of its own."""
        own = where in {"between", "after"} and bool(pieces)
        if own:
            self._writer.open("div", {"type": "text"})
        self._blocks(pieces, eid)
        if own:
            self._writer.close()

    def _blocks(self, pieces: Iterable[Piece], eid: str) -> None:
        for piece in pieces:
            if piece.table is None:
                self._writer.open("p", {"rend": None if piece.kind in _PLAIN else piece.kind})
                self._marked.write(self._writer, piece.start, piece.end, eid)
                self._writer.close()
            elif rows := cells(self._text, self._notice.tables[piece.table]):
                self._table(rows, eid)
            else:
                self._blocks(self._stretches.pieces(piece.start, piece.end, tables=False), eid)

    def _table(self, rows: list[list[Cell]], eid: str) -> None:
        writer = self._writer
        writer.open("table")
        for row in rows:
            writer.open("row", {"role": "label" if row[0].header else None})
            for cell in row:
                spans: Attributes = {"rows": cell.rows if cell.rows > 1 else None, "cols": cell.columns if cell.columns > 1 else None}
                writer.open("cell", spans)
                self._marked.write(writer, cell.start, cell.end, eid)
                writer.close()
            writer.close()
        writer.close()


def _marks(notice: Notice, targets: Mapping[int, str]) -> list[Mark]:
    """Return the marks of a notice: norms, citations, quantities and entities that are none of these."""
    marks: list[Mark] = []
    for norm in notice.norms or ():
        values = {"type": "norm", "subtype": norm.type, "ana": f"#norm_{norm.type}"}
        marks.append(Mark(norm.start, norm.end, 0, "seg", values, "n", norm_id(norm)))
    for index, citation in enumerate(notice.citations):
        marks.append(Mark(citation.start, citation.end, 1, "ref", _citation(citation, targets.get(index)), "ref"))
    marks += [Mark(quantity.start, quantity.end, 2, "measure", _measure(quantity), "measure") for quantity in notice.quantities]
    for entity in other_entities(notice):
        tag, attributes = _entity(entity)
        marks.append(Mark(entity.start, entity.end, 3, tag, attributes, tag))
    return marks


def _citation(citation: Citation, target: str | None) -> Attributes:
    return {"type": "citation", "subtype": citation.relation, "target": iri(target) if target else None}


def _measure(quantity: Quantity) -> Attributes:
    """Return the value in its base unit, else as written; of a range both ends stand in ``n``, since a measure has one quantity."""
    measured = quantity.normalized or quantity
    unit = "_".join(measured.unit.split()) or None
    value, upper = plain(measured.value), measured.value_to
    if upper is not None:
        return {"type": quantity.comparator, "n": f"{value}/{plain(upper)}", "unit": unit}
    return {"type": quantity.comparator, "quantity": value, "unit": unit}


def _entity(entity: Entity) -> tuple[str, Attributes]:
    if entity.type == "ORG":
        return "orgName", {"key": entity.body}
    if entity.type in {"GPE", "LOC"}:
        return "placeName", {"key": entity.region_code}
    if entity.type == "PER":
        return "persName", {}
    if entity.type == "DATE":
        day = parse_date(entity.exact)
        return "date", {"when": day.isoformat() if day else None}
    return "rs", {"type": {"MONEY": "amount", "DOC": "document"}[entity.type]}
