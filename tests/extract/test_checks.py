"""Checks: what each holds against what, and the places of both sides."""

from __future__ import annotations

from decimal import Decimal

import pytest
from gongwen.extract.checks import REACH, run_checks
from gongwen.extract.numbers import parse_number
from gongwen.extract.page import Page
from gongwen.extract.text import View
from gongwen.schemas.notice import (
    Check,
    DeclaredCount,
    ListItem,
    Metadata,
    NamedList,
    OutsideEvidence,
    Quantity,
    Roster,
    RosterEntry,
    RosterGroup,
    SetAside,
    Span,
)
from hypothesis import given
from hypothesis import strategies as st


def span_of(text: str, exact: str) -> tuple[int, int, str]:
    start = text.index(exact)
    return start, start + len(exact), exact


def checks_of(
    text: str,
    name: str,
    *,
    metadata: Metadata | None = None,
    number: str | None = None,
    rosters: tuple[Roster, ...] = (),
    lists: tuple[NamedList, ...] = (),
    quantities: tuple[Quantity, ...] = (),
    page: Page | None = None,
) -> list[Check]:
    page = page or Page(text, [], [], [], [], 0, "test", "text/plain")
    value = parse_number(number) if number else None
    found = run_checks(View(text), page, metadata or Metadata(), value, list(rosters), list(lists), list(quantities))
    for check in found:
        for place in (check.declared_at, check.counted_at):
            assert place is None or text[place.start : place.end] == place.exact
    return [check for check in found if check.check == name]


def places(check: Check) -> tuple[str | None, str | None]:
    return (check.declared_at.exact if check.declared_at else None, check.counted_at.exact if check.counted_at else None)


CHARACTERS = [
    ("甲 乙\n丙", ("丁",), 4, "pass"),
    ("甲 乙\n丙", ("丁",), 5, "fail"),
    ("甲 乙\n丙", (), 2, "fail"),
    ("", (), 0, "pass"),
]


@pytest.mark.parametrize(("text", "aside", "characters", "status"), CHARACTERS)
def test_characters(text: str, aside: tuple[str, ...], characters: int, status: str) -> None:
    page = Page(text, [], [], [SetAside("navigation", piece) for piece in aside], [], characters, "test", "text/plain")
    (check,) = checks_of(text, "characters", page=page)
    assert (check.status, check.declared) == (status, characters)


NOTICE = "甲政发〔2019〕3号\n甲省人民政府\n2019年3月5日\n2019-03-08"
WRITTEN = Span(*span_of(NOTICE, "2019年3月5日"))
PUBLISHED = Span(*span_of(NOTICE, "2019-03-08"))
DATES = [
    ("2019-03-05", "2019-03-08", "pass"),
    ("2019-03-05", "2019-03-05", "pass"),
    ("2019-03-05", "2019-03-04", "fail"),
    ("2019-03-05", None, "not-applicable"),
    (None, "2019-03-05", "not-applicable"),
    (None, None, "not-applicable"),
]


@pytest.mark.parametrize(("written", "published", "status"), DATES)
def test_date_order(written: str | None, published: str | None, status: str) -> None:
    metadata = Metadata(written_date=written, published_date=published, evidence={"written_date": WRITTEN, "published_date": PUBLISHED})
    (check,) = checks_of(NOTICE, "date-order", metadata=metadata)
    assert (check.status, check.declared, check.counted) == (status, written, published)
    assert places(check) == ((None, None) if status == "not-applicable" else ("2019年3月5日", "2019-03-08"))


def test_a_date_from_outside_the_text_has_no_place_in_it() -> None:
    evidence = {"written_date": WRITTEN, "published_date": OutsideEvidence("meta:PubDate", "2019-03-08")}
    metadata = Metadata(written_date="2019-03-05", published_date="2019-03-08", evidence=evidence)
    (check,) = checks_of(NOTICE, "date-order", metadata=metadata)
    assert (check.status, *places(check)) == ("pass", "2019年3月5日", None)


YEARS = [
    ("甲政发〔2019〕3号", "2019-03-05", "pass", 2019),
    ("甲政发〔2018〕3号", "2019-03-05", "fail", 2018),
    ("甲政发〔2019〕3号", None, "not-applicable", None),
    ("国务院令第706号", "2019-03-05", "not-applicable", None),
    (None, "2019-03-05", "not-applicable", None),
]


