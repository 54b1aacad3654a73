from __future__ import annotations

import time

import pytest
from gongwen.schemas.errors import ReferenceFormatError, ReferenceNotFoundError
from gongwen.schemas.identifiers import (
    NumberParts,
    Reference,
    clause_reference,
    clause_uri,
    is_eid,
    locate,
    notice_id,
    notice_uri,
    parse_reference,
)
from gongwen.schemas.notice import Clause, Metadata, Notice, Part, Source
from hypothesis import given
from hypothesis import strategies as st

LEVELS = ["book", "chp", "scn", "art", "clause", "point", "sec", "subsec", "para", "subpara", "item"]
DIGEST = "0123456789abcdef" * 4
JILIN = NumberParts("吉政办明电", 2019, 5)
JILIN_URI = "/akn/cn-220000/doc/notice/2019-02-03/吉政办明电-2019-5"


@st.composite
def eids(draw: st.DrawFn) -> str:
    part = draw(st.sampled_from(["cover", "main", "annex_1", "annex_12"]))
    numbers = st.one_of(st.integers(1, 130), st.integers(1, 999_999))
    copies = st.sampled_from(["", "", "", "-2", "-13"])
    steps = draw(st.lists(st.builds("{}_{}{}".format, st.sampled_from(LEVELS), numbers, copies), max_size=6))
    return "__".join([part, *steps])


@pytest.mark.parametrize(
    ("region", "number", "expected"),
    [
        ("220000", JILIN, "cn-220000-2019-吉政办明电-5"),
        (None, NumberParts("国发", 2018, 39), "cn-2018-国发-39"),
        (None, NumberParts("国务院令", None, 721), "cn-国务院令-721"),
        ("320612", None, "cn-320612-h-0123456789abcdef"),
        (None, NumberParts("a/b [1]", 2020, 1), "cn-2020-a_2f_b_20__5b_1_5d_-1"),
    ],
)
def test_notice_id(region: str | None, number: NumberParts | None, expected: str) -> None:
    assert notice_id(region, number, DIGEST) == expected


@pytest.mark.parametrize(
    ("region", "subtype", "date", "number", "expected"),
    [
        ("220000", "notice", "2019-02-03", JILIN, JILIN_URI),
        (None, "opinion", None, NumberParts("国发", 2018, 39), "/akn/cn/doc/opinion/2018/国发-2018-39"),
        (None, "order", None, NumberParts("国务院令", None, 721), "/akn/cn/doc/order/undated/国务院令-721"),
        ("330600", "notice", "2018-01-30", None, "/akn/cn-330600/doc/notice/2018-01-30/h-0123456789abcdef"),
    ],
)
def test_notice_uri(region: str | None, subtype: str, date: str | None, number: NumberParts | None, expected: str) -> None:
    assert notice_uri(region, subtype, date, number, DIGEST) == expected


@given(st.text(max_size=20), st.text(max_size=20))
def test_ids_are_safe_in_paths_and_tell_codes_apart(one: str, other: str) -> None:
    first, second = (notice_id(None, NumberParts(code, 2020, 1), DIGEST) for code in (one, other))
    assert all(char.isalnum() or char in "-_" for char in first)
    if "_" not in one + other:
        assert (first == second) == (one == other)


@pytest.mark.parametrize(
    ("eid", "expected"),
    [
        ("main", ""),
        ("cover", "印发通知"),
        ("annex_2", "附件2"),
        ("main__sec_5__subsec_3", "第五部分第(三)项"),
        ("main__book_1__chp_10__scn_2__art_21__clause_2__point_3", "第一编第十章第二节第二十一条第二款第(三)项"),
        ("main__sec_3__para_1__subpara_2__item_4", "第三部分第1点第(2)点第4条目"),
        ("annex_1__sec_110__subsec_1005", "附件1第一百一十部分第(一千零五)项"),
        ("main__sec_3-2", "第三部分(重2)"),
        ("main__art_5__subsec_3", "第五条第(三)分项"),
        ("main__sec_5__point_3", "第五部分第(三)子项"),
    ],
)
def test_the_form_people_write(eid: str, expected: str) -> None:
    assert clause_reference(eid, document_number="吉政办明电〔2019〕5号") == f"吉政办明电〔2019〕5号 {expected}".strip()
    assert clause_reference(eid, title="关于印发《X》的通知") == f"《关于印发《X》的通知》{expected}"
    assert clause_reference(eid) == (expected or "正文")


