"""Document numbers: every form, repaired in the value and kept in ``raw``."""

from __future__ import annotations

import pytest
from gongwen.extract.numbers import DocumentNumber, NumberKind, find_numbers, parse_number
from gongwen.extract.text import fold
from hypothesis import given
from hypothesis import strategies as st

# (text, kind, code, year, sequence, canonical)
FORMS: list[tuple[str, NumberKind, str, int | None, str, str]] = [
    ("吉政办明电〔2019〕5号", "standard", "吉政办明电", 2019, "5", "吉政办明电〔2019〕5号"),
    ("吉政办明电(2019)5号", "standard", "吉政办明电", 2019, "5", "吉政办明电〔2019〕5号"),
    ("吉政办明电（２０１９）５号", "standard", "吉政办明电", 2019, "5", "吉政办明电〔2019〕5号"),
    ("浙政发﹝2018﹞30号", "standard", "浙政发", 2018, "30", "浙政发〔2018〕30号"),
    ("浙政发【2018】30号", "standard", "浙政发", 2018, "30", "浙政发〔2018〕30号"),
    ("浙政发[2018]30号", "standard", "浙政发", 2018, "30", "浙政发〔2018〕30号"),
    ("浙政发〈2018〉30号", "standard", "浙政发", 2018, "30", "浙政发〔2018〕30号"),
    ("浙政发〔2018]30号", "standard", "浙政发", 2018, "30", "浙政发〔2018〕30号"),
    ("国办发〔2016〕176 号", "standard", "国办发", 2016, "176", "国办发〔2016〕176号"),
    ("国 办 发 〔 2016 〕 1 7 6 号", "standard", "国办发", 2016, "176", "国办发〔2016〕176号"),
    ("建村2017]144号", "standard", "建村", 2017, "144", "建村〔2017〕144号"),
    ("国办发„2009‟3号", "standard", "国办发", 2009, "3", "国办发〔2009〕3号"),
    ("国办发〔2016年〕176号", "standard", "国办发", 2016, "176", "国办发〔2016〕176号"),
    ("国办发〔2016〕第176号", "standard", "国办发", 2016, "176", "国办发〔2016〕176号"),
    ("国办发〔2016〕176", "standard", "国办发", 2016, "176", "国办发〔2016〕176号"),
    ("（国办发〔2016〕176号）", "standard", "国办发", 2016, "176", "国办发〔2016〕176号"),
    ("绍政发[2015]27)号", "standard", "绍政发", 2015, "27", "绍政发〔2015〕27号"),
    ("国发明电〔2020〕1号", "standard", "国发明电", 2020, "1", "国发明电〔2020〕1号"),
    ("联防联控机制综发〔2022〕101号", "standard", "联防联控机制综发", 2022, "101", "联防联控机制综发〔2022〕101号"),
    ("沪府发〔1999〕043号", "standard", "沪府发", 1999, "043", "沪府发〔1999〕043号"),
    ("财税字(94)001号", "standard", "财税字", 1994, "001", "财税字〔1994〕001号"),
    ("国发〔一九九三〕71号", "standard", "国发", 1993, "71", "国发〔1993〕71号"),
    ("苏发改高技发〔2021〕12-1号", "standard", "苏发改高技发", 2021, "12-1", "苏发改高技发〔2021〕12-1号"),
    ("国资发产权〔2020〕8号文", "standard", "国资发产权", 2020, "8", "国资发产权〔2020〕8号"),
    ("和政办〔2019〕3号", "standard", "和政办", 2019, "3", "和政办〔2019〕3号"),
    ("中华人民共和国国务院令第706号", "order", "国务院令", None, "706", "国务院令第706号"),
    ("国务院令第七百零六号", "order", "国务院令", None, "706", "国务院令第706号"),
    ("国务院令 第 706 号", "order", "国务院令", None, "706", "国务院令第706号"),
    ("国令第706号", "order", "国令", None, "706", "国令第706号"),
    ("交通运输部令2018年第12号", "order", "交通运输部令", 2018, "12", "交通运输部令2018年第12号"),
    ("财政部 税务总局公告2019年第44号", "announcement", "财政部税务总局公告", 2019, "44", "财政部税务总局公告2019年第44号"),
    ("财政部、税务总局公告2019年第44号", "announcement", "财政部税务总局公告", 2019, "44", "财政部税务总局公告2019年第44号"),
    ("税务总局2018年第40号公告", "announcement", "税务总局公告", 2018, "40", "税务总局公告2018年第40号"),
    ("公告2018年第5号", "announcement", "公告", 2018, "5", "公告2018年第5号"),
    ("省政府通告第3号", "announcement", "省政府通告", None, "3", "省政府通告第3号"),
    ("2019年第44号", "announcement", "", 2019, "44", "2019年第44号"),  # below a head that says 公告
    ("〔2009〕沪府第12号", "year-first", "沪府", 2009, "12", "〔2009〕沪府第12号"),
    ("(1998)财税字第9号", "year-first", "财税字", 1998, "9", "〔1998〕财税字第9号"),
    ("臺教高(五)字第1030109690B號", "taiwan", "臺教高(五)", None, "1030109690B", "臺教高(五)字第1030109690B號"),
    ("府授都新字第10301234500號", "taiwan", "府授都新", None, "10301234500", "府授都新字第10301234500號"),
    ("臺教高(五)字第 1030109690B 號", "taiwan", "臺教高(五)", None, "1030109690B", "臺教高(五)字第1030109690B號"),
]


