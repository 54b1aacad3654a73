"""PDF: what is set as a notice is read as that notice; what is no notice is set aside; what cannot be read says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from gongwen.extract import parse
from gongwen.extract.page import RawBlock, count_characters
from gongwen.extract.readers import read
from gongwen.extract.readers.pdf import recognition
from gongwen.extract.readers.pdf.sheets import Run, Sheet
from gongwen.schemas.errors import MissingExtraError, SourceDamagedError, SourceEncryptedError
from gongwen.schemas.notice import Notice
from make_pdf import PdfMaker, Row, Span, merged, notice_lines, scanned, set_notice

SAMPLES = {
    "jilin_roster.txt": (2, ("吉林省人民政府办公厅", "2019年2月3日")),
    "shaoxing_repost.txt": (2, ("绍兴市特色小镇培育建设领导小组办公室", "2018年1月30日")),
    "jiaxing_bulletin.txt": (1, ("嘉兴市人民政府办公室", "二〇一六年三月十日")),
    "tongzhou_page.txt": (1, ("南通市通州区人民政府办公室", "2017 年12 月7日")),
    "regulation.txt": (2, ("总理 温家宝", "二〇〇三年四月二十七日")),
}
BODY = (
    "各村要把护林责任落实到人，防火期内每天巡山两次，发现火情立即报告镇应急办，不得拖延，不得隐瞒。",
    "一、落实责任",
    "（一）划片包干。全镇山林划成12片，每片由一名干部带队，护林员不少于3人，名单在村口公示，接受群众监督；换人要在5日以内报备。",
    "（二）备足物资。每片配灭火机2台、水泵1台，经费由镇财政安排18万元，专款专用。",
)


def made(*, pages: int = 1, **options: Any) -> PdfMaker:
    maker = PdfMaker(**options)
    maker.title("关于做好护林工作的通知")
    for number in range(pages):
        for text in BODY:
            maker.paragraph(text)
        if number + 1 < pages:
            maker.y = maker.limit
    return maker


def lines(notice: Notice) -> list[str]:
    return notice.text.split("\n")


def aside(notice: Notice) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in notice.set_aside:
        found[item.reason] = found.get(item.reason, "") + item.text
    return found


def balance(notice: Notice) -> bool:
    placed = count_characters(notice.text) + sum(count_characters(item.text) for item in notice.set_aside)
    return placed == notice.source.characters and next(check for check in notice.checks if check.check == "characters").status == "pass"


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_printed_notice_is_the_notice(sample: str) -> None:
    title, signature = SAMPLES[sample]
    original = "\n".join(notice_lines(sample))
    maker = PdfMaker(head="政策文件汇编", watermark="内部资料")
    set_notice(maker, notice_lines(sample), title=title, signature=signature)
    notice = parse(maker.save(), uri="notice.pdf")
    expected = parse(original.encode(), uri="notice.txt")

    assert lines(notice) == [line.strip() for line in notice_lines(sample)]
    assert notice.clauses == parse(notice.text.encode(), uri="notice.txt").clauses
    assert [(clause.eid, clause.label, clause.heading) for clause in notice.clauses] == [
        (clause.eid, clause.label, clause.heading) for clause in expected.clauses
    ]
    for name in ("title", "document_number", "issuing_agencies", "addressees", "written_date", "instrument_title", "note", "attachments"):
        assert getattr(notice.metadata, name) == getattr(expected.metadata, name), name
    assert [len(roster.entries) for roster in notice.rosters] == [len(roster.entries) for roster in expected.rosters]
    printed = [[cell for cell in row if cell] for table in notice.tables for row in table.rows]
    assert all(row in printed for table in expected.tables for row in table.rows)

    pages = notice.source.pages
    assert pages is not None
    assert pages > 1
    found = aside(notice)
    assert found["watermark"] == "内部资料" * pages
    assert found["running-head"] == "政策文件汇编" * pages
    assert re.findall(r"\d+", found["page-number"]) == [str(number) for number in range(1, pages + 1)]
    assert balance(notice)
    assert all(block.page and block.bbox for block in notice.blocks)
    assert [block.page for block in notice.blocks] == sorted(block.page or 0 for block in notice.blocks)


TOWNS = [re.fullmatch(r"(\d+)\. (.+?)\((.+?), ?(.+?)\)", line) for line in notice_lines("jilin_roster.txt")]
ROWS: list[Row] = [[match[1], match[2], match[3], match[4]] for match in TOWNS if match]
HEADER: Row = ["序号", "名称", "类别", "类型"]


@pytest.mark.parametrize("repeated", [0, 1])
def test_a_table_over_page_breaks_is_one_table(repeated: int) -> None:
    maker = made()
    maker.table([HEADER, *ROWS], [50, 220, 80, 90], header=repeated)
    maker.paragraph("以上名单由镇政府负责解释。")
    notice = parse(maker.save(), uri="notice.pdf")
    assert notice.source.pages is not None
    assert notice.source.pages >= 2
    (table,) = notice.tables
    assert table.header == HEADER
    assert table.rows == ROWS
    assert len(table.rows) == 55
    assert ("repeated-header" in aside(notice)) == bool(repeated)
    assert lines(notice)[-1] == "以上名单由镇政府负责解释。"
    assert balance(notice)
    assert {block.page for block in notice.blocks if block.kind == "table-row"} == set(range(1, notice.source.pages + 1))


def test_cells_that_span_rows_and_columns() -> None:
    maker = made()
    rows: list[Row] = [
        [Span("片区", rows=2), Span("人员", columns=2), Span("备注", rows=2)],
        ["干部", "护林员"],
        [Span("东片", rows=2), "李四", "张三、王五，另有后备队员若干人", ""],
        ["赵六", "钱七", "轮换"],
    ]
    maker.table(rows, [90, 90, 120, 90])
    (table,) = parse(maker.save(), uri="notice.pdf").tables
    assert table.header == ["片区", "人员 干部", "人员 护林员", "备注"]
    assert table.rows == [["东片", "李四", "张三、王五，另有后备队员若干人", ""], ["东片", "赵六", "钱七", "轮换"]]
    assert {(cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.merged} == {
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (0, 3, 2, 1),
        (2, 0, 2, 1),
    }


def test_footnotes_are_set_aside_and_the_marks_of_the_text_stay() -> None:
    maker = made()
    maker.paragraph("护林员补助按季度发放①。")
    maker.footnote("① 补助标准以县里当年公布的为准。")
    notice = parse(maker.save(), uri="notice.pdf")
    assert aside(notice)["footnote"] == "① 补助标准以县里当年公布的为准。"
    assert lines(notice)[-1] == "护林员补助按季度发放①。"
    assert balance(notice)


def test_raised_marks_of_footnotes_do_not_become_figures() -> None:
    maker = made()
    maker.paragraph("全年补助护林员18万元")
    maker.raised("1")
    maker.paragraph("新建瞭望台面积不少于30m")
    maker.raised("2")
    maker.footnote("1 补助标准以县里当年公布的为准。")
    maker.footnote("2 瞭望台的选址另行通知。")
    notice = parse(maker.save(), uri="notice.pdf")
    assert lines(notice)[-2:] == ["全年补助护林员18万元", "新建瞭望台面积不少于30m2"]
    assert aside(notice)["footnote-mark"] == "1"
    assert balance(notice)


def test_two_columns_are_read_one_after_the_other() -> None:
    maker = made(columns=2, pages=3)
    notice = parse(maker.save(), uri="notice.pdf")
    assert [line for line in lines(notice) if line in BODY] == [*BODY] * 3


@pytest.mark.parametrize("indent", [0.0, 2.0])
def test_a_paragraph_goes_on_over_the_page(indent: float) -> None:
    maker = PdfMaker()
    long = "".join(f"第{number}片由护林员看守，每天巡查两次并登记；" for number in range(1, 60)) + "登记簿年底交镇里。"
    maker.paragraph(long, indent=indent)
    maker.paragraph(BODY[0], indent=indent)
    notice = parse(maker.save(), uri="notice.pdf")
    assert notice.source.pages == 3
    assert lines(notice) == [long, BODY[0]]
    assert notice.blocks[0].page == 1


def test_attachments_hang_behind_their_label() -> None:
    maker = made()
    first = "附件：1.全镇护林防火责任片区划分和护林员名单以及各片物资配备情况一览表"
    maker.paragraph(first, hang=6)
    maker.paragraph("2.火情报告流程", indent=5)
    assert lines(parse(maker.save(), uri="notice.pdf"))[-2:] == [first, "2.火情报告流程"]


def test_glyphs_drawn_twice_are_one_character() -> None:
    notice = parse(made(bold_twice=True).save(), uri="notice.pdf")
    assert notice.metadata.title == "关于做好护林工作的通知"
    assert balance(notice)


def test_text_written_twice_has_a_proposal() -> None:
    maker = PdfMaker()
    maker.paragraph("关关于于做做好好护护林林工工作作的的通通知知")
    maker.paragraph("各村按期办理………………，名单附后。")
    notice = parse(maker.save(), uri="notice.pdf")
    assert notice.repairs is not None
    (repair,) = notice.repairs
    assert (repair.kind, repair.proposed) == ("doubled", "关于做好护林工作的通知")
    assert notice.text[repair.start : repair.end] == repair.exact


def garbled(data: bytes) -> bytes:
    """The same PDF without the tables that say which character a glyph is."""
    return re.sub(rb"/ToUnicode \d+ 0 R", lambda match: b" " * len(match[0]), data)


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ImportError

    monkeypatch.setattr(recognition, "recogniser", missing)


@pytest.mark.usefixtures("no_ocr")
@pytest.mark.parametrize(
    "change",
    [scanned, partial(scanned, layer="林业站内部资料"), garbled],
    ids=["scan", "scan with a watermark for a text layer", "font without characters"],
)
def test_nothing_to_read_without_ocr_says_what_to_install(change: Callable[[bytes], bytes]) -> None:
    data = change(made().save())
    with pytest.raises(MissingExtraError, match=r"notice\.pdf: no page has.*\(pages 1\).*gongwen\[ocr\]"):
        read(data, name="notice.pdf")


@pytest.mark.usefixtures("no_ocr")
def test_a_scanned_page_among_others_is_named() -> None:
    whole = made(pages=2).save()
    notice = parse(merged(whole, scanned(made().save())), uri="notice.pdf")
    assert lines(notice)[1:] == [*BODY, *BODY]
    assert [warning.message for warning in notice.warnings if warning.code == "page-not-read"] == [
        "page 3 has no usable text layer; reading it needs OCR: pip install 'gongwen[ocr]'"
    ]
    readings = notice.source.page_readings
    assert readings is not None
    assert [(item.page, item.method) for item in readings] == [(1, "text-layer"), (2, "text-layer"), (3, "ocr")]
    assert "image" in readings[2].reason


def test_recognised_pages_are_laid_out_like_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for the recognition gives the characters of a page as OCR does; the layout is ours."""
    shapes = []

    def scan_pages(images: Iterable[tuple[Any, float, int]], total: int) -> list[SimpleNamespace]:
        scans = []
        for pixels, dpi, number in images:
            shapes.append((pixels.shape, dpi, total))
            runs = [
                Run(
                    [(character, 111.0 + 15.8 * at, 110.0, 126.8 + 15.8 * at, 126.0) for at, character in enumerate(text)],
                    110.0,
                    126.0,
                    15.8,
                    0,
                    0.0,
                    invisible=False,
                )
                for text in ("二、图像上的一条。",)
            ]
            sheet = Sheet(number, 595.0, 842.0, runs, characters=9)
            scans.append(SimpleNamespace(sheet=sheet, seals=[(300.0, 600.0, 420.0, 720.0)], box=lambda box: box))
        return scans

    ocr = SimpleNamespace(
        PageImage=lambda *fields: fields, scan_pages=scan_pages, unreadable=lambda _: [RawBlock("污迹", aside="unreadable")]
    )
    monkeypatch.setattr(recognition, "recogniser", lambda: ocr)
    page = made().save()
    notice = parse(merged(page, scanned(page, layer="内部资料"), page), uri="notice.pdf")
    assert lines(notice).index("二、图像上的一条。") == len(BODY) + 1
    assert next(block.page for block in notice.blocks if notice.text[block.start : block.end].startswith("二、")) == 2
    assert aside(notice)["text-layer"] == "内部资料"
    assert aside(notice)["unreadable"] == "污迹"
    assert [seal.page for seal in notice.seals] == [2]
    assert shapes == [((2339, 1654, 3), recognition.DPI, 1)]
    assert balance(notice)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", SourceDamagedError, "empty"),
        (b"\n\n", SourceDamagedError, "empty"),
        (b"not found", SourceDamagedError, "no PDF"),
        (b"%PDF-1.7\n%%EOF\n", SourceDamagedError, "broken"),
    ],
)
def test_what_is_no_pdf_says_so(data: bytes, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words) as caught:
        parse(data, uri="notice.pdf", media_type="application/pdf")
    assert str(caught.value).startswith("notice.pdf: ")