@given(eids())
def test_every_form_reads_back(eid: str) -> None:
    assert is_eid(eid)
    assert parse_reference(eid) == Reference(None, eid)
    assert parse_reference(clause_uri(JILIN_URI, eid)) == Reference(JILIN_URI, eid)
    assert parse_reference(clause_uri("", eid)) == Reference(None, eid)
    assert parse_reference(clause_reference(eid)) == Reference(None, eid)
    number, title = "吉政办明电〔2019〕5号", "某市关于印发《第3号办法》第二条解释的通知"
    assert parse_reference(clause_reference(eid, document_number=number)) == Reference(number, eid)
    assert parse_reference(clause_reference(eid, title=title)) == Reference(title, eid)


@pytest.mark.parametrize(
    ("text", "work", "eid"),
    [
        ("五、(三)", None, "main__sec_5__subsec_3"),
        ("五、(三)1.(2)", None, "main__sec_5__subsec_3__para_1__subpara_2"),
        ("五、（三）1．（2）", None, "main__sec_5__subsec_3__para_1__subpara_2"),
        ("第五部分第三项", None, "main__sec_5__subsec_3"),
        ("第 5 部分 第（3）项", None, "main__sec_5__subsec_3"),
        ("第五部分的第(三)点", None, "main__sec_5__subsec_3"),
        ("第五条第二款第(三)项", None, "main__art_5__clause_2__point_3"),
        ("第5条第2款第3项第1目", None, "main__art_5__clause_2__point_3__para_1"),
        ("第二章第十二条(三)", None, "main__chp_2__art_12__point_3"),
        ("第一百零二条", None, "main__art_102"),
        ("sec_5__subsec_3", None, "main__sec_5__subsec_3"),
        ("附件二第1点", None, "annex_2__para_1"),
        ("附件", None, "annex_1"),
        ("国务院令第721号第三条", "国务院令第721号", "main__art_3"),
        ("吉政办明电[2019] 5 号第五部分", "吉政办明电〔2019〕5号", "main__sec_5"),
        ("吉政办明电（2019）5号印发通知", "吉政办明电〔2019〕5号", "cover"),
        ("館秘字第1000002787號 正文", "館秘字第1000002787號", "main"),
        ("《某某通知》", "某某通知", "main"),
        ("《某某通知》(国发〔2018〕39号)第三部分", "国发〔2018〕39号", "main__sec_3"),
        (JILIN_URI, JILIN_URI, "main"),
        ("https://example.org/akn/cn/doc/notice/2018/x-2018-1/!annex_1~item_2", "/akn/cn/doc/notice/2018/x-2018-1", "annex_1__item_2"),
        ("/akn/cn/doc/notice/2018/%E5%9B%BD%E5%8F%91-2018-39/!main", "/akn/cn/doc/notice/2018/国发-2018-39", "main"),
        ("!cover", None, "cover"),
    ],
)
def test_other_ways_to_write_it(text: str, work: str | None, eid: str) -> None:
    assert parse_reference(text) == Reference(work, eid)


@pytest.mark.parametrize(
    "text",
    ["", " ", "号", "》", "第零条", "第五部分 abc", "main__sec_0", "main__foo_1", "/akn/x/!foo", "五部分", "第条", "(", "附件1附件2"],
)
def test_what_is_no_reference_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(ReferenceFormatError, match=r"main__sec_5__subsec_3.*第五部分"):
        parse_reference(text)


@given(st.one_of(st.text(), st.text(alphabet="第一二十5部分条项款()、《》号附件!/akn~main_sec-", max_size=40)))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        reference = parse_reference(text)
    except ReferenceFormatError:
        return
    assert is_eid(reference.eid)


@pytest.mark.parametrize("unit", ["第", "《", "(", "一、", "a", "/akn/", "第一条"])
def test_hostile_references_are_refused_at_once(unit: str) -> None:
    started = time.process_time()
    for size in (1000, 1_000_000):
        with pytest.raises(ReferenceFormatError):
            parse_reference(f"{unit * size}x")
    assert time.process_time() - started < 1


def _clause(eid: str, heading: str | None = None) -> Clause:
    parent, _, step = eid.rpartition("__")
    level, _, number = step.partition("_")
    return Clause(eid, parent, level, int(number.partition("-")[0]), f"[{number}]", heading, 0, 1)


