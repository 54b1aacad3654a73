"""Word documents: what stands in them in order, what Word generates, and what is set aside."""
# ruff: noqa: E501, ISC004 - markup stays in one line

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from gongwen.extract import parse
from gongwen.extract.page import Page, count_characters
from gongwen.extract.readers.word.docx import read
from gongwen.schemas.errors import ArchiveError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TESTS = Path(__file__).parents[2]
SAMPLES = TESTS / "samples"
SHARED = TESTS.parents[1] / "shared" / "corpus"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{REL}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="urn:wps" xmlns:v="urn:v" xmlns:m="urn:m"'
)


def pack(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return buffer.getvalue()


def word(body: str, **parts: str) -> bytes:
    """A document with this body; ``parts`` are numbering, styles, footnotes, header1, footer1 …, as the content of their roots."""
    kinds = {name: name.rstrip("123456789") for name in parts}
    relations = "".join(f'<Relationship Id="{name}" Type="{REL}/{kind}" Target="{name}.xml"/>' for name, kind in kinds.items())
    roots = {"header": "hdr", "footer": "ftr"}
    return pack(
        {
            "_rels/.rels": f'<Relationships><Relationship Id="d" Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
            **{
                f"word/{name}.xml": f"<w:{roots.get(kind, kind)} {SPACES}>{parts[name]}</w:{roots.get(kind, kind)}>"
                for name, kind in kinds.items()
            },
        }
    )


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text) if text else ''}</w:p>"


def page_of(data: bytes) -> Page:
    page = read(data, name="a.docx", charset=None, media_type="")
    assert count_characters(page.text) + sum(count_characters(item.text) for item in page.set_aside) == page.characters
    return page


def lines(text: str) -> list[str]:
    return [kept for line in text.split("\n") if (kept := line.strip())]


def aside(page: Page) -> list[tuple[str, str]]:
    return [(item.reason, item.text) for item in page.set_aside]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_notice_typed_into_word_gives_what_its_text_gives(sample: Path) -> None:
    text = parse(sample)
    document = docx.Document()
    for line in text.text.split("\n"):
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    notice = parse(buffer.getvalue(), uri="a.docx")
    assert lines(notice.text) == lines(text.text)
    assert notice.source.reader == "docx"
    for name in ("title", "document_number", "written_date", "addressees", "issuing_agencies", "instrument_title"):
        # What the text file states around the notice (an index table) is not typed into the document.
        if getattr(text.metadata.evidence, name, None) is not None:
            assert getattr(notice.metadata, name) == getattr(text.metadata, name)
    assert [(item.eid, item.label, item.heading) for item in notice.clauses] == [
        (item.eid, item.label, item.heading) for item in text.clauses
    ]


# Automatic numbering


