"""Words by jieba (结巴分词) that keep the offsets of the text, with our agencies and places as its user dictionary.

Document numbers, dates and amounts are masked first: jieba would cut 国办发〔2019〕5号 into seven words. The dictionary is jieba's
own, the user dictionary is in its format and made of our data tables; both live in a ``jieba.Tokenizer`` of our own, so that the
global one of the process, and what others taught it, stays as it is.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry

from ...schemas.errors import MissingExtraError
from ..dates import find_dates
from ..entities.words import entity_words
from ..numbers import find_numbers
from ..regions import division_names
from ..text import fold
from ..towns import counties_of, is_word, towns_of
from ..units import unit_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    import jieba
    from spacy.language import Language
    from spacy.vocab import Vocab

__all__ = ["TOKENIZER", "JiebaTokenizer", "create_tokenizer", "segment", "user_dictionary"]

TOKENIZER: Final = "gongwen.JiebaTokenizer.v1"
"""Its name in spaCy's registry of tokenizers."""
_SHORTEST: Final = 2
_HEADS: Final = ("局", "厅", "委", "委员会")
"""What the functions of departments stand before; 办 and 部 also end words of other kinds."""
_BORDER: Final = re.compile(r"[\n\r\t\f\v]")


def user_dictionary() -> Iterator[str]:
    """Yield our words in the format of jieba's user dictionary, ``word tag`` a line: nt for names of bodies, ns for places.

    Bodies are the national ones, and each function of a department with its head (农业农村 + 局); places the divisions, towns and named
    regions of our tables. There is no frequency, so jieba gives each the least one that keeps it whole.
    """
    bodies = set(_bodies())
    for names, tag in ((bodies, "nt"), (set(_places()) - bodies, "ns")):
        for name in sorted(names):
            if len(name) >= _SHORTEST and not re.search(r"\s", name):
                yield f"{name} {tag}"


def _bodies() -> Iterator[str]:
    words = entity_words()
    yield from words["national"]
    yield from (head for group in words["heads"].values() for head in group if head[0] not in "(等")
    yield from (function + "部" for function in words["ministries"])
    yield from (function + head for function in words["functions"] for head in _HEADS)


def _places() -> Iterator[str]:
    yield from division_names()
    words = entity_words()
    yield from (*words["regions"], *words["natural"], *words["zones"])
    for county in counties_of(""):
        # 建设镇 and 城区街道 are mostly two words.
        yield from (town.name for town in towns_of(county) if town.is_division and not is_word(town.stem) and len(town.stem) > 1)


@lru_cache(maxsize=1)
def _jieba() -> jieba.Tokenizer:
    with warnings.catch_warnings():
        # jieba 0.42 looks for its dictionary with pkg_resources, and its patterns are no raw strings; both warn where it is first imported.
        warnings.filterwarnings("ignore", message="pkg_resources is deprecated", category=UserWarning)
        warnings.filterwarnings("ignore", message="invalid escape sequence", category=DeprecationWarning)
        warnings.filterwarnings("ignore", message="invalid escape sequence", category=SyntaxWarning)
        try:
            import jieba
        except ImportError as error:
            raise MissingExtraError(f"our tokenizer needs jieba ({error}); run: pip install 'gongwen[spacy]'") from error
    log = logging.getLogger("jieba")
    level = log.level
    log.setLevel(logging.WARNING)  # it tells on standard error where it loads its dictionary from
    try:
        tokenizer = jieba.Tokenizer()
        tokenizer.load_userdict(user_dictionary())
    finally:
        log.setLevel(level)
    return tokenizer


@lru_cache(maxsize=1)
def _amounts() -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Za-z./\-])[0-9][0-9,]*(?:\.[0-9]+)? ?(?:{unit_pattern()})")


# A year, a month or a day that is no whole date: 2019年6月, 6月15日.
_PART: Final = re.compile(r"(?<![0-9])(?:(?:19|20)[0-9]{2} ?年 ?)?[0-9]{1,2} ?月(?: ?[0-9]{1,2} ?日)?")


def _masked(text: str, folded: str) -> Iterator[tuple[int, int]]:
    """Yield the document numbers, dates and amounts of ``text``, in order, none overlapping another nor crossing a line or a cell."""
    found = [(start, end) for start, end, _ in find_numbers(folded)]
    found += [(start, end) for start, end, _ in find_dates(folded)]
    found += [match.span() for pattern in (_PART, _amounts()) for match in pattern.finditer(folded)]
    done = 0
    for start, end in sorted(found, key=lambda item: (item[0], -item[1])):
        if start >= done and not _BORDER.search(text, start, end):
            yield start, end
            done = end


def segment(text: str) -> list[str]:
    """Return the words of ``text``; joined they are the text again, blanks and line breaks being words too."""
    cut = _jieba().cut
    folded = fold(text)  # of the same length: jieba knows half-width digits and letters only
    words: list[str] = []
    done = 0
    for start, end in [*_masked(text, folded), (len(text), len(text))]:
        for word in cut(folded[done:start]):
            words.append(text[done : done + len(word)])
            done += len(word)
        if end > start:
            words.append(text[start:end])
        done = end
    return words


class JiebaTokenizer(DummyTokenizer):
    """A tokenizer for spaCy; ``doc.text == text`` for every text."""

    def __init__(self, vocab: Vocab) -> None:
        """``vocab`` is that of the pipeline."""
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the words of ``text``; one blank behind a word is the word's own, as spaCy has it, all other blanks are words."""
        words: list[str] = []
        spaces: list[bool] = []
        for word in segment(text):
            if word == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
            else:
                words.append(word)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator] # spaCy says nothing of its registries
def create_tokenizer() -> Callable[[Language], JiebaTokenizer]:
    """Return what makes the tokenizer of a pipeline."""

    def make(nlp: Language) -> JiebaTokenizer:
        return JiebaTokenizer(nlp.vocab)

    return make