def _notice(*clauses: Clause, annexes: int = 1) -> Notice:
    parts = [Part("cover", "cover", "通知", 0, 1), Part("main", "main", "方案", 0, 1)]
    parts += [Part(f"annex_{number}", "annex", None, 0, 1) for number in range(1, annexes + 1)]
    return Notice(
        schema="urn:gongwen:schema:notice:1",
        id=notice_id("220000", JILIN, DIGEST),
        uri=JILIN_URI,
        source=Source("x.txt", "text/plain", DIGEST, 1, "text"),
        text="文",
        blocks=[],
        metadata=Metadata(title="关于印发〈方案〉的通知", document_number="吉政办明电〔2019〕5号", instrument_title="方案"),
        parts=parts,
        clauses=list(clauses),
        entities=None,
        citations=[],
        quantities=[],
        norms=None,
        lists=[],
        tables=[],
        rosters=[],
        repairs=None,
        checks=[],
        warnings=[],
        set_aside=[],
    )


NOTICE = _notice(
    _clause("main__sec_1", "总体要求"),
    _clause("main__sec_1__subsec_1"),
    _clause("main__sec_1__subsec_2"),
    _clause("main__sec_2"),
    _clause("main__sec_2__subsec_1"),
    _clause("main__sec_2__subsec_7"),
    _clause("main__chp_1__art_3"),
    _clause("main__chp_1__art_3__point_4"),
    _clause("annex_1__para_9"),
)


@pytest.mark.parametrize(
    ("reference", "eid"),
    [
        ("main__sec_1__subsec_2", "main__sec_1__subsec_2"),
        ("cover", "cover"),
        ("一、(二)", "main__sec_1__subsec_2"),
        ("吉政办明电(2019)5号第一部分第二项", "main__sec_1__subsec_2"),
        ("《关于印发《方案》的通知》第一部分", "main__sec_1"),
        ("《方案》第一部分", "main__sec_1"),
        (f"{JILIN_URI}/!main~sec_2", "main__sec_2"),
        ("第(七)项", "main__sec_2__subsec_7"),  # run-on numbering: the section may be left out
        ("第三条第(四)项", "main__chp_1__art_3__point_4"),  # the chapter may be left out
        ("第(四)项", "main__chp_1__art_3__point_4"),
        ("附件", "annex_1"),
        ("附件第9点", "annex_1__para_9"),
    ],
)
def test_locate(reference: str, eid: str) -> None:
    assert locate(NOTICE, reference).eid == eid


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("第(一)项", r"fits 2 clauses.*main__sec_1__subsec_1.*main__sec_2__subsec_1"),
        ("main__subsec_7", r"near it are: main__sec_2__subsec_7"),  # an eid is taken at its word
        ("第一部分第(九)项", r"near it are: main__sec_1__subsec_1.*main__sec_1__subsec_2"),
        ("附件2", r"has no annex_2"),
        ("国发〔2018〕39号第一部分", r"refers to 国发〔2018〕39号, but this notice is 吉政办明电〔2019〕5号"),
        ("《别的方案》第一部分", r"refers to 别的方案"),
        ("/akn/cn/doc/notice/2018/x-2018-1/!main~sec_1", r"refers to /akn/cn/doc/notice/2018/x-2018-1"),
        ("第二部分第三条", r"has no main__sec_2__art_3"),
    ],
)
def test_locate_never_picks_a_wrong_target(reference: str, message: str) -> None:
    with pytest.raises(ReferenceNotFoundError, match=message):
        locate(NOTICE, reference)


def test_an_annex_without_number_is_ambiguous_among_several() -> None:
    with pytest.raises(ReferenceNotFoundError, match=r"annex_1.*annex_2"):
        locate(_notice(annexes=2), "附件")


@given(st.lists(eids().filter(lambda eid: "__" in eid), min_size=1, max_size=8, unique=True))
def test_locate_finds_every_clause_by_every_form(names: list[str]) -> None:
    notice = _notice(*map(_clause, names), annexes=12)
    for clause in notice.clauses:
        for reference in (
            clause.eid,
            clause_uri(notice.uri, clause.eid),
            clause_reference(clause.eid, document_number="吉政办明电〔2019〕5号"),
        ):
            assert locate(notice, reference) is clause
