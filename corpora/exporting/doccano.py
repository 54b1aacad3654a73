"""doccano: sequence labelling with relations, JSON lines out and back in.

doccano stores the offsets that its page measures, and the page measures JavaScript strings: UTF-16 code units (read in the program of
doccano 1.8.4, v-annotator; its issue 2290 says the same). With “Count grapheme clusters as one character” it would store grapheme
clusters instead; leave that off. The project has to allow overlapping spans, or doccano drops annotations inside others when it imports
(its ``SpanCleaner``), and to use relations.

Columns of a line that doccano does not know are kept as its meta data and come out again: what no label can say travels there, in the
column ``gongwen``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson

from ...schemas.errors import AnnotationError
from ...schemas.notice import Notice
from .annotated import RELATION, AnnotatedText, Annotation, Link, components_in
from .annotating import annotate_notice
from .utf16 import Utf16

__all__ = ["doccano_line", "read_doccano", "write_doccano"]

_COLUMN: Final = "gongwen"


def write_doccano(notices: Iterable[Notice], file: BinaryIO) -> None:
    """Write one line a notice, to be imported as ``JSONL(Relation)``."""
    file.writelines(doccano_line(annotate_notice(notice)) for notice in notices)


def doccano_line(annotated: AnnotatedText) -> bytes:
    """Return the line of one text: ``text``, ``entities``, ``relations``, and ours."""
    units = Utf16(annotated.text)
    numbers = {item.id: number for number, item in enumerate(annotated.annotations)}
    entities = [
        {"id": numbers[item.id], "label": item.label, "start_offset": units.to_units(item.start), "end_offset": units.to_units(item.end)}
        for item in annotated.annotations
    ]
    line = {
        "text": annotated.text,
        "entities": entities,
        "relations": [
            {"id": index, "from_id": numbers[link.source], "to_id": numbers[link.target], "type": RELATION}
            for index, link in enumerate(annotated.links)
        ],
        _COLUMN: {
            "name": annotated.name,
            "uri": annotated.uri,
            "sha256": annotated.sha256,
            "components": annotated.components,
            "fields": {_key(item.label, item.start, item.end): item.fields for item in annotated.annotations if item.fields},
        },
    }
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def read_doccano(data: bytes, name: str) -> Iterator[AnnotatedText | AnnotationError]:
    """Yield the texts in a file that doccano exported, with relations or without; ``name`` is what messages call the file.

    Fields come back with the annotations that have kept label and place. In place of a text comes the error where its line is not in
    doccano's format, an offset lies inside a character, or the text is not that which was exported.
    """
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        place = f"{name}:{number}"
        try:
            yield _text(orjson.loads(line), place, f"{Path(name).stem}-{number}")
        except orjson.JSONDecodeError as error:
            yield AnnotationError(f"{place}: not JSON ({error}); export from doccano as JSONL")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            yield AnnotationError(f"{place}: no line of doccano's sequence labelling ({error!r}); export the project as JSONL")
        except AnnotationError as error:
            yield error


def _text(line: dict[str, Any], place: str, name: str) -> AnnotatedText:
    text = line["text"]
    ours = line.get(_COLUMN) or {}
    units = Utf16(text)
    fields = ours.get("fields") or {}
    annotations = []
    for index, (ident, label, start, end) in enumerate(_spans(line)):
        first, last = (_points(units, offset, f"{place}: {label} at {start}..{end}") for offset in (start, end))
        ours_here = dict(fields.get(_key(label, first, last)) or {})
        annotations.append(Annotation(str(index if ident is None else ident), label, first, last, ours_here))
    links = [Link(str(item["from_id"]), str(item["to_id"])) for item in line.get("relations") or ()]
    found = components_in(annotations, place)
    components = tuple(ours.get("components") or found)
    annotated = AnnotatedText(ours.get("name") or name, ours.get("uri") or place, text, annotations, links, components)
    if ours and ours["sha256"] != annotated.sha256:
        raise AnnotationError(f"{place}: the text is not that which was exported; text is not to be changed in the tool, import it again")
    return annotated


def _spans(line: dict[str, Any]) -> Iterator[tuple[int | None, str, int, int]]:
    """Yield (id, label, start, end); projects without relations have ``label`` (once ``labels``) with triples."""
    if "entities" in line:
        yield from ((item["id"], item["label"], int(item["start_offset"]), int(item["end_offset"])) for item in line["entities"])
        return
    for start, end, label in line["label"] if "label" in line else line["labels"]:
        yield None, label, int(start), int(end)


def _points(units: Utf16, offset: int, place: str) -> int:
    points = units.to_points(offset)
    if points is None:
        raise AnnotationError(
            f"{place}: {offset} is inside a character; doccano counts UTF-16 units unless told to count grapheme clusters: leave that off"
        )
    return points


def _key(label: str, start: int, end: int) -> str:
    return f"{label} {start} {end}"