@pytest.mark.parametrize(("number", "written", "status", "year"), YEARS)
def test_number_year(number: str | None, written: str | None, status: str, year: int | None) -> None:
    evidence = {"written_date": WRITTEN, "document_number": Span(*span_of(NOTICE, "甲政发〔2019〕3号"))}
    (check,) = checks_of(NOTICE, "number-year", metadata=Metadata(written_date=written, evidence=dict(evidence)), number=number)
    assert (check.status, check.declared) == (status, year)
    assert places(check) == ((None, None) if status == "not-applicable" else ("甲政发〔2019〕3号", "2019年3月5日"))


LIST = "共4家,其中:甲类3家,乙类1家\n东市(2家)\n1.赵厂 甲类\n2.钱厂 甲类\n西市\n3.孙厂 甲类\n4.李厂 乙类"
ROWS = [("1.赵厂 甲类", "东市", "甲类"), ("2.钱厂 甲类", "东市", "甲类"), ("3.孙厂 甲类", "西市", "甲类"), ("4.李厂 乙类", "西市", "乙类")]


def roster(
    *,
    numbers: tuple[int, ...] = (1, 2, 3, 4),
    total: int | None = 4,
    first: int = 3,
    east: int | None = 2,
    west: int | None = None,
    numbered: bool = True,
) -> Roster:
    entries = [
        RosterEntry(*span_of(LIST, exact), number=number, name=exact[2:4], group=group, attributes={"类别": kind})
        for number, (exact, group, kind) in zip(numbers, ROWS, strict=True)
    ]
    return Roster(
        eid="annex_1",
        title="名单",
        declared_total=total,
        entries=entries,
        start=entries[0].start,
        end=entries[-1].end,
        declared_at=Span(*span_of(LIST, "共4家")) if total is not None else None,
        declared=[
            DeclaredCount(*span_of(LIST, "甲类3家"), name="甲类", count=first),
            DeclaredCount(*span_of(LIST, "乙类1家"), name="乙类", count=1),
        ],
        groups=[
            RosterGroup(*span_of(LIST, "东市(2家)"), name="东市", declared=east, counted=2),
            RosterGroup(*span_of(LIST, "西市"), name="西市", declared=west, counted=2),
        ],
        numbered=numbered,
    )


def test_a_total_is_held_against_the_rows() -> None:
    whole = LIST[LIST.index("1.赵厂") :]
    for total, status in ((4, "pass"), (5, "fail")):
        (check,) = checks_of(LIST, "roster-total", rosters=(roster(total=total),))
        assert (check.status, check.declared, check.counted, check.eid) == (status, total, 4, "annex_1")
        assert places(check) == ("共4家", whole)
    (check,) = checks_of(LIST, "roster-total", rosters=(roster(total=None),))
    assert (check.status, check.declared, check.counted, *places(check)) == ("not-applicable", None, 4, None, whole)


def test_declared_classes_are_held_against_attributes() -> None:
    for first, status in ((3, "pass"), (2, "fail")):
        checks = checks_of(LIST, "roster-breakdown", rosters=(roster(first=first),))
        assert [(check.status, check.declared, check.counted) for check in checks] == [(status, first, 3), ("pass", 1, 1)]
        assert [check.declared_at.exact for check in checks if check.declared_at] == ["甲类3家", "乙类1家"]
        assert all(check.counted_at for check in checks)


def test_declared_counts_of_groups_are_held_against_their_rows() -> None:
    for east, west, expected in ((2, None, ["pass"]), (3, None, ["fail"]), (2, 2, ["pass", "pass"]), (None, None, [])):
        checks = checks_of(LIST, "roster-group", rosters=(roster(east=east, west=west),))
        assert [check.status for check in checks] == expected
        assert all(check.declared_at and check.counted_at for check in checks)


ORDINALS = [
    ((1, 2, 3, 4), "pass", None),
    ((1, 2, 1, 2), "pass", None),  # afresh in each group
    ((1, 2, 3, 5), "fail", (4, 5, "4.李厂 乙类")),
    ((1, 2, 2, 4), "fail", (3, 2, "3.孙厂 甲类")),
    ((2, 3, 4, 5), "fail", (1, 2, "1.赵厂 甲类")),
    ((1, 2, 1, 3), "fail", (3, 1, "3.孙厂 甲类")),
]


