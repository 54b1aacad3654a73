"""A question in natural language as what to search for: a search wants the words that stand in a notice, a question holds others too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from ...extract.numbers import find_numbers
from ...extract.text import fold
from ...schemas.errors import MissingExtraError

__all__ = ["search_terms"]

_QUOTED: Final = re.compile(r"《([^《》]{2,200})》|“([^“”]{2,100})”|「([^「」]{2,100})」|\"([^\"]{2,100})\"")
_UNIT: Final = r"%|[万亿]?元|[万亿]?平方(?:米|公里)|万?亩|个?月|年|天|日|人|家|个|次"
_FIGURE: Final = re.compile(rf"(?<![0-9A-Za-z.])[0-9][0-9.,]*(?![0-9A-Za-z.,])\s?(?:{_UNIT})?")
_WORDLESS: Final = re.compile(r"[cdeopruwxy](?!ng)")
"""Jieba's parts of speech that no search is for: conjunctions, adverbs, interjections, onomatopoeia, prepositions, pronouns, particles,
marks, modal particles; not ``eng``, words in Latin letters."""
_DENIALS: Final = frozenset("不非未无")
_MOST: Final = 24
"""Terms of one question; a text pasted as a question has more, and its first say what it is about."""


def search_terms(question: str) -> list[str]:
    """Return the terms that a notice answering ``question`` is likely to hold, in the order of the question, each once.

    What stands in quotation or title marks is one term, and so is a document number or a figure with its unit; of the rest the content
    words, as jieba cuts them, without the words that ask; a word that 不 or 非 denies is kept with it. Where only words that ask are
    left, they are the terms. Raises :class:`MissingExtraError` where rjieba is not installed.
    """
    question = fold(question).encode("utf-8", "ignore").decode()  # halves of a pair are no words
    pieces = list(_pieces(question))
    content = [term for text, whole in pieces for term in ([text] if whole else _content(text))]
    terms = [term for term in content if len(term) > 1] or content or [word for text, _ in pieces for word, _ in _tagged(text)]
    return list(dict.fromkeys(terms))[:_MOST]


def _pieces(question: str) -> Iterator[tuple[str, bool]]:
    """Yield the question piece by piece, and of each whether it is one term, whatever its words."""
    position = 0
    for start, end, term in sorted(_wholes(question), key=lambda place: (place[0], -place[1])):
        if start >= position:
            yield question[position:start], False
            yield term, True
            position = end
    yield question[position:], False


def _wholes(question: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, term) of what is one term, in any order."""
    for start, end, _ in find_numbers(question):
        yield start, end, question[start:end]
    for match in _QUOTED.finditer(question):
        yield match.start(), match.end(), next(filter(None, match.groups()))
    for match in _FIGURE.finditer(question):
        yield match.start(), match.end(), match[0].rstrip(" .,")


def _content(text: str) -> Iterator[str]:
    denial = ""
    for word, tag in _tagged(text):
        if word in _DENIALS:
            denial = word
            continue
        if not _WORDLESS.match(tag) and word not in _asking():
            yield denial + word
        denial = ""


def _tagged(text: str) -> list[tuple[str, str]]:
    try:
        import rjieba
    except ImportError as error:
        raise MissingExtraError("taking a question apart needs rjieba, which is not installed; run: pip install 'gongwen[llm]'") from error
    return [(word, tag) for word, tag in rjieba.tag(text) if word.strip() and tag != "x"] if text.strip() else []


@lru_cache(maxsize=1)
def _asking() -> frozenset[str]:
    data = json.loads((Path(__file__).parent / "question_words.json").read_text(encoding="utf-8"))
    return frozenset(word for kind in ("asking", "polite", "empty") for word in data[kind])
