from __future__ import annotations

import json

import pytest
from annotated_texts import annotated_texts, same
from gongwen.corpora.exporting.annotated import COMPONENTS, AnnotatedText, Annotation
from gongwen.corpora.exporting.doccano import doccano_line, read_doccano
from gongwen.schemas.errors import AnnotationError
from hypothesis import given

TEXT = "𠮷野家镇要建3个作坊。\n😀镇政府负责。"


def exported(line: bytes, **changes: object) -> bytes:
    """The line as doccano exports it: its own id first, its columns, then what it kept as meta data."""
    given = json.loads(line) | changes
    return json.dumps({"id": 7, **given, "Comments": []}, ensure_ascii=False).encode() + b"\n"


@given(annotated_texts())
def test_what_goes_out_comes_back(annotated: AnnotatedText) -> None:
    (back,) = read_doccano(exported(doccano_line(annotated)), "export.jsonl")
    assert isinstance(back, AnnotatedText)
    same(annotated, back)


def test_offsets_are_those_of_javascript() -> None:
    annotated = AnnotatedText("a", "a", TEXT, [Annotation("T1", "ORG", TEXT.index("镇政府"), TEXT.index("负责"))], [], COMPONENTS)
    (entity,) = json.loads(doccano_line(annotated))["entities"]
    units = TEXT.encode("utf-16-le")
    assert units[2 * entity["start_offset"] : 2 * entity["end_offset"]].decode("utf-16-le") == "镇政府"


@pytest.mark.parametrize("column", ["label", "labels"])
def test_a_project_without_relations(column: str) -> None:
    line = json.dumps({"id": 1, "text": TEXT, column: [[0, 5, "GPE"], [7, 9, "quantity_eq"]]}).encode()
    (back,) = read_doccano(line, "folder/all.jsonl")
    assert isinstance(back, AnnotatedText)
    assert [(item.label, back.exact(item)) for item in back.annotations] == [("GPE", "𠮷野家镇"), ("quantity_eq", "3个")]
    assert (back.name, back.components) == ("all-1", ("quantities", "entities"))


LINE = doccano_line(AnnotatedText("a", "a", TEXT, [Annotation("T1", "ORG", 0, 4)], [], COMPONENTS))
WRONG = [
    (b"{", "not JSON"),
    (b"[]", "no line of doccano"),
    (b'{"data": "x"}', "no line of doccano"),
    (exported(LINE, text=TEXT.replace("3", "5")), "the text is not that which was exported"),
    (exported(LINE, entities=[{"id": 1, "label": "ORG", "start_offset": 1, "end_offset": 5}]), "ORG at 1..5: 1 is inside a character"),
    (exported(LINE, entities=[{"id": 1, "label": "PERSON", "start_offset": 0, "end_offset": 5}]), "'PERSON' at 0..4 is no label of ours"),
]


@pytest.mark.parametrize(("line", "message"), WRONG)
def test_what_is_wrong_is_named_and_the_rest_goes_on(line: bytes, message: str) -> None:
    first, second = read_doccano(line.strip() + b"\n\n" + LINE, "all.jsonl")
    assert isinstance(first, AnnotationError)
    assert "all.jsonl:1" in str(first)
    assert message in str(first)
    assert isinstance(second, AnnotatedText)
