"""BRAT: standoff files, ``X.txt`` with the text and ``X.ann`` with the annotations, and the configuration of the folder.

Offsets are code points: BRAT's server reads the text as Unicode and slices it (``annotation.py`` of brat 1.3; on a Python 2 that was
built with 16-bit characters it would count units). A line of ``X.ann`` ends where any line break is, so an annotation that runs over
one is written as fragments, one a line of the text, as BRAT itself writes discontinuous spans: ``T1 label 0 3;4 7``, the words joined by
a blank. Blanks beside the break belong to no fragment, and come back with it.

What no label can say is in a note (``AnnotatorNotes``): ``value=50 | unit=%``.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Final

from ...schemas.errors import AnnotationError
from ...schemas.notice import Notice
from .annotated import ACTOR, LABELS, RELATION, AnnotatedText, Annotation, Link, components_in, fields_from, written_fields
from .annotating import annotate_notice

__all__ = ["brat_configuration", "brat_files", "read_brat", "write_brat"]

_PIECE: Final = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""What stands between line breaks as Python's ``str.splitlines`` has them, by which BRAT reads its files."""
_TEXT_BOUND: Final = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_RELATION: Final = re.compile(r"R\d+\t(\S+) Arg1:(\S+) Arg2:(\S+)\s*")
_NOTE: Final = re.compile(r"#\d+\tAnnotatorNotes (\S+)\t(.*)")
_ESCAPES: Final = {"\\": r"\\", "|": r"\p", "\n": r"\n", "\r": r"\r"}
_ESCAPED: Final = re.compile(r"\\(.)")


def write_brat(notice: Notice) -> dict[str, bytes]:
    """Return the two files of a notice by suffix."""
    return brat_files(annotate_notice(notice))


def brat_files(annotated: AnnotatedText) -> dict[str, bytes]:
    """Return the two files of a text by suffix; the text is as it is, to the last byte."""
    lines = []
    notes: list[str] = []
    for number, item in enumerate(annotated.annotations, 1):
        fragments = _fragments(annotated.text, item.start, item.end)
        offsets = ";".join(f"{start} {end}" for start, end in fragments)
        words = " ".join(annotated.text[start:end] for start, end in fragments)
        lines.append(f"T{number}\t{item.label} {offsets}\t{words}\n")
        if item.fields:
            notes.append(f"#{len(notes) + 1}\tAnnotatorNotes T{number}\t{_note(item.fields)}\n")
    numbers = {item.id: number for number, item in enumerate(annotated.annotations, 1)}
    for number, link in enumerate(annotated.links, 1):
        lines.append(f"R{number}\t{RELATION} Arg1:T{numbers[link.source]} Arg2:T{numbers[link.target]}\n")
    return {".txt": annotated.text.encode(), ".ann": "".join(lines + notes).encode()}


def brat_configuration() -> dict[str, bytes]:
    """Return ``annotation.conf`` and ``visual.conf`` of the folder by file name."""
    norms = "|".join(label for label in LABELS if label.startswith("norm_"))
    annotation = [
        "[entities]",
        *LABELS,
        "[relations]",
        "<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
        f"{RELATION} Arg1:{norms}, Arg2:{ACTOR}",
        "[events]",
        "[attributes]",
    ]
    # The relation bears the name of a label, and so its Chinese name too.
    names = (f"{label} | {name}" for label, name in LABELS.items())
    visual = ["[labels]", *names, "[drawing]", "SPAN_DEFAULT fgColor:black, bgColor:lightgreen"]
    return {"annotation.conf": _joined(annotation), "visual.conf": _joined(visual)}


def _joined(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def read_brat(data: bytes, text: str, name: str) -> AnnotatedText:
    """Return the annotated text of an ``.ann`` file and the text beside it; ``name`` is what messages call the file.

    Raises :class:`AnnotationError` where a line is none of those that :func:`brat_files` writes, the words of an annotation are not those
    at its offsets, or more than blanks and line breaks stands between its fragments.
    """
    annotations: dict[str, Annotation] = {}
    links = []
    notes: dict[str, str] = {}
    for number, raw in enumerate(data.decode().split("\n"), 1):
        line, place = raw.rstrip("\r"), f"{name}:{number}"
        if match := _TEXT_BOUND.fullmatch(line):
            annotations[match[1]] = _annotation(match, text, place)
        elif (match := _RELATION.fullmatch(line)) and match[1] == RELATION:
            links.append(Link(match[2], match[3]))
        elif match := _NOTE.fullmatch(line):
            notes[match[1]] = match[2]
        elif line:
            raise AnnotationError(
                f"{place}: {line[:40]!r} is nothing that can be taken over; annotate with the configuration beside the text"
            )
    for target, note in notes.items():
        if target in annotations:
            annotations[target].fields = fields_from(_lines(note), f"{name}: {target}")
    components = components_in(annotations.values(), name)
    return AnnotatedText(Path(name).stem, name, text, list(annotations.values()), links, components)


def _fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the fragments of ``text[start:end]``, one a line; the outer ends are kept, blanks beside line breaks are not."""
    pieces = [match for match in _PIECE.finditer(text, start, end) if not match[0].isspace()]
    return [
        (
            match.start() + (len(match[0]) - len(match[0].lstrip()) if index else 0),
            match.end() - (len(match[0]) - len(match[0].rstrip()) if index < len(pieces) - 1 else 0),
        )
        for index, match in enumerate(pieces)
    ]


def _annotation(match: re.Match[str], text: str, place: str) -> Annotation:
    ident, label, offsets, words = match.groups()
    fragments = [(int(start), int(end)) for start, end in (pair.split(" ") for pair in offsets.split(";"))]
    pieces = [text[start:end] for start, end in fragments]
    if " ".join(pieces) != words:
        raise AnnotationError(
            f"{place}: {label} at {offsets} was made on {words[:20]!r}, but there stands {' '.join(pieces)[:20]!r}; "
            "the text is not to be changed"
        )
    if any(start < end or text[end:start].strip() for (_, end), (start, _) in pairwise(fragments)):
        raise AnnotationError(f"{place}: {label} at {offsets} leaves out words between its fragments; mark one stretch of the text")
    return Annotation(ident, label, fragments[0][0], fragments[-1][1])


def _note(fields: dict[str, str]) -> str:
    return " | ".join("".join(_ESCAPES.get(char, char) for char in line) for line in written_fields(fields))


def _lines(note: str) -> list[str]:
    plain = {escape[1]: char for char, escape in _ESCAPES.items()}
    return [_ESCAPED.sub(lambda match: plain.get(match[1], match[0]), line) for line in note.split("|") if line.strip()]
