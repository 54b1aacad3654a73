"""TEI P5: the header, and the text whole in divisions that have the eids of the notice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest
from gongwen.corpora.exporting import export
from gongwen.corpora.exporting.tei import tei
from gongwen.corpora.exporting.tei_header import tei_header
from gongwen.corpora.store import Corpus
from gongwen.extract import parse
from gongwen.schemas.damage import Damage
from gongwen.schemas.errors import OutputError
from gongwen.schemas.notice import Clause, Notice, Part
from hypothesis import given, settings
from xml_notices import GOLD, SAMPLES, SHARED, TEXT, notices, parsed, tight

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
NAMES = {"t": TEI[1:-1]}
# What may stand directly in a division, and in which order, by the content model of the Guidelines.
TOP, MIDDLE, BOTTOM = {"head", "opener"}, {"p", "table"}, {"closer"}


def checked(notice: Notice, targets: dict[int, str] | None = None) -> Element:
    """Return the document of ``notice`` after all that holds of every document."""
    root = ET.fromstring(tei(notice, targets))
    assert [child.tag for child in root] == [f"{TEI}teiHeader", f"{TEI}text"]
    assert tight("".join(root[1].itertext())) == tight(notice.text)
    names = [element.get(ID) for element in root.iter() if element.get(ID)]
    assert len(names) == len(set(names))
    for element in root.iter():
        for name in ("corresp", "ana"):
            link = element.get(name, "")
            assert not link or link[1:] in names, link
    for division in (root[1][0], *root.iter(f"{TEI}div")):
        assert_ordered([child.tag.removeprefix(TEI) for child in division])
    return root


def assert_ordered(tags: list[str]) -> None:
    stages = [next(index for index, group in enumerate((TOP, MIDDLE, {"div"}, BOTTOM)) if tag in group) for tag in tags]
    assert stages == sorted(stages), tags


def words_of(root: Element) -> Iterator[tuple[str, str]]:
    for element in root.iter(f"{TEI}div"):
        yield element.get(ID, ""), tight("".join(element.itertext()))


@pytest.mark.parametrize("paths", [pytest.param(SAMPLES, id="samples"), pytest.param(GOLD, id="gold"), pytest.param(SHARED, id="shared")])
def test_every_notice_is_whole_and_each_clause_has_its_eid_and_words(paths: tuple[Path, ...]) -> None:
    if not paths:
        pytest.skip("the shared notices are not beside the repository")
    for name, notice in parsed(paths):
        words = dict(words_of(checked(notice)))
        for clause in notice.clauses:
            assert words[clause.eid] == tight(notice.text[clause.start : clause.end]), f"{name} {clause.eid}"


@settings(max_examples=150)
@given(notice=notices())
def test_any_notice_is_whole(notice: Notice) -> None:
    checked(notice)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("t:fileDesc/t:titleStmt/t:title[@type='main']", ["长山县人民政府办公室关于印发校舍修缮办法的通知"]),
        ("t:fileDesc/t:titleStmt/t:title[@type='instrument']", ["校舍修缮办法"]),
        ("t:fileDesc/t:publicationStmt/t:idno[@type='发文字号']", ["长政办发〔2020〕7号"]),
        ("t:fileDesc/t:publicationStmt/t:idno[@type='URI']", ["/akn/cn/doc/notice/2020-03-01/长政办发-2020-7"]),
        ("t:fileDesc/t:sourceDesc/t:bibl/t:date[@type='written']", ["2020-03-01"]),
        ("t:encodingDesc//t:desc", [f"reader text; {len(TEXT.encode())} bytes; encoding utf-8"]),
        ("t:encodingDesc/t:editorialDecl/t:correction/t:p", ["Nothing was corrected. Damage: none."]),
        ("t:profileDesc/t:langUsage/t:language", ["简体中文"]),
        ("t:profileDesc/t:textClass/t:keywords[@n='文种']/t:term", ["通知"]),
        ("t:profileDesc/t:correspDesc/t:correspAction[@type='received']/t:orgName", ["各乡镇人民政府"]),
    ],
)
def test_the_header(path: str, expected: list[str]) -> None:
    notice = parse(TEXT.encode())
    header = ET.fromstring(tei_header(notice))
    assert header.tag == f"{TEI}teiHeader"
    assert [element.text for element in header.iterfind(path, NAMES)] == expected
    digest = header.find("t:fileDesc/t:sourceDesc/t:bibl/t:idno[@type='sha256']", NAMES)
    assert digest is not None
    assert digest.text == notice.source.sha256


def test_the_header_says_how_it_was_read() -> None:
    notice = parse(TEXT.encode())
    notice.source.ocr = {"engine": "rapidocr", "mean_confidence": 0.97}
    notice.source.script = "traditional-tw"
    notice.metadata.damage = Damage("light", {"year": 2})
    header = tei_header(notice).decode()
    assert "OCR engine: rapidocr; OCR mean_confidence: 0.97" in header
    assert '<language ident="zh-Hant-TW">' in header
    assert "Damage: light (2 year)." in header


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".//t:div[@type='part']/t:head", ["长山县人民政府办公室关于印发校舍修缮办法的通知", "校舍修缮办法", "附件", "校舍修缮计划表"]),
        (".//t:opener/t:seg[@type='number']", ["长政办发〔2020〕7号"]),
        (".//t:closer/t:signed", ["长山县人民政府办公室"]),
        (".//t:div[@n='(一)']/t:head", ["(一)先急后缓。"]),
        (".//t:div[@n='(一)']/t:head/t:label", ["(一)"]),
        (".//t:measure[@type='ge'][@quantity='150000000'][@unit='CNY']", ["不低于1.5亿元"]),
        (".//t:measure[@type='range'][@n='300000/500000']", ["30—50万元"]),
        (".//t:ref[@subtype='repeals']", ["《校舍办法》(长政办发〔2011〕3号)"]),
        (".//t:date[@when='2020-06-30']", ["2020年6月30日"]),
    ],
)
def test_the_text(path: str, expected: list[str]) -> None:
    root = checked(parse(TEXT.encode()), {1: "/akn/cn/doc/x"})
    assert ["".join(element.itertext()) for element in root[1].iterfind(path, NAMES)] == expected
    assert [element.get("target") for element in root[1].iterfind(".//t:ref", NAMES)] == [None, "/akn/cn/doc/x"]


def test_the_deepest_clauses_cost_no_recursion() -> None:
    notice = parse(TEXT.encode())
    size, eids = len(notice.text), ["main"]
    for number in range(1, 1500):
        eids.append(f"{eids[-1]}__item_{number}")
    notice.parts = [Part("main", "main", None, 0, size)]
    notice.clauses = [Clause(eid, above, "item", 1, "", None, 100, size) for above, eid in pairwise(eids)]
    root = ET.fromstring(tei(notice))
    assert sum(1 for element in root.iter(f"{TEI}div") if element.get("type") == "item") == 1499


def test_a_corpus_is_exported(corpus: Corpus, tmp_path: Path) -> None:
    assert export(corpus, "tei", tmp_path / "tei") == {"notices": 5}
    (jilin,) = corpus.db.execute("SELECT uri FROM notices WHERE region_code = '220000'").fetchone()
    links = [
        element.get("target")
        for file in (tmp_path / "tei").iterdir()
        for element in ET.parse(file).getroot().iterfind("t:text//t:ref", NAMES)
    ]
    with pytest.raises(OutputError, match="tei has a file a notice"):
        export(corpus, "tei", tmp_path / "all.xml")
    assert sorted(link for link in links if link) == [jilin, f"{jilin}/!main~sec_5__subsec_3"]
