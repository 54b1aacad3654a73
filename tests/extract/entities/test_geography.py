from __future__ import annotations

import time

import pytest
from gongwen.extract.entities.geography import find_names
from gongwen.schemas.notice import Region

QUZHOU = Region("柯城区", "330802", ["浙江省", "衢州市", "柯城区"])


def names(text: str, own: Region | None = None) -> list[str]:
    return [text[name.start : name.end] for name in find_names(text, own) if name.kind != "body"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("学习借鉴浙江经验", ["浙江"]),  # provinces and prefectures without their suffix
        ("浙江省衢州市柯城区", ["浙江省衢州市柯城区"]),  # a chain is one name
        ("越城区26亿元,柯桥区80亿元", ["越城区", "柯桥区"]),
        ("延边州、伊通县", ["延边州", "伊通县"]),  # usual short forms
        ("重庆市忠县", ["重庆市忠县"]),
        ("上海市场和海淀区域", ["上海"]),  # 上海市 and 海淀区 are pieces of other words there
        ("巩固原有成果", []),
        ("传承德艺、确保定点", []),
        ("发展中国家", []),
        ("新时代中国特色社会主义思想", []),
        ("建设美丽中国", ["中国"]),
        ("在滨海城市", []),
        ("市和县、示范县、贫困县", []),  # 和县 and 范县 are divisions
        ("和县、忠县入选", ["和县", "忠县"]),
        ("杭州路、衢州街", []),  # streets
        ("德惠市朱城子镇", ["德惠市朱城子镇"]),  # a town behind its county
        ("长春市鹿乡梅花鹿小镇", ["长春市"]),  # no town is named there, though one is meant
        ("推广安全生产", []),
    ],
)
def test_divisions(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("世界大同", []),
        ("白银价格", []),
        ("金昌、白银、天水", ["金昌", "白银", "天水"]),  # beside other places
        ("甘肃白银", ["甘肃白银"]),
        ("新城区建设和老城区改造", []),
        ("洛阳市老城区", ["洛阳市老城区"]),
        ("郊区和矿区", []),
    ],
)
def test_names_that_are_words_count_beside_other_places(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_the_notices_own_divisions_are_found_without_their_suffix() -> None:
    assert names("彰显柯城特色", QUZHOU) == ["柯城"]
    assert names("彰显柯城特色") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("磐石市经济开发区", ["磐石市经济开发区"]),
        ("各区及袍江开发区", ["袍江开发区"]),
        ("及袍江开发区任务", ["袍江开发区"]),
        ("长白山保护开发区", ["长白山保护开发区"]),
        ("20. 中新食品区奶酪小镇", ["中新食品区"]),
        ("省级开发区、高新技术产业开发区、国家级新区", []),
        ("(以下简称自贸试验区)", []),
        ("设立浙江自贸试验区", ["浙江自贸试验区"]),
        ("长三角地区、京津冀", ["长三角地区", "京津冀"]),
        ("秦岭、黄河、中西部地区", ["秦岭", "黄河", "中西部地区"]),
    ],
)
def test_zones_regions_and_natural_features(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize("unit", ["浙江省", "开发区", "经济", "长白山", "柯城", "中国", "白银、"])
def test_time_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    start = time.process_time()
    find_names(text, QUZHOU)
    assert time.process_time() - start < 2.5
