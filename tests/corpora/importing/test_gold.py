from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from gongwen.corpora.exporting.annotated import COMPONENTS, AnnotatedText, Annotation, Link
from gongwen.corpora.exporting.annotating import annotate_gold, annotate_notice
from gongwen.corpora.exporting.brat import brat_files, read_brat
from gongwen.corpora.exporting.doccano import doccano_line, read_doccano
from gongwen.corpora.exporting.label_studio import label_studio_task, read_label_studio
from gongwen.corpora.importing import gold_of
from gongwen.evaluation.findings import from_gold
from gongwen.evaluation.metrics import score
from gongwen.evaluation.norms import norms_of_gold, score_norms
from gongwen.extract import parse
from gongwen.schemas.errors import AnnotationError
from gongwen.schemas.gold import Gold, GoldFile, dumps_gold, load_gold

SAMPLES = Path(__file__).parents[2] / "samples"
TEXT = """关于修桥的通知
各村:
一、总体要求
各村要在3年内修桥50座以上,每年检查一次,查不合格的不予奖励。
二、责任分工
东村8座,西村9座。桥工由镇政府落实,按照《农村公路条例》办理。
"""


def mark(label: str, words: str, ident: str = "", nth: int = 0, **fields: str) -> Annotation:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return Annotation(ident or f"{label}{at}", label, at, at + len(words), fields)


def text_of(*annotations: Annotation, links: tuple[tuple[str, str], ...] = ()) -> AnnotatedText:
    return AnnotatedText("bridge", "/akn/cn/bridge", TEXT, list(annotations), [Link(*link) for link in links], COMPONENTS)


NORM = mark("norm_obligation", "各村要在3年内修桥50座以上,每年检查一次,查不合格的不予奖励。", "n")


def test_a_norm_takes_what_stands_in_it() -> None:
    inside = [("actor", "各村", 1), ("deontic", "要", 1), ("deadline", "在3年内", 0), ("frequency", "每年", 0), ("or_else", "不予奖励", 0)]
    gold = gold_of(text_of(NORM, *(mark(label, words, nth=nth) for label, words, nth in inside)))
    (norm,) = gold.norms or ()
    assert (norm.eid, norm.type, norm.actors, norm.actor_source) == ("main__sec_1", "obligation", ["各村"], "explicit")
    assert (norm.deontic, norm.deadline, norm.frequency, norm.consequence) == ("要", "在3年内", "每年", "不予奖励")


@pytest.mark.parametrize(
    ("norm", "actor", "source"),
    [
        (NORM, mark("actor", "各村", "a"), "inherited"),
        (NORM, mark("actor", "镇政府", "a"), "mark"),
        (replace(NORM, fields={"actor_source": "inherited"}), mark("actor", "镇政府", "a"), "inherited"),
        (NORM, mark("actor", "各村", "a", nth=1), "explicit"),
    ],
)
@pytest.mark.parametrize("link", [("n", "a"), ("a", "n")])
def test_an_actor_outside_is_linked(norm: Annotation, actor: Annotation, source: str, link: tuple[str, str]) -> None:
    (found,) = gold_of(text_of(norm, actor, links=(link,))).norms or ()
    assert (found.actors, found.actor_source) == ([TEXT[actor.start : actor.end]], source)


def test_a_linked_actor_is_not_that_of_the_norm_around_it() -> None:
    other = mark("norm_obligation", "桥工由镇政府落实,按照《农村公路条例》办理。", "m")
    first, second = gold_of(text_of(NORM, other, mark("actor", "各村", "a", nth=1), links=(("m", "a"),))).norms or ()
    assert (first.actors, first.actor_source) == ([], "none")
    assert (second.actors, second.actor_source, second.eid) == (["各村"], "inherited", "main__sec_2")