def level(index: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbered(number: int, index: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{number}"/></w:numPr>'


def labels(numbering: str, paragraphs: list[tuple[int, int]]) -> list[str]:
    body = "".join(para("文", numbered(number, index)) for number, index in paragraphs)
    return [line.removesuffix("文") for line in page_of(word(body, numbering=numbering)).text.split("\n")]


THREE = '<w:abstractNum w:abstractNumId="0">{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'.format(
    level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.")
)
AGAIN = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
ON = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'


@pytest.mark.parametrize(
    ("numbering", "paragraphs", "expected"),
    [
        (THREE, [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1)], ["一、", "（一）", "（二）", "1.", "二、", "（一）"]),
        (THREE, [(1, 0)] * 11, ["一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、", "十、", "十一、"]),
        (THREE + AGAIN, [(1, 0), (1, 0), (2, 0), (2, 0)], ["一、", "二、", "一、", "二、"]),
        (THREE + ON, [(1, 0), (1, 0), (2, 0)], ["一、", "二、", "三、"]),
        (THREE, [(7, 0), (0, 0), (1, 0)], ["", "", "一、"]),
        (THREE.replace('w:start w:val="1"', 'w:start w:val="5"', 1), [(1, 0), (1, 0)], ["五、", "六、"]),
        (
            THREE.replace("（%2）", "%1.%2").replace(
                '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1.%2"',
                '<w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"',
            ),
            [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
            ["一、", "1.1 ", "1.2 ", "二、", "2.1 "],
        ),
        (
            '<w:abstractNum w:abstractNumId="0">{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'.format(
                level(0, "chineseCountingThousand", "第%1章") + level(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>')
            ),
            [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
            ["第一章 ", "第一条 ", "第二条 ", "第二章 ", "第三条 "],
        ),
        (
            THREE.replace(
                '<w:abstractNumId w:val="0"/>',
                '<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{}</w:lvlOverride>'.format(level(0, "upperRoman", "%1)")),
            ),
            [(1, 0), (1, 0), (1, 1)],
            ["I)", "II)", "（一）"],
        ),
        (
            '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
            '<w:abstractNum w:abstractNumId="3"><w:styleLink w:val="S"/>' + level(0, "ideographTraditional", "%1.") + "</w:abstractNum>",
            [(1, 0), (1, 0)],
            ["甲.", "乙."],
        ),
    ],
    ids=["levels", "eleven", "restarted", "continued", "none", "start", "legal", "articles", "override", "style link"],
)
def test_labels_count_as_word_counts(numbering: str, paragraphs: list[tuple[int, int]], expected: list[str]) -> None:
    assert labels(numbering, paragraphs) == expected


@pytest.mark.parametrize(
    ("form", "number", "expected"),
    [
        ("decimal", 12, "12"), ("decimalZero", 3, "03"), ("decimalFullWidth", 12, "１２"), ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedParen", 4, "⑴⑵⑶⑷"[3]), ("decimalEnclosedFullstop", 2, "⒉"), ("upperRoman", 14, "XIV"), ("lowerRoman", 9, "ix"),
        ("upperLetter", 27, "AA"), ("lowerLetter", 3, "c"), ("chineseCounting", 20, "二十"), ("chineseCounting", 101, "一〇一"),
        ("chineseCountingThousand", 101, "一百零一"), ("japaneseCounting", 10, "十"), ("japaneseCounting", 101, "百一"),
        ("ideographTraditional", 10, "癸"), ("ideographZodiac", 2, "丑"), ("ideographDigital", 10, "一〇"), ("chineseLegalSimplified", 11, "拾壹"),
        ("ideographEnclosedCircle", 3, "㊂"), ("ordinal", 22, "22nd"), ("ordinal", 11, "11th"),
    ],
)  # fmt: skip
def test_number_formats(form: str, number: int, expected: str) -> None:
    numbering = THREE.replace('w:start w:val="1"', f'w:start w:val="{number}"', 1).replace("chineseCounting", form, 1)
    assert labels(numbering, [(1, 0)]) == [expected + "、"]


def test_a_format_that_is_not_known_is_said() -> None:
    page = page_of(word(para("文", numbered(1, 0)), numbering=THREE.replace("chineseCounting", "hindiVowels", 1)))
    assert page.text == "1、文"
    assert [item.code for item in page.warnings] == ["numbering-format"]


def test_numbering_comes_through_styles_and_can_be_turned_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="own"/><w:basedOn w:val="h1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = (
        para("甲", '<w:pStyle w:val="h1"/>') + para("乙", '<w:pStyle w:val="h2"/>') + para("丙", '<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + para("丁", '<w:pStyle w:val="h1"/>') + para("戊")
    )  # fmt: skip
    assert page_of(word(body, numbering=THREE, styles=styles)).text == "一、甲\n（一）乙\n丙\n二、丁\n戊"


def test_labels_that_only_numbering_holds_make_clauses() -> None:
    items = [
        ("加强组织领导", 0),
        ("建立机制。各县要明确牵头部门，按月报送进展。", 1),
        ("落实经费。所需经费列入同级预算。", 1),
        ("严格督促检查", 0),
    ]
    body = para("关于做好山区公路养护工作的通知") + para("各县人民政府：") + para("现就有关事项通知如下：")
    body += "".join(para(text, numbered(1, index)) for text, index in items)
    notice = parse(word(body, numbering=THREE), uri="a.docx")
    assert [(item.label, item.eid) for item in notice.clauses] == [
        ("一、", "main__sec_1"),
        ("（一）", "main__sec_1__subsec_1"),
        ("（二）", "main__sec_1__subsec_2"),
        ("二、", "main__sec_2"),
    ]


# What runs hold


@pytest.mark.parametrize(
    ("body", "text", "expected_aside"),
    [
        (f"<w:p>{run('甲')}<w:ins>{run('乙')}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>{run('丁')}</w:p>", "甲乙丁", [("deleted", "丙")]),
        (f"<w:p><w:moveFrom>{run('甲')}</w:moveFrom>{run('乙')}</w:p><w:p><w:moveTo>{run('甲')}</w:moveTo></w:p>", "乙\n甲", [("deleted", "甲")]),
        (f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('甲')}</w:p>{para('乙')}{para('丙')}", "甲乙\n丙", []),
        (f"<w:p><w:hyperlink>{run('链')}</w:hyperlink><w:sdt><w:sdtContent>{run('控')}</w:sdtContent></w:sdt></w:p>", "链控", []),
        (f"<w:sdt><w:sdtContent>{para('控件')}</w:sdtContent></w:sdt>{para('文')}", "控件\n文", []),
        ("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>", "甲\n乙\t丙", []),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>同意</w:t><w:noBreakHyphen/></w:r></w:p>', "☑同意-", []),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>现</w:t></w:r></w:p>", "现", [("hidden", "藏")]),
        ("<w:p><w:r><w:ruby><w:rt><w:r><w:t>yong</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>甬</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>", "甬", [("ruby", "yong")]),
        ("<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>", "x=1", []),
        (
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
            "<w:r><w:t>5月1日</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
            "5月1日",
            [],
        ),
        (
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>eq \\o\\ac(○,3)</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
            "<w:r><w:t>款</w:t></w:r></w:p>",
            "③款",
            [],
        ),
        (
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
            "<w:r><w:t>一、总则 1</w:t></w:r></w:p><w:p><w:r><w:t>二、附则 2</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>" + para("正文"),
            "正文",
            [("contents", "一、总则 1\n二、附则 2")],
        ),
        (
            "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>" + para("框内") + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
            "<mc:Fallback><w:pict><v:textbox><w:txbxContent>" + para("框内") + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            + run("框外") + "</w:p>",
            "框外\n框内",
            [],
        ),
        ("<w:p><w:r><w:pict><v:textbox><w:txbxContent>" + para("旧框") + "</w:txbxContent></v:textbox></w:pict></w:r></w:p>", "旧框", []),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_the_finished_document_shows_it(body: str, text: str, expected_aside: list[tuple[str, str]]) -> None:
    page = page_of(word(body))
    assert page.text == text
    assert aside(page) == expected_aside


def test_headers_footers_and_notes_are_set_aside() -> None:
    body = (
        para("正文一段。")
        + '<w:sectPr><w:headerReference r:id="header1"/><w:footerReference r:id="footer1"/><w:footerReference r:id="footer2"/></w:sectPr>'
    )
    page = page_of(
        word(
            body,
            header1=para("某市人民政府公报"),
            footer1=f"<w:p>{run('— ')}<w:fldSimple w:instr='PAGE'>{run('3')}</w:fldSimple>{run(' —')}</w:p>",
            footer2=para("内部资料"),
            footnotes=f"<w:footnote>{para('脚注')}</w:footnote>",
            endnotes=f"<w:endnote>{para('尾注')}</w:endnote>",
            comments=f"<w:comment>{para('批注')}</w:comment>",
        )
    )
    assert page.text == "正文一段。"
    assert aside(page) == [
        ("running-head", "某市人民政府公报"),
        ("footnote", "脚注"),
        ("endnote", "尾注"),
        ("comment", "批注"),
        ("page-number", "— 3 —"),
        ("running-foot", "内部资料"),
    ]


def test_secrecy_and_urgency_in_a_header_are_head_elements_of_the_notice() -> None:
    body = para("关于防汛值守的通知") + '<w:sectPr><w:headerReference r:id="header1"/></w:sectPr>'
    page = page_of(word(body, header1=para("000023") + para("秘密★1年") + para("特 急") + para("值班室")))
    assert page.text == "000023\n秘密★1年\n特 急\n关于防汛值守的通知"
    assert aside(page) == [("running-head", "值班室")]


# Tables


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def test_merged_cells_stand_in_every_place_they_cover() -> None:
    head = row(cell("序号"), cell("单位", '<w:gridSpan w:val="2"/>'), properties="<w:tblHeader/>")
    top = row(cell("1", '<w:vMerge w:val="restart"/>'), cell("水利局"), cell("12"))
    low = row(cell("", "<w:vMerge/>"), cell("林业局"), cell("7"))
    page = page_of(word(para("分工表") + f"<w:tbl>{head}{top}{low}</w:tbl>" + para("完")))
    assert page.text == "分工表\n序号\t单位\n1\t水利局\t12\n林业局\t7\n完"
    (placed,) = page.grids
    assert placed.grid.rows == [["序号", "单位", "单位"], ["1", "水利局", "12"], ["1", "林业局", "7"]]
    assert placed.grid.header_rows == 1
    assert (1, 0, 2, 1) in placed.grid.merged


def test_a_frame_of_one_cell_is_layout_and_the_table_inside_is_data() -> None:
    inner = f"<w:tbl>{row(cell('甲'), cell('1'))}{row(cell('乙'), cell('2'))}</w:tbl>"
    page = page_of(word(f"<w:tbl><w:tr><w:tc>{para('外框')}{inner}</w:tc></w:tr></w:tbl>"))
    assert page.text == "外框\n甲\t1\n乙\t2"
    assert len(page.grids) == 1


def test_deleted_rows_are_set_aside() -> None:
    rows = row(cell("甲"), cell("1")) + row(cell("乙"), cell("2"), properties="<w:del/>") + row(cell("丙"), cell("3"))
    page = page_of(word(f"<w:tbl>{rows}</w:tbl>"))
    assert page.text == "甲\t1\n丙\t3"
    assert aside(page) == [("deleted", "乙\n2")]


# Files that are not as they should be


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 cut", "not a whole zip archive"),
        (word(para("文"))[:-60], "not a whole zip archive"),
        (pack({"xl/workbook.xml": "<a/>"}), "no document in it"),
        (pack({"word/document.xml": ""}), "not XML"),
        (pack({"_rels/.rels": f'<R><Relationship Type="{REL}/officeDocument" Target="../../etc/passwd"/></R>'}), "outside the archive"),
    ],
)
def test_broken_files_are_named(data: bytes, said: str) -> None:
    with pytest.raises(ArchiveError, match=rf"a\.docx.*{said}|{said}"):
        read(data, name="a.docx", charset=None, media_type="")


def test_a_document_cut_off_is_read_as_far_as_it_goes() -> None:
    page = read(
        pack({"word/document.xml": f"<w:document {SPACES}><w:body>{para('前半')}<w:p><w:r>"}), name="a.docx", charset=None, media_type=""
    )
    assert page.text == "前半"
    assert "damaged-part" in [item.code for item in page.warnings]


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机要", encoding="utf-8")
    evil = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "炸弹">]>'
    body = f"{evil}<w:document {SPACES}><w:body><w:p><w:r><w:t>前&x;&y;后</w:t></w:r></w:p></w:body></w:document>"
    with pytest.raises(ArchiveError, match="document type") as refused:
        read(pack({"word/document.xml": body}), name="a.docx", charset=None, media_type="")
    assert "机要" not in str(refused.value)


def test_a_scan_in_a_word_file_says_so() -> None:
    page = page_of(word("<w:p><w:r><w:drawing><wps:blip/></w:drawing></w:r></w:p>"))
    assert {"image-only", "empty-text"} <= {item.code for item in page.warnings}


WORDS = st.text(st.sampled_from("甲乙 \u3000a1，。"), max_size=6)
RUNS = st.one_of(
    WORDS.map(run),
    WORDS.map(lambda text: f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"),
    WORDS.map(lambda text: f"<w:ins>{run(text)}</w:ins>"),
    WORDS.map(lambda text: f"<w:r><w:pict><w:txbxContent>{para(text)}</w:txbxContent></w:pict></w:r>"),
    st.sampled_from(["<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", "<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "<w:r><w:fldChar w:fldCharType='end'/></w:r>"]),
)  # fmt: skip
PARAGRAPHS = st.tuples(st.lists(RUNS, max_size=4), st.sampled_from(["", numbered(1, 0), numbered(1, 2), "<w:rPr><w:del/></w:rPr>"])).map(
    lambda made: f"<w:p><w:pPr>{made[1]}</w:pPr>{''.join(made[0])}</w:p>"
)
CELLS = st.tuples(PARAGRAPHS, st.sampled_from(["", "<w:vMerge/>", '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'])).map(
    lambda made: f"<w:tc><w:tcPr>{made[1]}</w:tcPr>{made[0]}</w:tc>"
)
TABLES = st.lists(st.lists(CELLS, max_size=3).map("".join), max_size=3).map(
    lambda rows: "<w:tbl>" + "".join(f"<w:tr>{cells}</w:tr>" for cells in rows) + "</w:tbl>"
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.lists(PARAGRAPHS | TABLES, max_size=5))
def test_no_character_is_lost(pieces: list[str]) -> None:
    page = page_of(word("".join(pieces), numbering=THREE))
    assert all(page.text[block.start : block.end].strip() for block in page.blocks)


@pytest.mark.parametrize("path", sorted((SHARED / "docx").glob("*.docx")) or [None], ids=lambda path: path.stem if path else "absent")
def test_real_documents_read_as_python_docx_reads_their_paragraphs(path: Path | None) -> None:
    if path is None:
        pytest.skip("the reference documents are not beside the repository")
    assert lines(page_of(path.read_bytes()).text) == lines("\n".join(item.text for item in docx.Document(str(path)).paragraphs))
