"""Annotated texts for the tests of all tools."""

from __future__ import annotations

import string

from gongwen.corpora.exporting.annotated import ACTOR, COMPONENTS, LABELS, AnnotatedText, Annotation, Link
from hypothesis import strategies as st

# What goes wrong at the borders of tools: two units in UTF-16, two code points in one grapheme, line breaks of all kinds, wide blanks.
LETTERS = st.sampled_from([*"发展小镇 ab\u3000\t,。|=;\\", "𠮷", "😀", "👨‍👩‍👧", "e\u0301", "\n", "\r\n", "\n\n", "\u2028", "\x85", "\x0b"])
VALUES = st.text(string.ascii_letters + "中𠮷|=\\;: .%", max_size=8).map(str.strip)


@st.composite
def annotated_texts(draw: st.DrawFn) -> AnnotatedText:
    """Texts of such characters, with annotations whose ends are no blanks, as no annotation of ours has."""
    text = "".join(draw(st.lists(LETTERS, min_size=1, max_size=40))) + "完"
    ends = [index for index, char in enumerate(text) if not char.isspace()]
    spans = draw(st.lists(st.tuples(st.sampled_from(ends), st.sampled_from(ends)), max_size=12))
    annotations = []
    for index, (one, other) in enumerate(spans):
        fields = draw(st.dictionaries(st.sampled_from(["value", "unit", "eid", "name"]), VALUES, max_size=3))
        annotations.append(Annotation(f"T{index + 1}", draw(st.sampled_from(list(LABELS))), min(one, other), max(one, other) + 1, fields))
    # One annotation of a label at one place, as the exports have them.
    annotations = list({(item.label, item.start, item.end): item for item in annotations}.values())
    norms = [item.id for item in annotations if item.label.startswith("norm_")]
    actors = [item.id for item in annotations if item.label == ACTOR]
    pairs = draw(st.lists(st.tuples(st.sampled_from(norms), st.sampled_from(actors)), max_size=3, unique=True)) if norms and actors else []
    return AnnotatedText("name", "/akn/cn/name", text, annotations, [Link(*pair) for pair in pairs], COMPONENTS)


def same(one: AnnotatedText, other: AnnotatedText) -> None:
    """Assert that two annotated texts say the same, whatever their tools call the annotations."""
    assert other.text == one.text
    assert (other.name, other.uri, tuple(other.components)) == (one.name, one.uri, tuple(one.components))
    same_annotations(one, other)


def same_annotations(one: AnnotatedText, other: AnnotatedText) -> None:
    keys = [{item.id: (item.label, item.start, item.end, item.fields) for item in text.annotations} for text in (one, other)]
    assert sorted(keys[1].values(), key=str) == sorted(keys[0].values(), key=str)
    links = [[(index[link.source], index[link.target]) for link in text.links] for index, text in zip(keys, (one, other), strict=True)]
    assert sorted(links[1], key=str) == sorted(links[0], key=str)
