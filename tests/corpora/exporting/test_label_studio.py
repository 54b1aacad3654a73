from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from annotated_texts import annotated_texts, same
from gongwen.corpora.exporting.annotated import COMPONENTS, LABELS, AnnotatedText, Annotation
from gongwen.corpora.exporting.label_studio import label_studio_task, labelling_interface, read_label_studio
from gongwen.schemas.errors import AnnotationError
from hypothesis import given

TEXT = "😀镇政府要建3个作坊。\n𠮷野家镇  配合。"
RESULT = {
    "id": "T1",
    "from_name": "label",
    "to_name": "text",
    "type": "labels",
    "value": {"start": 1, "end": 4, "text": "镇政府", "labels": ["ORG"]},
}


def exported(task: dict[str, Any], results: list[dict[str, Any]] | None = None, **annotation: object) -> bytes:
    """The task as Label Studio exports it once an annotator has copied the prediction and submitted it."""
    made = task["predictions"][0]["result"] if results is None else results
    results = [item if item["type"] == "relation" else {**item, "origin": "prediction"} for item in made]
    done = {"id": 3, "completed_by": 1, "result": results, "was_cancelled": False, "ground_truth": False, **annotation}
    return json.dumps([{"id": 12, **task, "annotations": [done], "predictions": [5], "project": 1}], ensure_ascii=False).encode()


def task_of(text: str = TEXT) -> dict[str, Any]:
    task: dict[str, Any] = json.loads(json.dumps(label_studio_task(AnnotatedText("a", "a", text, [], [], COMPONENTS))))
    return task


def region(start: int, end: int, words: str | None, label: str = "ORG") -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label]} | ({} if words is None else {"text": words})
    return {**RESULT, "id": f"{label}{start}", "value": value}


def spans(data: bytes) -> list[tuple[int, int]]:
    (back,) = read_label_studio(data, "export.json")
    assert isinstance(back, AnnotatedText), back
    return [(item.start, item.end) for item in back.annotations]


@given(annotated_texts())
def test_what_goes_out_comes_back(annotated: AnnotatedText) -> None:
    (back,) = read_label_studio(exported(json.loads(json.dumps(label_studio_task(annotated)))), "export.json")
    assert isinstance(back, AnnotatedText), back
    same(annotated, back)


def test_offsets_are_code_points_and_each_result_says_its_words() -> None:
    task = label_studio_task(AnnotatedText("a", "a", TEXT, [Annotation("T1", "ORG", 1, 4, {"name": "镇"})], [], COMPONENTS))
    label, note = task["predictions"][0]["result"]
    assert label == RESULT
    assert (note["id"], note["value"]["text"]) == ("T1", ["name=镇"])


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([region(1, 4, "镇政府")], [(1, 4)]),
        ([region(2, 5, "镇政府")], [(1, 4)]),  # units, as versions of 2021 and a dragged border have them
        ([region(1, 4, "镇政府"), region(15, 18, "野家镇", "GPE")], [(1, 4), (13, 16)]),
        ([region(2, 5, "镇政府"), region(13, 18, "𠮷野家镇", "GPE")], [(1, 4), (12, 16)]),
        ([region(9, 16, r"坊。\n𠮷野家镇")], [(9, 16)]),  # the page writes a line break as \n, in two characters
        ([region(12, 19, "𠮷野家镇 配")], [(12, 19)]),  # and may run blanks together
        ([region(5, 7, None)], [(5, 7)]),  # saveTextResult="no"
    ],
)
def test_offsets_as_versions_of_the_page_count_them(results: list[dict[str, Any]], expected: list[tuple[int, int]]) -> None:
    assert spans(exported(task_of(), results)) == expected


def test_of_several_annotations_the_true_one_is_taken() -> None:
    task = json.loads(exported(task_of(), [region(1, 4, "镇政府")], ground_truth=True))
    skipped = {**task[0]["annotations"][0], "was_cancelled": True}
    other = {**task[0]["annotations"][0], "ground_truth": False, "result": []}
    task[0]["annotations"] += [skipped, other]
    assert spans(json.dumps(task).encode()) == [(1, 4)]


NOTE = {**RESULT, "from_name": "fields", "type": "textarea", "value": {"start": 1, "end": 4, "text": ["亿元"]}}
WRONG = [
    (b"", "not JSON"),
    (b'[{"text": "x", "label": []}]', "no task as Label Studio exports it"),
    (b"[3]", "no task as Label Studio exports it"),
    (exported(task_of(), [region(1, 4, "市政府")]), "ORG at 1..4 was made on '市政府', but there stands '镇政府'"),
    (exported(task_of(), [], was_cancelled=True), "0 annotations; annotate it"),
    (exported(task_of(), [region(1, 4, "镇政府"), {**NOTE, "id": "ORG1"}]), "the note '亿元' is no field"),
    (exported({**task_of(), "data": {**task_of()["data"], "text": TEXT[1:]}}, []), "the text is not that which was exported"),
]


@pytest.mark.parametrize(("data", "message"), WRONG)
def test_what_is_wrong_is_named(data: bytes, message: str) -> None:
    (error,) = read_label_studio(data, "export.json")
    assert isinstance(error, AnnotationError)
    assert message in str(error)
    assert "export.json" in str(error)


def test_the_interface_has_all_labels() -> None:
    view = ET.fromstring(labelling_interface())
    assert [label.get("value") for label in view.iter("Label")] == list(LABELS)
    assert view.find("Text").get("value") == "$text"  # type: ignore[union-attr]
    assert "pre-wrap" in str(view.findtext("Style"))
