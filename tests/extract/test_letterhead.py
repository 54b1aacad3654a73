"""The letterhead of printed notices (版头, GB/T 9704-2012 7.2)."""

from __future__ import annotations

import pytest
from gongwen.extract.damage import read_view
from gongwen.extract.elements import read_elements
from gongwen.extract.layout import lay_out
from gongwen.schemas.notice import Metadata, Span

BODY = "某市水务局\n关于加强河道巡查的通知\n各县水务局：\n　　一、按月巡查\n　　巡查要有记录。\n某市水务局\n2021年3月5日"
TITLE = "某市水务局关于加强河道巡查的通知"


def metadata_of(text: str) -> Metadata:
    view = read_view(text)
    metadata = read_elements(view, lay_out(view, []), []).metadata
    for evidence in metadata.evidence.values():
        if isinstance(evidence, Span):
            assert text[evidence.start : evidence.end] == evidence.exact
    return metadata


HEADS = [
    pytest.param("某市水务局文件\n某水发〔2021〕12号\n", (None, None, None, "某水发〔2021〕12号", []), id="mark and number"),
    pytest.param(
        "000012\n机密★1年\n特急\n某市水务局文件\n某水发〔2021〕12号　　签发人：张三\n",
        ("000012", "机密★1年", "特急", "某水发〔2021〕12号", ["张三"]),
        id="all elements",
    ),
    pytest.param(
        "000012 秘密★5年 加急\n某市水务局\n某市林业局 文件\n某水发〔2021〕12号\n签发人：张三、李四\n",
        ("000012", "秘密★5年", "加急", "某水发〔2021〕12号", ["张三", "李四"]),
        id="joint mark, marks on one line, signers on a line",
    ),
    pytest.param("", (None, None, None, None, []), id="none"),
]


@pytest.mark.parametrize(("head", "expected"), HEADS)
def test_letterheads(head: str, expected: tuple[str | None, str | None, str | None, str | None, list[str]]) -> None:
    metadata = metadata_of(head + BODY)
    found = (metadata.copy_number, metadata.classification, metadata.urgency, metadata.document_number, metadata.signatories)
    assert found == expected
    assert (metadata.title, metadata.addressees, metadata.issuing_agencies) == (TITLE, ["各县水务局"], ["某市水务局"])


def test_the_mark_names_the_issuers_of_an_unsigned_notice() -> None:
    text = "某市水务局\n某市林业局文件\n某水发〔2021〕12号\n关于加强河道巡查的通知\n各县水务局：\n　　一、按月巡查\n　　巡查要有记录。"
    assert metadata_of(text).issuing_agencies == ["某市水务局", "某市林业局"]


@pytest.mark.parametrize("line", ["招标文件", "关于下发文件的通知", "201234", "特急", "国家机密"])
def test_what_is_no_letterhead(line: str) -> None:
    metadata = metadata_of(f"{line}\n{BODY}")
    assert (metadata.copy_number, metadata.classification, metadata.urgency) == (None, None, None)
