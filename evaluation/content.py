"""Main text of a page without the marks of its CMS: our rule beside the libraries made for it.

Pages whose content region a CMS marks are the reference, as the reader keeps it. Then classes, ids and comments are taken
out of the markup, so that only structure and wording are left, and each contestant extracts from that. Texts are compared as
multisets of overlapping character 5-grams, blanks left out: no contestant gains or loses by how it breaks lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from ..extract import parse
from ..extract.readers.content import content_region
from ..extract.readers.encoding import declared_charset, decode
from ..extract.readers.outline import outline
from ..extract.text import squeeze
from ..schemas.errors import SourceNotFoundError

__all__ = ["ContentScore", "compare_content"]

_GRAM = 5
_MARKS = re.compile(r"<!--.*?-->|\s(?:class|id|name)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.DOTALL)


@dataclass(slots=True)
class ContentScore:
    """Characters (as 5-grams) of one contestant over all pages, and the pages of which it kept next to nothing."""

    name: str
    found: int = 0
    right: int = 0
    wanted: int = 0
    lost: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was kept that is notice."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the notice that was kept."""
        return self.right / self.wanted if self.wanted else 0.0


def compare_content(folder: Path) -> list[ContentScore]:
    """Return the scores of our rule and of each installed library over the pages (``.htm``, ``.html``) below ``folder``.

    Raises :class:`SourceNotFoundError` where the folder holds no page.
    """
    pages = sorted(folder.rglob("*.htm*"))
    if not pages:
        raise SourceNotFoundError(f"{folder}: no .html pages below it; name a folder that has some")
    scores = {name: ContentScore(name) for name in _contestants()}
    for page in pages:
        data = page.read_bytes()
        markup, _ = decode(data, declared_charset(data), name=page.name)
        if not _is_marked(markup):
            continue
        wanted = _grams(parse(page).text)
        bare = _MARKS.sub("", markup)
        for name, extract in _contestants().items():
            found = _grams(extract(bare))
            score, right = scores[name], (found & wanted).total()
            score.found += found.total()
            score.right += right
            score.wanted += wanted.total()
            if right < 0.1 * wanted.total():
                score.lost.append(page.name)
    return list(scores.values())


def _is_marked(markup: str) -> bool:
    root = LexborHTMLParser(markup).root
    return root is not None and content_region(outline(root)).found_by in ("mark", "comment")


def _grams(text: str) -> Counter[str]:
    text = squeeze(text)
    return Counter(text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1))


def _contestants() -> dict[str, Callable[[str], str]]:
    contestants: dict[str, Callable[[str], str]] = {"gongwen": lambda markup: parse(markup.encode(), media_type="text/html").text}
    if find_spec("trafilatura") is not None:
        contestants["trafilatura"] = _trafilatura
    if find_spec("resiliparse") is not None:
        contestants["resiliparse"] = _resiliparse
    return contestants


def _trafilatura(markup: str) -> str:
    from trafilatura import extract

    return extract(markup, include_tables=True, favor_recall=True, output_format="txt") or ""


def _resiliparse(markup: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    text: str = extract_plain_text(markup, main_content=True)
    return text