@pytest.mark.parametrize(("text", "kind", "code", "year", "sequence", "canonical"), FORMS)
def test_forms(text: str, kind: NumberKind, code: str, year: int | None, sequence: str, canonical: str) -> None:
    number = parse_number(text)
    assert number == DocumentNumber(kind, code, year, sequence, "")
    assert number is not None
    assert (number.canonical, number.raw) == (canonical, text)
    assert parse_number(canonical) == number


NOT_WHOLE = [
    "",
    "号",
    "通知",
    "根据国发〔2015〕1号",
    "国发〔2015〕1号、国发〔2015〕2号",
    "国发〔2015〕1号文件要求",
    "国发〔15〕1号",  # no year of this or the last century
    "国发〔3015〕1号",
    "〔2015〕1号",
    "(2012)民提字第52号",
    "教育部令 臺教高(五)字第1030109690B號",
    "沪房权证字第0012345号",
    "2015年1月1日",
    "甲" * 100 + "〔2015〕1号",
]


@pytest.mark.parametrize("text", NOT_WHOLE)
def test_what_is_more_or_less_than_a_number(text: str) -> None:
    assert parse_number(text) is None


IN_TEXT: list[tuple[str, list[str]]] = [
    ("根据国发〔2015〕1号和苏政发[2016] 22 号文件要求", ["国发〔2015〕1号", "苏政发[2016] 22 号"]),
    ("按照国办发〔1993〕71号文件执行", ["国办发〔1993〕71号"]),
    ("市政府办公室转发通政办发〔2015〕12号", ["通政办发〔2015〕12号"]),
    ("市物价局沪价经〔1999〕99号", ["沪价经〔1999〕99号"]),
    ("《通知》（绍政发[2015]27)号）", ["绍政发[2015]27)号"]),
    ("《通知》（国发〔2015〕1号、国办发〔2016〕2号）", ["国发〔2015〕1号", "国办发〔2016〕2号"]),
    ("财政部、税务总局公告2019年第44号", ["财政部、税务总局公告2019年第44号"]),
    ("依据税务总局2018年第40号公告办理", ["税务总局2018年第40号公告"]),
    ("国务院令第706号和国务院令第七百号", ["国务院令第706号", "国务院令第七百号"]),
    ("按照商务部令2018年第2号的规定", ["商务部令2018年第2号"]),
    ("依據臺教高(五)字第1030109690B號函辦理", ["臺教高(五)字第1030109690B號"]),
    ("依(1998)财税字第9号办理", ["(1998)财税字第9号"]),
    ("见国发\n〔2015〕1号", ["国发\n〔2015〕1号"]),
    ("国办发(2018)12号文", ["国办发(2018)12号"]),
    ("中華民國97年9月12日中企策字第09701103830號令", ["中企策字第09701103830號"]),
    ("經濟部標準檢驗局經標二字第10320005100號公告", ["經標二字第10320005100號"]),
    ("行政院勞工委員會職業訓練局職訓字第0971501369號函", ["職訓字第0971501369號"]),
    ("教育部令臺教高(五)字第1030109690B號", ["臺教高(五)字第1030109690B號"]),
    ("環署檢字第0970020958號、臺教國署學字第1040031081B號", ["環署檢字第0970020958號", "臺教國署學字第1040031081B號"]),
    ("勞動福1字第1050135048號", ["勞動福1字第1050135048號"]),
    ("国发〔2015〕1号第八条第二款国办发〔2015〕2号", ["国发〔2015〕1号", "国办发〔2015〕2号"]),
    # none
    ("執業執照字號:技執字第006523號", []),
    ("沿(2018)12号楼一侧", []),
    ("请到人民路(2018)12号院", []),
    ("(2012)民提字第52号民事判决书", []),
    ("(2015)浙刑终字第3号", []),
    ("(2016)最高法执复1号", []),
    ("房权证字第123456789号", []),
    ("邮编100010,第5号信箱", []),
    ("列全省第3号", []),
    ("中山路25号", []),
    ("2015年第3号文", []),
]


