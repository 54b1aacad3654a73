from __future__ import annotations

import dataclasses
from pathlib import Path

import gongwen
import pytest
from corpora_for_tests import notice_text
from gongwen.corpora.store.works import Identity, identity, most_words_shared, same_work, standing
from gongwen.schemas.damage import Damage

BASE = Identity("通政办发|2016|176", "关于推进特色小镇建设的实施方案", "2016-12-30", "320612", "南通市通州区人民政府办公室")


def changed(**fields: str | None) -> Identity:
    return dataclasses.replace(BASE, **fields)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (BASE, True),
        (changed(written_date="2016-12-31"), True),  # printed or signed: the number decides
        (changed(title_key=None, written_date=None, agency=None, region_code=None), True),
        (changed(title_key="推进特色小镇建设的实施方案"), True),  # a site shortens the title
        (changed(title_key="关于推进特色小镇建没的实旋方案"), True),  # and recognition errs
        (changed(title_key="关于做好今冬明春火灾防控工作的通知"), False),  # a number that was misread: another notice
        (changed(number_key="通政办发|2016|177"), False),
        (changed(region_code="360000"), False),  # two places with one abbreviation
        (changed(number_key=None), True),  # a repost without its number
        (changed(number_key=None, written_date="2017-12-30"), False),  # last year's notice of the same title
        (changed(number_key=None, agency="浙江省财政厅"), False),
        (changed(number_key=None, agency="通州区政府办公室"), True),
        (changed(number_key=None, written_date=None), None),  # the words must tell
        (changed(number_key=None, title_key=None), False),
    ],
)
def test_same_work(other: Identity, same: bool | None) -> None:
    assert same_work(BASE, other) is same
    assert same_work(other, BASE) is same


def test_a_short_title_tells_nothing() -> None:
    text = "实施方案\n一、目标任务\n各县要抓紧落实有关工作,确保按期完成。\n二、工作要求\n各县要每季度报送一次进展情况。\n"
    assert identity(gongwen.parse(text.encode(), uri="a.txt")).title_key is None


def test_a_title_is_known_without_its_issuer_and_in_either_script() -> None:
    plain = identity(gongwen.parse(notice_text(0).encode(), uri="a.txt"))
    assert plain.title_key == "关于推进特色产业工作的通知"
    assert plain.number_key == "吉政办发|2019|1"
    bare = notice_text(0).replace("吉林省人民政府办公厅关于", "关于", 1)
    assert identity(gongwen.parse(bare.encode(), uri="a.txt")).title_key == plain.title_key


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("各县要抓紧落实有关工作", "通知:各县要抓紧落实有关工作。特此通知", True),
        ("各县要抓紧落实有关工作", "各縣要抓緊落實有關工作", True),
        ("各县要抓紧落实有关工作", "各市要及时报送统计报表", False),
        ("", "各市要及时报送统计报表", False),
    ],
)
def test_most_words_shared(one: str, other: str, shared: bool) -> None:
    assert most_words_shared(one, other) is shared


def test_the_better_witness_stands_higher() -> None:
    text = notice_text(0)
    whole = gongwen.parse(text.encode(), uri="whole.txt")
    assert standing(whole) == standing(gongwen.parse(text.encode(), uri="again.txt"))
    cut = gongwen.parse(text[: text.index("二、")].encode(), uri="cut.txt")
    assert standing(cut) < standing(whole)
    elsewhere = gongwen.parse(text.encode(), uri="www.jl.gov.cn/whole.txt")
    assert standing(elsewhere) > standing(whole)
    elsewhere.metadata.damage = Damage("heavy", {"wording": 9})
    assert standing(elsewhere) < standing(gongwen.parse(text.encode(), uri="www.jl.gov.cn/whole.txt"))


def test_a_copy_that_lost_a_row_of_its_roster_stands_lower() -> None:
    page = (Path(__file__).parents[2] / "samples" / "jilin_roster.html").read_text(encoding="utf-8")
    whole = gongwen.parse(page.encode(), uri="whole.html")
    cut = gongwen.parse(page.replace("55. 公主岭市大岭汽车物流小镇(成长类, 建制镇)", "").encode(), uri="cut.html")
    assert standing(cut) < standing(whole)


def test_a_repost_without_the_number_does_not_speak_for_the_notice() -> None:
    text = notice_text(0)
    original = gongwen.parse(text.encode(), uri="original.txt")
    repost = gongwen.parse(text.replace("吉政办发〔2019〕1号\n", "").encode(), uri="www.jl.gov.cn/repost.txt")
    assert repost.metadata.document_number is None
    assert standing(original) > standing(repost)