def test_values_are_read_from_the_words_of_new_annotations() -> None:
    items = [mark("list_item", "东村"), mark("list_item", "西村9座")]
    gold = gold_of(
        text_of(
            mark("quantity_ge", "50座以上"),
            mark("citation", "《农村公路条例》"),
            mark("list_allocations", "东村8座,西村9座"),
            *items,
            mark("GPE", "东村"),
            mark("ORG", "镇政府"),
        )
    )
    (quantity,), (citation,), (group,) = gold.quantities or (), gold.citations or (), gold.lists or ()
    assert (quantity.value, quantity.unit, quantity.comparator) == (50, "座", "ge")
    assert (citation.title, citation.document_number) == ("农村公路条例", None)
    assert [(item.name, item.value, item.unit) for item in group.items] == [("东村", 8, "座"), ("西村", 9, "座")]
    assert gold.entities == {"ORG": ["镇政府"], "GPE": ["东村"]}
    assert gold.norms == []  # looked for, and there is none


def test_fields_that_travelled_are_kept() -> None:
    gold = gold_of(
        text_of(mark("quantity_ge", "50座以上", value="60", unit="座桥"), mark("citation", "各村", title="甲", provision="第一条"))
    )
    assert [(item.value, item.unit) for item in gold.quantities or ()] == [(60, "座桥")]
    assert [(item.title, item.provision) for item in gold.citations or ()] == [("甲", "第一条")]


def test_nth_says_which_occurrence_is_meant() -> None:
    for nth in range(2):
        (quantity,) = gold_of(text_of(mark("quantity_eq", "各村", nth=nth, value="1"))).quantities or ()
        assert (quantity.quote, quantity.nth) == ("各村", nth)


WRONG: list[tuple[AnnotatedText, str]] = [
    (text_of(Annotation("x", "ORG", 3, 3)), "ORG at 3..3 is empty or outside the text"),
    (text_of(Annotation("x", "ORG", 90, 900)), "ORG at 90..900 is empty or outside"),
    (text_of(Annotation("x", "ORG", -2, 3)), "outside the text"),
    (text_of(mark("ORG", "\n")), "ORG at 7..8 ('\\n') holds blanks only"),
    (text_of(mark("PERSON", "各村")), "'PERSON' at 8..10 is no label of ours"),
    (text_of(NORM, mark("norm_permission", "每年检查一次,", "m")), "stands inside norm_obligation at 19.."),
    (text_of(NORM, mark("norm_permission", "不予奖励。\n二、", "m")), "crosses norm_obligation"),
    (text_of(NORM, replace(NORM, id="m", label="norm_permission")), "stands on the same words as"),
    (text_of(mark("quantity_ge", "50座"), mark("quantity_eq", "50座")), "stands on the same words as"),
    (text_of(mark("ORG", "镇政府落"), mark("GPE", "由镇")), "crosses"),
    (text_of(mark("deontic", "要")), "deontic at 16..17 ('要') stands in no norm"),
    (text_of(NORM, mark("actor", "镇政府")), "stands in no norm; mark the norm around it, link the norm to it, or delete it"),
    (text_of(mark("list_item", "东村")), "stands in no list"),
    (text_of(NORM, mark("deontic", "要", "d", 1), links=(("n", "d"),)), "links lead from a norm to an actor"),
    (text_of(NORM, links=(("n", "gone"),)), "a link leads to 'gone'"),
    (text_of(mark("quantity_ge", "各村")), "quantity_ge at 8..10 ('各村') does not say its values in its words; note value=… and unit=…"),
    (text_of(mark("quantity_ge", "各村", value="viele")), "value=… as a number, not 'viele'"),
    (text_of(mark("citation", "各村")), "note title=… or document_number=…"),
    (
        text_of(mark("list_allocations", "桥工由镇政府落实"), mark("list_item", "镇政府")),
        "list_item at 72..75 ('镇政府') does not say its values",
    ),
]


@pytest.mark.parametrize(("annotated", "message"), WRONG)
def test_what_cannot_be_taken_over_is_named(annotated: AnnotatedText, message: str) -> None:
    with pytest.raises(AnnotationError) as caught:
        gold_of(annotated)
    assert message in str(caught.value)
    assert "bridge" in str(caught.value)


