"""Taiwan's official documents: heads, subjects, signatures, instruments and levels, in traditional and in simplified characters."""

from __future__ import annotations

import opencc
import pytest
from gongwen import parse
from gongwen.schemas.notice import Notice, Span

ORDER = """教育部令
中華民國103年8月11日（補登）
臺教高（五）字第1030109690B號
修正「大學倫理審查查核要點」，並自中華民國一百零三年八月一日生效。
附修正「大學倫理審查查核要點」
部　　長　吳思華
本案授權單位主管決行
大學倫理審查查核要點修正規定
一、教育部為辦理查核，特訂定本要點。
二、查核內容如下：
(一)組織。
(二)程序：
１、書面查核。
２、實地查核。
三、本要點未規定者，依人體研究法辦理。
"""
ANNOUNCEMENT = """行政院農業委員會公告
中華民國一百零四年十一月二十日
農授水保字第1040734020號
主　　旨：公告古坑鄉土地470公頃劃入山坡地範圍，並自即日生效。
依　　據：
一、水土保持法第3條。
二、山坡地保育利用條例第3條。
公告事項：
一、公開展示30天。
二、圖冊詳如附圖。
主任委員　陳保基
"""
LETTER = """衛生福利部　函
地址：115臺北市南港區忠孝東路6段488號
聯絡人：王小明
受文者：臺中市政府衛生局
發文日期：中華民國105年3月2日
發文字號：衛部醫字第1051660123號
速別：普通件
密等及解密條件或保密期限：
附件：如說明二
主旨：檢送醫院評鑑作業程序1份，請查照並轉知所屬。
說明：
一、依據醫療法第28條辦理。
二、各縣市應於4月30日前回報。
正本：各直轄市政府衛生局、各縣市政府衛生局
副本：本部醫事司
部長　蔣丙煌
"""


def read(text: str, *, simplified: bool = False) -> Notice:
    return parse((opencc.OpenCC("tw2s").convert(text) if simplified else text).encode())


ELEMENTS = [
    pytest.param(
        ORDER,
        "教育部令：修正「大學倫理審查查核要點」，並自中華民國一百零三年八月一日生效",
        ("臺教高(五)字第1030109690B號", "2014-08-11", ["教育部"], "令", ["部長吳思華"], "大學倫理審查查核要點", []),
        id="order",
    ),
    pytest.param(
        ANNOUNCEMENT,
        "行政院農業委員會公告：公告古坑鄉土地470公頃劃入山坡地範圍，並自即日生效",
        ("農授水保字第1040734020號", "2015-11-20", ["行政院農業委員會"], "公告", ["主任委員陳保基"], None, []),
        id="announcement",
    ),
    pytest.param(
        LETTER,
        "衛生福利部函：檢送醫院評鑑作業程序1份，請查照並轉知所屬",
        (
            "衛部醫字第1051660123號",
            "2016-03-02",
            ["衛生福利部"],
            "函",
            ["部長蔣丙煌"],
            None,
            ["各直轄市政府衛生局", "各縣市政府衛生局"],
        ),
        id="letter",
    ),
]


@pytest.mark.parametrize(("text", "title", "expected"), ELEMENTS)
def test_elements(text: str, title: str, expected: tuple[object, ...]) -> None:
    notice = read(text)
    metadata = notice.metadata
    assert notice.source.script == "traditional-tw"
    assert metadata.title == title
    found = (metadata.document_number, metadata.written_date, metadata.issuing_agencies, metadata.document_type)
    assert (*found, metadata.signatories, metadata.instrument_title, metadata.addressees) == expected
    subject = metadata.evidence["title"]
    assert isinstance(subject, Span)
    assert title.endswith(subject.exact)


@pytest.mark.parametrize(("text", "title", "expected"), ELEMENTS)
def test_a_document_converted_to_simplified_characters_has_the_same_elements(text: str, title: str, expected: tuple[object, ...]) -> None:
    metadata = read(text, simplified=True).metadata
    assert metadata.title == opencc.OpenCC("tw2s").convert(title)
    assert metadata.written_date == expected[1]
    assert metadata.signatories == [opencc.OpenCC("tw2s").convert(name) for name in expected[4]]  # type: ignore[attr-defined]


