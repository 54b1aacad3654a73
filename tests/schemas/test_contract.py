from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from gongwen.schemas.contract import dumps, json_schema, loads, verify
from gongwen.schemas.errors import ContractError, SpanError
from gongwen.schemas.notice import (
    Block,
    Check,
    Citation,
    Clause,
    DeclaredCount,
    Metadata,
    Normalized,
    Notice,
    NoticeWarning,
    OutsideEvidence,
    Part,
    Quantity,
    Region,
    Roster,
    RosterEntry,
    SetAside,
    Source,
    Span,
    Table,
)
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

SCHEMA_FILE = Path(__file__).resolve().parents[2] / "schemas" / "notice.schema.json"


def make_notice(text: str = "一、投资不低于12.5亿元,名单共2个。", start: int = 2, end: int = 9, value: Decimal = Decimal("12.5")) -> Notice:
    """A notice with something in each field that a parse fills; every span is ``text[start:end]``."""
    span = Span.of(text, start, end)
    cny = Normalized(value * 10**8, "CNY")
    place = (span.start, span.end, span.exact)
    return Notice(
        schema="urn:gongwen:schema:notice:1",
        id="cn-h-0",
        uri="/akn/cn/doc/notice/undated/h-0",
        source=Source("x.txt", "text/plain", "0" * 64, 9, "text", encoding="utf-8"),
        text=text,
        blocks=[Block(0, len(text), "paragraph", bbox=(0.0, 0.5, 1.0, 2.0))],
        metadata=Metadata(
            title="某通知",
            region=Region("通州区", "320612", ["江苏省", "南通市", "通州区"]),
            evidence={"title": span, "published_date": OutsideEvidence("meta:PubDate", "2019-02-11")},
        ),
        parts=[Part("main", "main", None, 0, len(text))],
        clauses=[Clause("main__sec_1", "main", "sec", 1, "一、", None, 0, len(text))],
        entities=None,
        citations=[Citation(*place, eid="main", title=None, document_number="国发〔2018〕39号")],
        quantities=[Quantity(*place, eid="main", value=value, value_to=None, unit="亿元", comparator="ge", normalized=cny)],
        norms=None,
        lists=[],
        tables=[Table("annex_1", ["甲"], [["乙"]], None, 0, len(text))],
        rosters=[
            Roster(
                "annex_1",
                None,
                2,
                [RosterEntry(*place, number=1, name="甲镇", group=None, attributes={"类别": "培育类"})],
                0,
                len(text),
                declared_at=span,
                declared=[DeclaredCount(*place, name="培育类", count=2)],
            )
        ],
        repairs=None,
        checks=[Check("roster-total", "fail", 2, 1, "annex_1", "2 declared, 1 counted", declared_at=span)],
        warnings=[NoticeWarning("text-truncated", "…", 0, 1)],
        set_aside=[SetAside("footer", "页脚")],
    )


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    text = draw(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    # What JSON numbers carry exactly: whole numbers, and decimals of up to 15 digits.
    value = draw(st.one_of(st.integers(-(2**53), 2**53).map(Decimal), st.decimals(-(10**9), 10**9, places=4)))
    notice = make_notice(text, start, end)
    notice.quantities[0].value = value
    return notice


def test_the_schema_in_the_repository_is_the_generated_one() -> None:
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == json_schema(), "run python scripts/build_schema.py"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema())


def test_a_decimal_is_a_json_number() -> None:
    quantity = json.loads(dumps(make_notice()))["quantities"][0]
    assert (quantity["value"], quantity["normalized"]["value"]) == (12.5, 1_250_000_000)
    assert isinstance(quantity["normalized"]["value"], int)
    properties = json_schema()["$defs"]["Quantity"]["properties"]
    assert properties["value"]["type"] == "number"


@given(notices())
def test_written_notices_fit_the_schema_and_read_back(notice: Notice) -> None:
    data = dumps(notice)
    Draft202012Validator(json_schema()).validate(json.loads(data))
    assert loads(data) == notice
    assert loads(dumps(notice, indent=True)) == notice
    assert dumps(loads(data)) == data


@pytest.mark.parametrize(
    ("span", "message"),
    [
        (Span(0, 2, "二、"), r"evidence.title says '二、', but the text at 0\.\.2 is '一、'"),
        (Span(0, 9999, "一、"), r"from 0 to 9999, outside the text"),
        (Span(-1, 2, "一、"), r"from -1 to 2"),
        (Span(4, 2, ""), r"from 4 to 2"),
    ],
)
def test_a_span_that_is_not_what_stands_there_is_an_error(span: Span, message: str) -> None:
    notice = make_notice()
    notice.metadata.evidence["title"] = span
    for use in (verify, dumps):
        with pytest.raises(SpanError, match=message):
            use(notice)


@pytest.mark.parametrize("place", ["quantities", "citations"])
def test_verify_reaches_every_span(place: str) -> None:
    notice = make_notice()
    items = getattr(notice, place)
    items[0] = replace(items[0], exact="别的话")
    with pytest.raises(SpanError, match=rf"notice\.{place}\[0\]"):
        verify(notice)


def test_verify_reaches_the_entries_of_a_roster_and_bare_offsets() -> None:
    notice = make_notice()
    notice.rosters[0].entries[0].exact = "别的话"
    with pytest.raises(SpanError, match=r"rosters\[0\]\.entries\[0\]"):
        verify(notice)
    notice = make_notice()
    notice.clauses[0].end += 1
    with pytest.raises(SpanError, match=r"clauses\[0\]"):
        verify(notice)


def test_a_wrong_span_is_refused_on_reading() -> None:
    data = json.loads(dumps(make_notice()))
    data["quantities"][0]["exact"] = "别的话"
    with pytest.raises(SpanError, match="quantities"):
        loads(json.dumps(data))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda data: data.update(surprise=1), "surprise"),
        (lambda data: data["quantities"][0].update(surprise=1), "quantities/0/surprise"),
        (lambda data: data["source"].pop("sha256"), "source/sha256"),
        (lambda data: data.update(schema="urn:other"), "schema"),
        (lambda data: data["quantities"][0].update(comparator="about"), "quantities/0/comparator"),
        (lambda data: data["blocks"][0].update(start="x"), "blocks/0/start"),
    ],
)
def test_what_is_no_notice_is_refused_and_the_place_named(change: object, place: str) -> None:
    data = json.loads(dumps(make_notice()))
    assert callable(change)
    change(data)
    with pytest.raises(ContractError, match=place):
        loads(json.dumps(data))
    assert not Draft202012Validator(json_schema()).is_valid(data)


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff\xfe", "null", "1"])
def test_what_is_no_json_object_is_refused(data: bytes | str) -> None:
    with pytest.raises(ContractError):
        loads(data)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1), st.integers(-3, 12), st.integers(-3, 12))
def test_span_of_is_exact_or_refused(text: str, start: int, end: int) -> None:
    if 0 <= start < end <= len(text):
        assert Span.of(text, start, end).exact == text[start:end]
    else:
        with pytest.raises(SpanError, match="bug in the rule"):
            Span.of(text, start, end)
