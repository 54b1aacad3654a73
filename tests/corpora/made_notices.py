"""Small notices made for tests of the store, in our words."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from gongwen.corpora.store import Corpus, Writer, prepare
from gongwen.extract import parse
from gongwen.schemas.notice import Notice


def make_notice(title: str, number: str = "", agency: str = "", date: str = "", body: Sequence[str] = ("请认真执行。",)) -> Notice:
    """Return a notice of these elements; lines that are empty are left out."""
    lines = [title, number, "各有关单位：", *body, agency, date]
    text = "\n".join(line for line in lines if line)
    return parse(text.encode(), uri=f"{sha256(text.encode()).hexdigest()[:12]}.txt")


def store(corpus: Corpus, *notices: Notice) -> None:
    """Store notices in an open corpus."""
    writer = Writer(corpus, "test")
    for notice in notices:
        writer.put(prepare(notice), notice.source.uri)
