"""Dates: what is one, where it stands, which day it is."""

from __future__ import annotations

from datetime import date

import pytest
from gongwen.extract.dates import find_dates, parse_date
from gongwen.extract.numerals import to_chinese
from gongwen.extract.text import fold
from hypothesis import given
from hypothesis import strategies as st

WHOLE = [
    ("2019年2月3日", "2019-02-03"),
    ("２０１９年２月３日", "2019-02-03"),
    ("2017 年12 月7日", "2017-12-07"),
    ("2 0 1 7 年 1 2 月 7 日", "2017-12-07"),
    ("2019年02月03日", "2019-02-03"),
    ("2019年2月3号", "2019-02-03"),
    ("二〇一九年二月三日", "2019-02-03"),
    ("二○一九年十二月三十一日", "2019-12-31"),
    ("二零一九年一月一日", "2019-01-01"),
    ("二O一八年五月廿三日", "2018-05-23"),
    ("二0一八年五月二十日", "2018-05-20"),
    ("二ОО八年十月卅日", "2008-10-30"),  # Cyrillic letters
    ("一九九四年元月五日", "1994-01-05"),
    ("二〇一九年 十 一 月 十 二 日", "2019-11-12"),
    ("民國103年9月12日", "2014-09-12"),
    ("中華民國一百零三年九月十二日", "2014-09-12"),
    ("中華民國 104 年 1 月 8 日", "2015-01-08"),
    ("民国八十三年五月六日", "1994-05-06"),
    ("2019-02-03", "2019-02-03"),
    ("2019-2-3", "2019-02-03"),
    ("2019/02/03", "2019-02-03"),
    ("2019.2.3", "2019-02-03"),
    ("20180130", "2018-01-30"),
    ("（2019年2月3日）", "2019-02-03"),
    ("[2019-02-03]", "2019-02-03"),
    ("2019-02-03 10:21", "2019-02-03"),
    ("2019-02-03 10:21:33", "2019-02-03"),
    ("2019-02-03T10:21:33+08:00", "2019-02-03"),
    ("2019-02-03T10:21:33.123Z", "2019-02-03"),
    ("2019年2月3日 星期日", "2019-02-03"),
    ("2019年2月3日（周日）10时21分", "2019-02-03"),
    ("2020年2月29日", "2020-02-29"),
]
NO_DATE = [
    "",
    "2019年2月",
    "2019年",
    "2019年2月30日",  # no day of any calendar
    "2019年13月1日",
    "2019年0月1日",
    "2019-02-31",
    "20181330",
    "201801301",
    "2019年2月3日印发",
    "自2019年2月3日起",
    "1850年1月1日",
    "2150年1月1日",
    "2019.2",
    "1.2.3",
    "192.168.1.1",
    "2019年2月3日至2月5日",
    "100年1月1日",
]


@pytest.mark.parametrize(("text", "expected"), WHOLE)
def test_a_value_that_is_a_date(text: str, expected: str) -> None:
    assert parse_date(text) == date.fromisoformat(expected)


@pytest.mark.parametrize("text", NO_DATE)
def test_a_value_that_is_none(text: str) -> None:
    assert parse_date(text) is None


IN_TEXT = [
    ("自2019年1月1日起施行，有效期至2021年12月31日。", [("2019年1月1日", "2019-01-01"), ("2021年12月31日", "2021-12-31")]),
    ("发布时间：2019-02-11 08:30 来源", [("2019-02-11", "2019-02-11")]),
    ("二〇二一年六月一日印发，2021/6/2上网", [("二〇二一年六月一日", "2021-06-01"), ("2021/6/2", "2021-06-02")]),
    ("截至2019年2月3日2时", [("2019年2月3日", "2019-02-03")]),
    ("臺北市，中華民國103年9月12日公告", [("中華民國103年9月12日", "2014-09-12")]),
    ("2019年1月至2月", []),
    ("12019年2月3日", []),  # the end of a longer figure
    ("版本12.2019.2.3", []),
    ("2019.2.3.4", []),
    ("2019-02-033", []),
    ("电话2019-020304", []),
    ("一九年二月三日", []),
    ("十一二〇一九年二月三日", []),
    ("没有日期的一句话。", []),
]


@pytest.mark.parametrize(("text", "expected"), IN_TEXT)
def test_dates_in_running_text(text: str, expected: list[tuple[str, str]]) -> None:
    folded = fold(text)
    assert [(text[start:end], day.isoformat()) for start, end, day in find_dates(folded)] == expected


DAYS = st.dates(date(1912, 1, 1), date(2099, 12, 31))


def _chinese(day: date) -> str:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    return f"{year}年{to_chinese(day.month)}月{to_chinese(day.day)}日"


@given(DAYS)
def test_every_way_to_write_a_day_reads_back(day: date) -> None:
    written = f"{day.year}年{day.month}月{day.day}日"
    for text in (written, fold(written), f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day.year}.{day.month}.{day.day}", _chinese(day)):
        assert parse_date(text) == day
    assert parse_date(f"民國{day.year - 1911}年{day.month}月{day.day}日") == day


@given(DAYS, st.text(alphabet="自至，。月日年 \n", max_size=8), st.text(alphabet="起止，。）\n", max_size=8))
def test_a_day_is_found_where_it_stands(day: date, before: str, after: str) -> None:
    written = _chinese(day)
    text = f"{before}{written}{after}"
    assert (len(before), len(before) + len(written), day) in list(find_dates(text))


@given(st.text(alphabet="0129二〇年月日元-/. 民国號", max_size=40))
def test_spans_are_in_order_and_read_as_dates(text: str) -> None:
    found = list(find_dates(text))
    assert found == sorted(found)
    for start, end, day in found:
        assert parse_date(text[start:end]) == day