def through_doccano(annotated: AnnotatedText) -> AnnotatedText:
    (back,) = read_doccano(json.dumps({"id": 1, **json.loads(doccano_line(annotated))}).encode(), "all.jsonl")
    assert isinstance(back, AnnotatedText), back
    return back


def through_label_studio(annotated: AnnotatedText) -> AnnotatedText:
    task = label_studio_task(annotated)
    task["annotations"] = [{"id": 1, "result": task["predictions"][0]["result"], "was_cancelled": False}]
    (back,) = read_label_studio(json.dumps([task]).encode(), "all.json")
    assert isinstance(back, AnnotatedText), back
    return back


def through_brat(annotated: AnnotatedText) -> AnnotatedText:
    files = brat_files(annotated)
    return read_brat(files[".ann"], files[".txt"].decode(), f"{annotated.name}.ann")


TOOLS = [through_doccano, through_label_studio, through_brat]


@pytest.mark.parametrize("through", TOOLS)
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_gold_that_nobody_corrected_scores_full(path: Path, through: Callable[[AnnotatedText], AnnotatedText], tmp_path: Path) -> None:
    file = load_gold(path)
    back = written(gold_of(through(annotate_gold(file)), base=file), file.text, tmp_path)
    wanted, locator = from_gold(file)
    for name, figures in score(wanted, from_gold(back)[0]).items():
        assert figures is not None
        assert figures.f1 in {1, None}, (name, figures.missed, figures.extra)
    for name, figures in score_norms(norms_of_gold(file.gold, locator), norms_of_gold(back.gold, locator)).items():
        assert figures is not None
        assert figures.f1 in {1, None}, (name, figures.missed, figures.extra)
    assert (back.gold.metadata, back.gold.body, back.gold.clauses) == (file.gold.metadata, file.gold.body, file.gold.clauses)


def written(gold: Gold, text: str, folder: Path) -> GoldFile:
    """The gold file as `gongwen eval` loads it: every quote is found again."""
    (folder / gold.source).write_bytes(text.encode())
    path = folder / f"{Path(gold.source).stem}.json"
    path.write_bytes(dumps_gold(gold))
    return load_gold(path)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_a_notice_becomes_gold_of_itself(path: Path, tmp_path: Path) -> None:
    notice = parse(path.with_suffix(".txt"))
    back = written(gold_of(through_doccano(annotate_notice(notice))), notice.text, tmp_path).gold
    assert [item.quote for item in back.citations or ()] == [item.exact for item in notice.citations]
    assert [(item.quote, item.value, item.unit) for item in back.quantities or ()] == [
        (item.exact, item.value, item.unit) for item in notice.quantities
    ]
    assert [(item.quote, item.eid, item.type, set(item.actors), item.actor_source) for item in back.norms or ()] == [
        (item.exact, item.eid, item.type, set(item.actors), item.actor_source) for item in notice.norms or ()
    ]
    assert (back.metadata, back.body, back.clauses) == (None, None, None)


def test_other_components_are_kept_or_left_out(tmp_path: Path) -> None:
    base = written(replace(gold_of(text_of(NORM, mark("ORG", "镇政府"))), source="bridge.txt"), TEXT, tmp_path)
    gold = gold_of(text_of(mark("GPE", "东村")), base=base, components=["entities"])
    assert gold == replace(base.gold, entities={"ORG": [], "GPE": ["东村"]})
    assert gold_of(text_of(), components=["norms"]) == Gold("bridge.txt", norms=[])


def test_a_gold_file_of_another_text_is_no_base(tmp_path: Path) -> None:
    base = written(gold_of(text_of()), TEXT, tmp_path)
    with pytest.raises(AnnotationError, match="first at offset 3;"):
        gold_of(replace(text_of(), text=TEXT.replace("桥", "路")), base=base)
