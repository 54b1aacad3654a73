from __future__ import annotations

from dataclasses import replace

from gongwen.evaluation.places import score_places
from gongwen.schemas.notice import Notice, Region


def test_a_text_without_codes_is_not_scored(notice: Notice) -> None:
    assert score_places("town", notice) is None


def test_codes_right_wrong_and_lacking(notice: Notice) -> None:
    notice.metadata.region = Region("绍兴市", "330600", ["浙江省", "绍兴市"])
    item = notice.lists[0].items[0]
    codes = {"越城区": "330602", "柯桥区": "330604", "上虞区": None, "袍江开发区": "330602", "东县": "330681"}
    notice.lists[0].items = [replace(item, name=name, region_code=code) for name, code in codes.items()]
    result = score_places("shaoxing", notice)
    assert result is not None
    assert result.found == 2  # the region and 越城区
    assert result.extra == ["item 柯桥区 330604"]  # neither what is not scored nor what the table does not name
    assert "item 上虞区 330604 (found none)" in result.missed
    assert len(result.missed) == 5


def test_rows_are_known_by_their_numbers(notice: Notice) -> None:
    notice.metadata.region = None
    rows = notice.rosters[0].entries
    rows[0].number, rows[0].region_code = 9, "220182"
    rows[1].number, rows[1].region_code = 7, "220100"  # the row names a town, but the prefecture is not wrong
    result = score_places("jilin", notice)
    assert result is not None
    assert result.found == 2
    assert result.extra == []
