from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from gongwen.extract import parse
from gongwen.schemas.contract import verify
from gongwen.schemas.notice import Entity
from hypothesis import given
from hypothesis import strategies as st

SAMPLES = Path(__file__).parents[2] / "samples"
HEAD = "衢州市人民政府办公室关于做好粮食安全工作的通知\n衢政办发〔2019〕7号\n各县(市、区)人民政府:\n"
PIECES = [
    "财政局",
    "、",
    "省",
    "市政府",
    "衢州市",
    "浙江",
    "各",
    "领导小组",
    "办公室",
    "(",
    ")",
    "以下简称",
    "“",
    "”",
    "国务院",
    "的",
    "开发区",
    "2019年5月1日",
    "300万元",
    "《",
    "》",
    "甲",
    "同志",
    "王",
    ",",
    "人民法院",
    "衢政发〔2019〕7号",
    "\n",
    " ",
    "\u3000",
]


def entities(body: str) -> list[Entity]:
    return parse((HEAD + body).encode(), uri="a.txt").entities or []


def test_each_type_of_entity() -> None:
    text = (
        "依据《浙江省粮食条例》(浙政发〔2018〕9号),由市财政局安排300万元,2020年5月1日前投向秦岭以南的柯城区。\n市长 王五六\n2019年3月1日\n"
    )
    found = {(item.type, item.exact) for item in entities(text)}
    assert {
        ("DOC", "《浙江省粮食条例》(浙政发〔2018〕9号)"),
        ("GPE", "浙江省"),
        ("ORG", "市财政局"),
        ("MONEY", "300万元"),
        ("DATE", "2020年5月1日"),
        ("LOC", "秦岭"),
        ("GPE", "柯城区"),
        ("ORG", "衢州市人民政府办公室"),
    } <= found
    assert ("ORG", "人民政府") not in found


def test_places_and_bodies_are_resolved_in_the_jurisdiction_of_the_notice() -> None:
    found = {item.exact: item for item in entities("由市财政局会同柯城区落实。\n")}
    assert (found["柯城区"].region_code, found["柯城区"].status) == ("330802", "resolved")
    assert (found["市财政局"].region_code, found["市财政局"].body) == ("330800", "衢州市财政局")
    assert found["市财政局"].reason


def test_what_stands_above_the_notice_is_no_part_of_it() -> None:
    notice = parse(("首页 > 杭州市财政局网站\n\n" + HEAD + "认真落实。\n").encode(), uri="a.txt")
    assert "杭州市财政局" not in {item.exact for item in notice.entities or []}


def test_a_document_number_holds_no_names() -> None:
    assert {item.type for item in entities("浙财发〔2018〕9号\n")} <= {"ORG", "DOC"}
    assert "浙" not in {item.exact for item in entities("见浙财发〔2018〕9号。\n")}


def test_a_traditional_text_keeps_its_characters() -> None:
    notice = parse("國立測試科技大學令\n中華民國100年8月1日\n秘字第1000002787號\n由臺北市政府教育局辦理。\n".encode(), uri="a.txt")
    assert "臺北市政府" in {item.exact for item in notice.entities or []} | {item.exact[:5] for item in notice.entities or []}


@pytest.mark.parametrize("name", [path.stem for path in sorted(SAMPLES.glob("*.json"))])
def test_the_bodies_and_places_of_the_samples(name: str) -> None:
    gold = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))["entities"]
    found = {(item.type, item.exact) for item in parse(SAMPLES / f"{name}.txt").entities or []}
    wanted = {(kind, form) for kind, forms in gold.items() for form in forms}
    # Districts of the cities of Taiwan are in no table of ours.
    assert {form for form in wanted - found if form[1][-1] != "區"} == set()


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_offsets_hold_and_names_do_not_overlap(body: str) -> None:
    notice = parse((HEAD + body).encode(), uri="a.txt")
    verify(notice)
    found = notice.entities or []
    assert all(notice.text[item.start : item.end] == item.exact for item in found)
    assert [(item.start, -item.end) for item in found] == sorted((item.start, -item.end) for item in found)
    for first, second in pairwise([item for item in found if item.type in {"ORG", "GPE", "LOC"}]):
        assert first.end <= second.start