def eids(text: str) -> list[str]:
    return [clause.eid for clause in read(text).clauses]


def test_an_order_is_the_cover_of_what_it_issues() -> None:
    notice = read(ORDER)
    assert [(part.eid, part.title) for part in notice.parts] == [("cover", "教育部令"), ("main", "大學倫理審查查核要點修正規定")]
    assert eids(ORDER) == [
        "main__sec_1",
        "main__sec_2",
        "main__sec_2__subsec_1",
        "main__sec_2__subsec_2",
        "main__sec_2__subsec_2__para_1",
        "main__sec_2__subsec_2__para_2",
        "main__sec_3",
    ]
    assert notice.metadata.attachments == ["修正「大學倫理審查查核要點」"]


def test_each_section_of_a_body_numbers_afresh() -> None:
    assert eids(ANNOUNCEMENT) == ["main__sec_1", "main__sec_2", "main__sec_1-2", "main__sec_2-2"]
    last = read(ANNOUNCEMENT).clauses[-1]
    assert ANNOUNCEMENT[last.start : last.end] == "二、圖冊詳如附圖。"


def test_the_labelled_lines_of_a_letter_are_no_attachments() -> None:
    notice = read(LETTER)
    assert notice.metadata.attachments == []
    assert [clause.label for clause in notice.clauses] == ["一、", "二、"]


def test_an_order_of_explanations_goes_by_its_head() -> None:
    metadata = read(
        "經濟部令\n中華民國99年2月4日\n經商字第09900012340號\n一、依公司法規定辦理。\n二、本令自即日生效。\n部長　施顏祥\n"
    ).metadata
    assert (metadata.title, metadata.written_date, metadata.signatories) == ("經濟部令", "2010-02-04", ["部長施顏祥"])


EXCERPTS = [
    ("第十六點", "十六、得標人應於期限內繳款。\n逾期視同棄權。", ["main__sec_16"]),
    (
        "第三點、第十點",
        "三、申請文件：\n(一)申請表。\n(二)證明。\n十、實施日期。",
        ["main__sec_3", "main__sec_3__subsec_1", "main__sec_3__subsec_2", "main__sec_10"],
    ),
]


@pytest.mark.parametrize(("points", "text", "expected"), EXCERPTS)
def test_an_amendment_shows_only_the_points_that_it_changes(points: str, text: str, expected: list[str]) -> None:
    head = f"教育部令\n中華民國103年1月20日\n臺教秘字第1020192807B號\n修正「標租作業要點」{points}，並自即日生效。\n部長　蔣偉寧\n"
    assert eids(f"{head}標租作業要點{points}修正規定\n{text}\n") == expected


LEVELS = """關於推動計畫的通知
壹、緣由：
本館為敦親睦鄰辦理。
貳、優惠措施：
一、免費參觀：
(一)展示廳。
1、平日。
(1)上午。
(2)下午。
二、停車。
參、期限：三年。
"""


def test_capital_numerals_stand_above_the_others() -> None:
    notice = read(LEVELS)
    assert [(clause.eid, clause.label, clause.heading) for clause in notice.clauses] == [
        ("main__chp_1", "壹、", "緣由"),
        ("main__chp_2", "貳、", "優惠措施"),
        ("main__chp_2__sec_1", "一、", "免費參觀"),
        ("main__chp_2__sec_1__subsec_1", "(一)", "展示廳"),
        ("main__chp_2__sec_1__subsec_1__para_1", "1、", "平日"),
        ("main__chp_2__sec_1__subsec_1__para_1__subpara_1", "(1)", None),
        ("main__chp_2__sec_1__subsec_1__para_1__subpara_2", "(2)", None),
        ("main__chp_2__sec_2", "二、", None),
        ("main__chp_3", "參、", "期限"),
    ]


NO_HEADS = [
    "教育部令\n第12号\n现公布《学校卫生办法》。\n部长 陈某某\n2012年3月5日\n学校卫生办法\n第一条 为了规范，制定本办法。\n",
    "某市教育局公告\n2019年1月2日\n某教字〔2019〕3号\n现将名单公布如下。\n",
]


@pytest.mark.parametrize("text", NO_HEADS)
def test_the_mainland_s_orders_and_announcements_are_none(text: str) -> None:
    assert "：" not in (read(text).metadata.title or "")
