"""Who acts in each sentence: the order of the evidence, what stays in force, and the discourse printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from gongwen.extract import parse, pipeline
from gongwen.extract.norms import Found
from gongwen.schemas.norms import Norm

SAMPLES = Path(__file__).parents[2] / "samples"
GOLDEN = Path(__file__).with_name("golden")
REGENERATE = False
"""Set for one run to write the golden files anew; then read the difference."""

HEAD = "关于做好河道管护工作的通知\n甲政办发〔2026〕5号\n各镇人民政府、县直各部门:\n请认真执行。\n"
FOOT = "甲县人民政府办公室\n2026年3月1日\n"


def norms(body: str) -> list[Norm]:
    return parse((HEAD + body + FOOT).encode(), uri="a.txt").norms or []


def acting(body: str) -> list[tuple[list[str], str]]:
    return [(norm.actors, norm.actor_source) for norm in norms(body)[1:]]


ORDER = [
    pytest.param("一、巡查\n各村要设巡查员。\n", [(["各村"], "explicit")], id="in the sentence"),
    pytest.param("一、巡查\n设巡查员。(县水务局负责)\n", [(["县水务局"], "mark")], id="by a mark"),
    pytest.param("一、巡查\n各村要设巡查员。(县水务局负责)\n", [(["各村"], "explicit")], id="the sentence goes before the mark"),
    pytest.param("一、巡查\n各村要设巡查员。公布电话。\n", [(["各村"], "explicit"), (["各村"], "inherited")], id="the subject in force"),
    pytest.param("一、巡查\n各村要设巡查员。\n二、清淤\n疏浚沟渠。\n", [(["各村"], "explicit"), ([], "none")], id="not beyond its clause"),
    pytest.param(
        "一、巡查\n各村要设巡查员。公布电话。(县水务局负责)\n",
        [(["各村"], "explicit"), (["县水务局"], "mark")],
        id="the mark goes before the subject in force",
    ),
    pytest.param(
        "一、巡查\n沿河每公里设两名巡查员。(县水务局负责)公布电话。(县财政局负责)\n",
        [(["县水务局"], "mark"), (["县财政局"], "mark")],
        id="a mark covers back to the mark before it",
    ),
    pytest.param(
        "一、巡查\n各村要做好以下工作:\n(一)设巡查员。\n(二)公布电话。\n",
        [(["各村"], "explicit"), (["各村"], "inherited"), (["各村"], "inherited")],
        id="an introduction speaks for its items",
    ),
    pytest.param("一、职责\n(一)县水务局职责\n疏浚沟渠。\n", [(["县水务局"], "inherited")], id="a heading that names a body"),
    pytest.param(
        "一、巡查\n名单由县水务局审定。公布电话。\n", [(["县水务局"], "explicit"), ([], "none")], id="an agent speaks for its sentence only"
    ),
    pytest.param("一、巡查\n鼓励企业投资管护。公布电话。\n", [(["企业"], "explicit"), ([], "none")], id="so does the one encouraged"),
    pytest.param("一、巡查\n疏浚沿线全部排水沟渠。公布电话。\n", [([], "none"), ([], "none")], id="nobody"),
]


@pytest.mark.parametrize(("body", "expected"), ORDER)
def test_the_order_of_evidence(body: str, expected: list[tuple[list[str], str]]) -> None:
    assert acting(body) == expected


def test_asking_in_the_cover_asks_the_addressees() -> None:
    norm = norms("一、巡查\n疏浚沟渠。\n")[0]
    assert (norm.actors, norm.actor_source, norm.deontic) == (["各镇人民政府", "县直各部门"], "inherited", "请")
    assert norm.inherited_from is not None
    assert norm.inherited_from.exact == "各镇人民政府、县直各部门"


def test_what_an_actor_comes_from_is_kept() -> None:
    first, second = norms("一、巡查\n各村要设巡查员。公布电话。\n")[1:]
    assert first.inherited_from is None
    assert second.inherited_from is not None
    assert second.inherited_from.exact == "各村要设巡查员。"
    (actor,) = second.actor_spans
    assert (actor.name, actor.source, actor.eid, actor.start) == ("各村", "inherited", "main__sec_1", first.start)


def test_a_mark_on_a_line_of_its_own_covers_its_siblings() -> None:
    body = "一、巡查\n(一)设点\n设巡查员。\n(二)公开\n公布电话。\n责任单位:县水务局\n"
    assert acting(body) == [(["县水务局"], "mark"), (["县水务局"], "mark")]


def test_the_first_leads_from_where_it_is_said() -> None:
    body = "一、巡查\n设巡查员。(县水务局、县财政局负责,列第一位者为牵头单位,下同)\n二、清淤\n疏浚沟渠。(县农业农村局、县财政局负责)\n"
    assert [[(item.name, item.role) for item in norm.responsible] for norm in norms(body)[1:]] == [
        [("县水务局", "lead"), ("县财政局", "responsible")],
        [("县农业农村局", "lead"), ("县财政局", "responsible")],
    ]


def test_what_constitutes_inherits_nobody() -> None:
    assert acting("一、巡查\n各村要设巡查员。补助标准为每月200元。\n")[1] == ([], "none")


@pytest.mark.parametrize("name", ["tongzhou_page", "jilin_roster", "chunked", "taiwan_order"])
def test_the_discourse_prints_what_holds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[tuple[str, Found]] = []
    search = pipeline.find_norms

    def keeping(view, *rest, **named):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN003, ANN202
        kept.append((view.text, search(view, *rest, **named)))
        return kept[-1][1]

    monkeypatch.setattr(pipeline, "find_norms", keeping)
    notice = parse(SAMPLES / f"{name}.txt")
    ((text, found),) = kept
    lines = [line.replace("\n", "⏎").rstrip() for line in found.discourse.lines(text)]
    assert len(lines) == len(notice.norms or [])
    path = GOLDEN / f"discourse_{name}.txt"
    if REGENERATE:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8").splitlines() == lines, "where the new discourse is right, regenerate and read the difference"


def test_the_golden_files_are_not_being_written() -> None:
    assert not REGENERATE
