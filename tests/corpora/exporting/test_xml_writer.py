"""XML text: escaped, whole, and nothing in it that XML cannot hold."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from gongwen.corpora.exporting.xml_writer import XmlWriter, iri, iri_step, iso_day, xml_text
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("第一条\t甲\n乙", "第一条\t甲\n乙"),
        ("甲\x00乙\x0c丙\x1b", "甲\u2400乙 丙\u241b"),
        ("甲\ud83d乙\ufffe\uffff", "甲\ufffd乙\ufffd\ufffd"),
        ("🀀\x85", "🀀\x85"),
    ],
)
def test_what_xml_cannot_hold_is_replaced_one_for_one(words: str, expected: str) -> None:
    assert xml_text(words) == expected
    assert len(xml_text(words)) == len(words)


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_text_and_attributes_come_back(words: str, value: str) -> None:
    writer = XmlWriter()
    writer.open("a", {"b": value, "c": None, "d": 3})
    writer.text(words)
    writer.close()
    root = ET.fromstring(writer.data())
    assert (root.text or "") == xml_text(words)
    assert root.attrib == {"b": xml_text(value), "d": "3"}


def test_elements_close_in_turn_however_deep() -> None:
    writer, inner = XmlWriter(), XmlWriter()
    inner.leaf("leaf", "字", line=False)
    for _ in range(5000):
        writer.open("level", line=False)
    writer.add(inner)
    writer.empty("end", line=False)
    writer.close(5000)
    assert writer.data().count(b"<level>") == writer.data().count(b"</level>") == 5000
    assert b"<leaf>\xe5\xad\x97</leaf><end/></level>" in writer.data()


@pytest.mark.parametrize(
    ("words", "whole", "step"),
    [
        ("/akn/cn/doc/notice/2019/国发-2019-1", "/akn/cn/doc/notice/2019/国发-2019-1", "%2Fakn%2Fcn%2Fdoc%2Fnotice%2F2019%2F国发-2019-1"),
        ("一 份\u3000<文>", "一%20份%E3%80%80%3C文%3E", "一%20份%E3%80%80%3C文%3E"),
        ("https://a.cn/%E5%9B%BD?x=1#y", "https://a.cn/%E5%9B%BD?x=1#y", "https:%2F%2Fa.cn%2F%25E5%259B%25BD%3Fx=1%23y"),
        ("50%", "50%25", "50%25"),
        ("[甲]", "[甲]", "%5B甲%5D"),
    ],
)
def test_iris(words: str, whole: str, step: str) -> None:
    assert (iri(words), iri_step(words)) == (whole, step)


@pytest.mark.parametrize(("value", "day"), [("2019-02-03", "2019-02-03"), ("2019-02-30", None), ("2019", None), ("", None), (None, None)])
def test_days(value: str | None, day: str | None) -> None:
    assert iso_day(value) == day