@pytest.mark.parametrize(("numbers", "status", "wrong"), ORDINALS)
def test_ordinals(numbers: tuple[int, ...], status: str, wrong: tuple[int, int, str] | None) -> None:
    (check,) = checks_of(LIST, "roster-ordinals", rosters=(roster(numbers=numbers),))
    assert check.status == status
    assert check.counted_at is not None
    if wrong is not None:
        assert (check.declared, check.counted, check.counted_at.exact) == wrong


def test_rows_without_numbers_have_no_ordinals_to_check() -> None:
    (check,) = checks_of(LIST, "roster-ordinals", rosters=(roster(numbered=False),))
    assert check.status == "not-applicable"


def shared(text: str, total: str, shares: list[tuple[str, str | None]], *, unit: str = "亿元") -> list[Check]:
    """Hold the shares, each (words, figure), against the total; both stand in ``text``."""
    items = [
        ListItem(*span_of(text, exact), name=exact[:2], value=None if figure is None else Decimal(figure), unit=unit)
        for exact, figure in shares
    ]
    start, end = items[0].start, items[-1].end
    named = NamedList(start, end, text[start:end], kind="allocations", eid="main__sec_1", items=items)
    at = span_of(text, total)
    figure = Quantity(*at, eid="main__sec_1", value=Decimal(total.rstrip("亿元")), value_to=None, unit="亿元", comparator="eq")
    return checks_of(text, "allocation-sum", lists=(named,), quantities=(figure,))


SHARES = [("东市30亿元", "30"), ("西市20.5亿元", "20.5")]
ALLOCATIONS = [
    pytest.param("完成投资50.5亿元,其中东市30亿元、西市20.5亿元。", "50.5亿元", SHARES, "亿元", "pass", 50.5, id="the shares add up"),
    pytest.param("完成投资51亿元,其中东市30亿元、西市20.5亿元。", "51亿元", SHARES, "亿元", "fail", 50.5, id="they do not"),
    pytest.param(
        "完成投资51亿元。东市30亿元、西市20.5亿元。",
        "51亿元",
        SHARES,
        "亿元",
        "not-applicable",
        50.5,
        id="nothing says the total is shared out",
    ),
    pytest.param("东市30亿元、西市20.5亿元,共50.5亿元。", "50.5亿元", SHARES, "亿元", "not-applicable", 50.5, id="the total stands behind"),
    pytest.param(
        "完成51亿元,其中东市30亿元、西市若干。",
        "51亿元",
        [SHARES[0], ("西市若干", None)],
        "亿元",
        "not-applicable",
        30,
        id="a share without a figure",
    ),
    pytest.param(
        f"完成投资51亿元,{'工' * REACH}其中东市30亿元、西市20.5亿元。",
        "51亿元",
        SHARES,
        "亿元",
        "not-applicable",
        50.5,
        id="a total too far off",
    ),
    pytest.param(
        "完成投资51亿元,其中东市30个、西市21个。",
        "51亿元",
        [("东市30个", "30"), ("西市21个", "21")],
        "个",
        "not-applicable",
        51,
        id="another unit",
    ),
]


@pytest.mark.parametrize(("text", "total", "shares", "unit", "status", "counted"), ALLOCATIONS)
def test_allocation_sum(text: str, total: str, shares: list[tuple[str, str | None]], unit: str, status: str, counted: float) -> None:
    (check,) = shared(text, total, shares, unit=unit)
    assert (check.status, check.counted, check.eid) == (status, counted, "main__sec_1")
    assert check.counted_at is not None
    assert (check.declared_at.exact if check.declared_at else None) == (None if status == "not-applicable" else total)


@given(
    st.lists(st.decimals(Decimal("0.01"), Decimal(9999), places=2), min_size=2, max_size=8), st.decimals(Decimal(0), Decimal(5), places=2)
)
def test_a_sum_is_exact_whatever_the_decimals(figures: list[Decimal], off: Decimal) -> None:
    words = [(f"第{index}市{figure}亿元", str(figure)) for index, figure in enumerate(figures)]
    total = f"{sum(figures) + off}亿元"
    text = f"总量{total},其中" + "、".join(exact for exact, _ in words)
    (check,) = shared(text, total, list(words))
    assert check.status == ("fail" if off else "pass")