def test_a_file_cut_off_before_its_first_page() -> None:
    with pytest.raises(SourceDamagedError, match="broken or cut off"):
        read(made().save()[:1500], name="notice.pdf")


def test_a_pdf_without_pages() -> None:
    from io import BytesIO

    from pypdfium2 import PdfDocument

    out = BytesIO()
    PdfDocument.new().save(out)
    with pytest.raises(SourceDamagedError, match=r"notice\.pdf: .*(without pages|no page)"):
        read(out.getvalue(), name="notice.pdf")


def test_a_password_is_asked_for_and_an_owner_password_is_none() -> None:
    maker = made()
    maker.pdf.set_encryption(owner_password="owner", user_password="user")
    with pytest.raises(SourceEncryptedError, match=r"notice\.pdf: .*password.*save a copy"):
        read(maker.save(), name="notice.pdf")
    maker = made()
    maker.pdf.set_encryption(owner_password="owner")
    assert lines(parse(maker.save(), uri="notice.pdf"))[1:] == [*BODY]


def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes_with_a_warning() -> None:
    data = made(pages=3).save()
    notice = parse(data[: data.rindex(b"xref")], uri="notice.pdf")
    assert "source-damaged" in [warning.code for warning in notice.warnings]
    assert lines(notice)[1:5] == [*BODY]