@pytest.mark.parametrize(("text", "expected"), IN_TEXT)
def test_numbers_in_running_text(text: str, expected: list[str]) -> None:
    folded = fold(text)
    found = list(find_numbers(folded))
    assert [folded[start:end] for start, end, _ in found] == list(map(fold, expected))
    assert [number.raw for _, _, number in found] == list(map(fold, expected))


SAME = [
    ("国令第706号", "国务院令第706号", True),
    ("沪府发〔1999〕043号", "沪府发[1999]43号", True),
    ("国发〔2015〕1号", "国发〔2016〕1号", False),
    ("国发〔2015〕1号", "国办发〔2015〕1号", False),
    ("财政部税务总局公告2019年第44号", "财政部、税务总局公告2019年第44号", True),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_identity(one: str, other: str, *, same: bool) -> None:
    first, second = parse_number(one), parse_number(other)
    assert first is not None
    assert second is not None
    assert (first.identity == second.identity) is same


CODES = st.sampled_from(("国发", "国办发", "吉政办明电", "绍政发", "沪府", "苏发改高技发", "甘政办函", "通政办发", "建村"))
SEQUENCES = st.integers(1, 99_999).map(str) | st.builds("{}-{}".format, st.integers(1, 999), st.integers(1, 99))
BRACKETS = st.sampled_from(("〔〕", "[]", "()", "（）", "【】", "﹝﹞", "［］"))


@given(CODES, st.integers(1949, 2029), SEQUENCES, BRACKETS, st.sampled_from(("", " ")), st.sampled_from(("", "第")))
def test_every_writing_has_one_canonical_form(code: str, year: int, sequence: str, brackets: str, gap: str, ordinal: str) -> None:
    written = f"{code}{gap}{brackets[0]}{gap}{year}{gap}{brackets[1]}{gap}{ordinal}{sequence}{gap}号"
    number = parse_number(written)
    assert number is not None
    assert number.canonical == f"{code}〔{year}〕{sequence}号"
    assert parse_number(number.canonical) == number
    sentence = f"为落实《意见》（{written}）要求"
    found = list(find_numbers(fold(sentence)))
    assert [(sentence[start:end], value) for start, end, value in found] == [(written, number)]


@given(st.text(alphabet="国发令公告第号字年〔〕[]()（）0129一二 、\n的", max_size=60))
def test_what_is_found_is_in_order_apart_and_reads_as_itself(text: str) -> None:
    folded = fold(text)
    done = 0
    for start, end, number in find_numbers(folded):
        assert done <= start < end <= len(folded)
        assert number.raw == folded[start:end]
        assert parse_number(number.canonical) == number
        done = end
