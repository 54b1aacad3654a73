"""CoNLL-U (https://universaldependencies.org/format.html): sentences and words, with what was found in the column MISC.

Words are those of jieba, with our agencies and places in its dictionary, and document numbers, dates and amounts kept whole where they
hold no blank (extra ``spacy``). A word is cut where an annotation begins or ends, so that every annotation is a run of words. A sentence
ends at 。！？； or the end of a line, but never within an annotation.

MISC holds ``TokenRange`` (code points in ``Notice.text``; UDPipe's name), ``SpaceAfter``, ``SpacesAfter`` where more or other than a
blank follows, and one key in BIO for each kind of annotation: ``NER=B-ORG``, ``Norm=I-obligation``, ``Quantity=B-ge``, ``Actor=B``. Of
annotations of one kind inside one another the inner ones have ``NER2``, ``NER3``. Forms and ``# text`` are in NFC, as the format
demands; the text itself is under ``TokenRange``. What is not annotated (lemma, part of speech, head) is ``_``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import BinaryIO, Final
from unicodedata import combining, normalize

from ...schemas.errors import MissingExtraError
from ...schemas.identifiers import clause_uri
from ...schemas.notice import Clause, Notice, Part
from .annotated import Annotation
from .annotating import annotate_notice

__all__ = ["conllu", "write_conllu"]

Place = tuple[int, int]
Layers = dict[str, list[tuple[int, int, str]]]
"""Annotations by key of MISC, in order of place, none overlapping another: start, end, value."""

_LINE: Final = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BORDER: Final = re.compile(rf"[。！？!?；;]+[”’\"』」）)]*|{_LINE.pattern}")
_PIECE: Final = re.compile(r"\S+")
_ESCAPES: Final = {" ": r"\s", "\t": r"\t", "\n": r"\n", "\r": r"\r", "|": r"\p", "\\": r"\\"}
_KEYS: Final = {"citation": "Citation", "quantity": "Quantity", "norm": "Norm", "or_else": "OrElse"}


def write_conllu(notices: Iterable[Notice], file: BinaryIO) -> None:
    """Write the notices one after the other, each a ``newdoc``; raises :class:`MissingExtraError` where jieba is not installed."""
    segment = _segmenter()
    file.writelines(conllu(notice, segment) for notice in notices)


def conllu(notice: Notice, segment: Callable[[str], Iterable[str]]) -> bytes:
    """Return a notice as CoNLL-U, UTF-8; ``segment`` cuts a text into words that make it again when joined."""
    text = notice.text
    annotations = annotate_notice(notice, ("entities", "citations", "quantities", "norms")).annotations
    cuts = sorted({offset for item in annotations for offset in (item.start, item.end)})
    layers = _layers(annotations)
    divisions: list[Part | Clause] = [*notice.parts, *notice.clauses]
    document = "_".join(notice.id.split())
    numbers: Counter[str] = Counter()
    lines = [f"# newdoc id = {document}"]
    behind = 0
    for start, end in _sentences(text, annotations):
        words = _words(text, start, end, cuts, segment)
        around = [item for item in divisions if item.start <= start < item.end]
        eid = min(around, key=lambda item: item.end - item.start).eid if around else "main"
        numbers[eid] += 1
        if not behind or _LINE.search(text, behind, start):
            lines.append("# newpar")
        behind = end
        gaps = [text[last:first] for (_, last), (first, _) in pairwise([*words, (_next(text, end), 0)])]
        forms = [normalize("NFC", text[first:last]) for first, last in words]
        lines.append(f"# sent_id = {document}-{eid}-s{numbers[eid]}")
        lines.append(f"# text = {''.join(form + (' ' if gap else '') for form, gap in zip(forms, gaps, strict=True)).rstrip(' ')}")
        lines.append(f"# clause_uri = {clause_uri(notice.uri, eid)}")
        for number, (form, place, gap) in enumerate(zip(forms, words, gaps, strict=True), 1):
            lines.append("\t".join([str(number), form, *"_" * 7, "|".join(_misc(place, gap, layers))]))
        lines.append("")
    return "".join(f"{line}\n" for line in lines).encode() if behind else b""


def _segmenter() -> Callable[[str], list[str]]:
    try:
        from ...extract.components.segmentation import segment
    except ImportError as error:
        raise MissingExtraError(f"words of CoNLL-U are cut by jieba ({error}); run: pip install 'gongwen[spacy]'") from error
    return segment


def _sentences(text: str, annotations: list[Annotation]) -> Iterator[Place]:
    """Yield the sentences, blanks at their ends left out; none ends within an annotation."""
    borders = [0, *(match.end() for match in _BORDER.finditer(text)), len(text)]
    kept: list[int] = []
    reach = 0  # the end of what was annotated up to a border
    spans = iter(sorted((item.start, item.end) for item in annotations))
    span = next(spans, None)
    for border in borders:
        while span is not None and span[0] < border:
            reach = max(reach, span[1])
            span = next(spans, None)
        if border >= reach:
            kept.append(border)
    for start, end in pairwise(kept):
        words = text[start:end]
        if stripped := words.strip():
            first = start + len(words) - len(words.lstrip())
            yield first, first + len(stripped)


def _words(text: str, start: int, end: int, cuts: list[int], segment: Callable[[str], Iterable[str]]) -> list[Place]:
    """Return the words of a sentence: no blank in any, none over the border of an annotation, no combining mark without its letter."""
    words: list[Place] = []
    at = start
    for word in segment(text[start:end]):
        for piece in _PIECE.finditer(text, at, at + len(word)):
            inner = cuts[bisect_right(cuts, piece.start()) : bisect_left(cuts, piece.end())]
            for first, last in pairwise([piece.start(), *inner, piece.end()]):
                if combining(text[first]) and words and words[-1][1] == first and not _holds(cuts, first):
                    words[-1] = (words[-1][0], last)
                else:
                    words.append((first, last))
        at += len(word)
    return words


def _holds(cuts: list[int], offset: int) -> bool:
    at = bisect_left(cuts, offset)
    return at < len(cuts) and cuts[at] == offset


def _next(text: str, at: int) -> int:
    """Return where the next character after ``at`` is that is no blank; the end of the text for the last."""
    match = _PIECE.search(text, at)
    return match.start() if match else len(text)


def _layers(annotations: list[Annotation]) -> Layers:
    layers: Layers = {}
    for item in annotations:  # those around others come first
        key, value = _key(item.label)
        level = 1
        while (spans := layers.setdefault(key if level == 1 else f"{key}{level}", [])) and spans[-1][1] > item.start:
            level += 1
        spans.append((item.start, item.end, value))
    return layers


def _key(label: str) -> tuple[str, str]:
    """Return key and value of a label in MISC: Norm and obligation, NER and ORG, Deadline and nothing."""
    if label.isupper():
        return "NER", label
    if label in _KEYS:
        return _KEYS[label], ""
    kind, _, value = label.partition("_")
    return _KEYS.get(kind, kind.capitalize()), value


def _misc(place: Place, gap: str, layers: Layers) -> Iterator[str]:
    start, end = place
    for key, spans in sorted(layers.items()):
        at = bisect_right(spans, start, key=lambda span: span[0]) - 1
        if at >= 0 and start < spans[at][1]:
            first, _, value = spans[at]
            yield f"{key}={'B' if first == start else 'I'}{'-' if value else ''}{value}"
    if not gap:
        yield "SpaceAfter=No"
    elif gap != " ":
        yield f"SpacesAfter={''.join(_ESCAPES.get(char, char) for char in gap)}"
    yield f"TokenRange={start}:{end}"
