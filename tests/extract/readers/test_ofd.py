"""OFD: what is set as a notice is read as that notice; documents, pages, paths and namespaces as producers really write them."""
# ruff: noqa: E501 - markup stays in one line

from __future__ import annotations

import io
from pathlib import Path

import pytest
from gongwen.extract import parse
from gongwen.extract.limits import Limits, within
from gongwen.extract.page import Page, count_characters
from gongwen.extract.readers.registry import read
from gongwen.schemas.errors import ArchiveError, MissingExtraError, SourceEncryptedError, SourceTooLargeError
from hypothesis import given, settings
from hypothesis import strategies as st
from make_ofd import NAMESPACE, OfdMaker, ofd, pack, page_xml, text_object
from make_pdf import fonts, notice_lines, set_notice

SHARED = Path(__file__).parents[4] / "shared" / "corpus"
SAMPLES = {
    "jilin_roster.txt": (2, ("吉林省人民政府办公厅", "2019年2月3日")),
    "shaoxing_repost.txt": (2, ("绍兴市特色小镇培育建设领导小组办公室", "2018年1月30日")),
    "regulation.txt": (2, ("总理 温家宝", "二〇〇三年四月二十七日")),
}


def page_of(data: bytes, name: str = "a.ofd") -> Page:
    page = read(data, name=name)
    assert page.reader == "ofd"
    assert count_characters(page.text) + sum(count_characters(item.text) for item in page.set_aside) == page.characters
    return page


def codes(page: Page) -> list[str]:
    return [warning.code for warning in page.warnings]


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_notice_set_on_pages_is_the_notice(sample: str) -> None:
    title, signature = SAMPLES[sample]
    maker = OfdMaker(head="政策文件汇编")
    set_notice(maker, notice_lines(sample), title=title, signature=signature)
    notice = parse(maker.save(), uri="notice.ofd")
    expected = parse("\n".join(notice_lines(sample)).encode(), uri="notice.txt")
    assert notice.text.split("\n") == [line.strip() for line in notice_lines(sample)]
    assert [(clause.eid, clause.label, clause.heading) for clause in notice.clauses] == [
        (clause.eid, clause.label, clause.heading) for clause in expected.clauses
    ]
    for name in ("title", "document_number", "issuing_agencies", "addressees", "written_date", "instrument_title", "note", "attachments"):
        assert getattr(notice.metadata, name) == getattr(expected.metadata, name), name
    assert [len(roster.entries) for roster in notice.rosters] == [len(roster.entries) for roster in expected.rosters]
    assert {item.reason for item in notice.set_aside} <= {"running-head", "page-number"}
    assert all(block.page and block.bbox for block in notice.blocks)


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (text_object("甲乙丙", 30, 40), "甲乙丙"),
        (text_object("甲乙丙丁", 30, 40, steps="g 2 5 5"), "甲乙丙丁"),
        (text_object("甲乙丙丁", 30, 40, steps=""), "甲乙丙丁"),  # no steps at all
        (text_object("甲乙 丙", 30, 40, steps="5 5"), "甲乙 丙"),
        (text_object("甲乙", 30, 40, steps="15"), "甲 乙"),  # stand apart
        (text_object("BMB2024", 30, 40, steps="3.3 4.2 3.3 g 3 2.5"), "BMB2024"),
        (text_object("甲", 30, 40) + text_object("乙", 36, 40), "甲乙"),
        (text_object("乙", 36, 40) + text_object("甲", 30, 40), "甲乙"),
        (text_object("后", 30, 60) + text_object("前", 30, 40), "前\n后"),
        (text_object("藏", 30, 60, more='Visible="false"') + text_object("现", 30, 40), "现"),
        (text_object("甲乙", 30, 40, 1, steps="1", more='CTM="5 0 0 5 0 0"'), "甲乙"),
        (
            '<ofd:TextObject ID="1" Boundary="30 40 50 30" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 2 5 -10 5 5" DeltaY="g 2 0 8">甲乙丙丁戊</ofd:TextCode></ofd:TextObject>',
            "甲乙丙\n丁戊",
        ),
        (
            '<ofd:TextObject ID="1" Boundary="30 40 50 30" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="5">甲乙</ofd:TextCode><ofd:TextCode X="0" Y="13" DeltaX="5">丙丁</ofd:TextCode></ofd:TextObject>',
            "甲乙\n丙丁",
        ),
        ('<ofd:PageBlock ID="7">' + text_object("组内", 30, 40) + "</ofd:PageBlock>", "组内"),
    ],
)  # fmt: skip
def test_text_objects(objects: str, expected: str) -> None:
    assert page_of(ofd([page_xml(objects)])).text == expected


def test_places_are_points_from_the_top_left() -> None:
    page = page_of(
        ofd([page_xml(text_object("甲乙", 25.4, 50.8, 7.2), head="<ofd:Area><ofd:PhysicalBox>0 0 148 210</ofd:PhysicalBox></ofd:Area>")])
    )
    (block,) = page.blocks
    assert block.page == 1
    assert block.bbox is not None
    left, top, right, bottom = block.bbox
    assert (left, right) == (pytest.approx(72, abs=0.2), pytest.approx(72 + 14.4 * 72 / 25.4, abs=0.2))
    assert top < 144 < bottom


def test_templates_and_composite_units_are_part_of_the_page() -> None:
    unit = f'<ofd:CompositeGraphicUnit ID="9"><ofd:Content>{text_object("单元", 30, 60)}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f'<ofd:Res xmlns:ofd="{NAMESPACE}"><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>'
    content = page_xml(
        text_object("正文", 30, 80) + '<ofd:CompositeObject ID="5" ResourceID="9" Boundary="10 0 100 100"/>',
        head='<ofd:Template TemplateID="4"/>',
    )
    page = page_of(
        ofd(
            [content],
            common='<ofd:DocumentRes>Res.xml</ofd:DocumentRes><ofd:TemplatePage ID="4" BaseLoc="Tpls/T.xml"/>',
            members={"Doc_0/Res.xml": resources, "Doc_0/Tpls/T.xml": page_xml(text_object("红头文件", 30, 40))},
        )
    )
    assert page.text == "红头文件\n单元\n正文"


def test_pages_come_in_the_order_of_the_document_and_documents_one_after_the_other() -> None:
    root = f'<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:Pages>%s</ofd:Pages></ofd:Document>'
    page = page_of(
        pack(
            {
                "OFD.xml": f'<ofd:OFD xmlns:ofd="{NAMESPACE}">' + "".join(f"<ofd:DocBody><ofd:DocRoot>D{number}/Document.xml</ofd:DocRoot></ofd:DocBody>" for number in "12") + "</ofd:OFD>",
                "D1/Document.xml": root % '<ofd:Page ID="2" BaseLoc="b.xml"/><ofd:Page ID="1" BaseLoc="a.xml"/>',
                "D2/Document.xml": root % '<ofd:Page ID="1" BaseLoc="a.xml"/>',
                "D1/a.xml": page_xml(text_object("二。", 30, 40)),
                "D1/b.xml": page_xml(text_object("一。", 30, 40)),
                "D2/a.xml": page_xml(text_object("三。", 30, 40)),
            }
        )
    )  # fmt: skip
    assert page.text == "一。\n二。\n三。"
    assert [block.page for block in page.blocks] == [1, 2, 3]
    assert page.pages == 3
    assert codes(page) == ["several-documents"]


@pytest.mark.parametrize("path", ["Pages/P.xml", "/Doc_0/Pages/P.xml", "Doc_0/Pages/P.xml", "Pages\\P.xml", "pages/p.XML", "./Pages/P.xml"])
@pytest.mark.parametrize("namespace", [NAMESPACE, "http://www.ofdspec.org", "urn:other"])
def test_paths_and_namespaces_as_producers_write_them(path: str, namespace: str) -> None:
    members: dict[str, str | bytes] = {
        "OFD.xml": "<ofd:OFD xmlns:ofd='N'><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document xmlns:ofd='N'><ofd:Pages><ofd:Page ID='1' BaseLoc='{path}'/></ofd:Pages></ofd:Document>",
        "Doc_0/Pages/P.xml": page_xml(text_object("甲", 30, 40)).replace(NAMESPACE, "N"),
    }
    page = page_of(
        pack({name: str(text).replace("'N'", f"'{namespace}'").replace('"N"', f'"{namespace}"') for name, text in members.items()})
    )
    assert page.text == "甲"
    assert codes(page) == []


def test_what_is_missing_or_damaged_is_warned_of() -> None:
    good, cut = page_xml(text_object("甲。", 30, 80)), page_xml(text_object("乙。", 30, 120))
    missing = ofd(
        [good, good, cut],
        common="<ofd:PublicRes>gone.xml</ofd:PublicRes>",
        members={"Doc_0/Pages/P1.xml": "", "Doc_0/Pages/P2.xml": cut[:-30]},
    )
    page = page_of(missing)
    assert page.text == "甲。\n乙。"
    assert codes(page) == ["missing-part", "damaged-part", "page-unreadable", "damaged-part"]
    assert "page 2 cannot be read" in page.warnings[2].message


def test_annotations_seals_and_attachments_are_noted() -> None:
    annotation = (
        f'<ofd:PageAnnot xmlns:ofd="{NAMESPACE}"><ofd:Annot ID="8" Type="Stamp"><ofd:Appearance Boundary="0 0 50 50">{text_object("某局电子章", 30, 40)}</ofd:Appearance></ofd:Annot>'
        f'<ofd:Annot ID="9" Type="Highlight"><ofd:Appearance>{text_object("阅", 30, 40)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>'
    )
    wrap = f'<ofd:X xmlns:ofd="{NAMESPACE}">%s</ofd:X>'
    page = page_of(
        ofd(
            [page_xml(text_object("正文", 30, 80))],
            more="<ofd:Annotations>Annots.xml</ofd:Annotations><ofd:Attachments>Attachs.xml</ofd:Attachments>",
            body="<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>",
            members={
                "Doc_0/Annots.xml": wrap % '<ofd:Page PageID="0"><ofd:FileLoc>A/Annotation.xml</ofd:FileLoc></ofd:Page>',
                "Doc_0/A/Annotation.xml": annotation,
                "Doc_0/Attachs.xml": wrap % '<ofd:Attachment ID="1" Name="附件1.xlsx"/><ofd:Attachment ID="2" Name="src" Visible="false"/>',
                "Doc_0/Signs/Signatures.xml": wrap % '<ofd:Signature ID="1" BaseLoc="S/Signature.xml"/>',
                "Doc_0/Signs/S/Signature.xml": wrap
                % '<ofd:SignedInfo><ofd:StampAnnot PageRef="0" Boundary="90 8 30 20"/></ofd:SignedInfo>',
            },
        )
    )
    assert page.text == "正文"
    assert [(item.reason, item.text) for item in page.set_aside] == [("seal", "某局电子章"), ("annotation", "阅")]
    assert codes(page) == ["attachments-not-read", "signed"]
    assert page.warnings[0].message.endswith("附件1.xlsx")
    assert "with 1 seals" in page.warnings[1].message


IMAGE = '<ofd:ImageObject ID="3" Boundary="0 0 210 297" ResourceID="5"/>'
MEDIA = f'<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>page.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>'


def with_image(pages: list[str], image: bytes) -> bytes:
    return ofd(
        pages, common="<ofd:DocumentRes>Media.xml</ofd:DocumentRes>", members={"Doc_0/Media.xml": MEDIA, "Doc_0/Res/page.png": image}
    )


def drawn(text: str) -> bytes:
    """A page of A4 at 100 dpi with one line of text."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (827, 1169), "white")
    ImageDraw.Draw(picture).text((120, 300), text, "black", ImageFont.truetype(fonts()[0], 32, index=2))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def test_pages_that_are_images_are_recognised() -> None:
    page = page_of(with_image([page_xml(text_object("正文一段。", 30, 80)), page_xml(IMAGE)], drawn("做好防汛值守工作")))
    assert page.text == "正文一段。\n做好防汛值守工作"
    assert page.blocks[1].page == 2
    assert page.ocr is not None
    assert page.page_readings is not None
    assert [reading.method for reading in page.page_readings] == ["text-layer", "ocr"]
    assert codes(page) == []


def test_without_ocr_pages_that_are_images_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise MissingExtraError("no engine")

    monkeypatch.setattr("gongwen.extract.readers.ofd.scan_pages", missing)
    page = page_of(with_image([page_xml(text_object("正文一段。", 30, 80)), page_xml(IMAGE)], b"x"))
    assert page.text == "正文一段。"
    assert codes(page) == ["page-not-read"]
    with pytest.raises(MissingExtraError, match=r"^a\.ofd: its pages \(1\) are images; .*pip install"):
        read(with_image([page_xml(IMAGE)], b"x"), name="a.ofd")


@pytest.mark.parametrize("data", [with_image([page_xml(IMAGE)], b"no image"), ofd([page_xml(IMAGE)])], ids=["damaged", "missing"])
def test_images_that_cannot_be_read_are_named(data: bytes) -> None:
    assert codes(page_of(data)) == ["page-not-read", "empty-text"]


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"PK\x03\x04 cut", ArchiveError, "not a whole zip archive"),
        (pack({"OFD.xml": f'<ofd:OFD xmlns:ofd="{NAMESPACE}"/>'}), ArchiveError, "no document in it"),
        (pack({"Doc_0/Document.xml": "<a/>"}), ArchiveError, "has no member OFD.xml"),
        (ofd([], members={"Encryptions.xml": "<a/>"}), SourceEncryptedError, "encrypted"),
        (ofd([page_xml("")], members={"Doc_0/Pages/P0.xml": "<a>" * 300 + "</a>" * 300}), SourceTooLargeError, "nested deeper"),
    ],
)
def test_files_that_cannot_be_read_are_named(data: bytes, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=rf"^a\.ofd.*{said}"):
        read(data, name="a.ofd")


def test_a_document_of_too_many_pages_is_refused() -> None:
    with within(Limits(pages=2)), pytest.raises(SourceTooLargeError, match="3 pages"):
        read(ofd([page_xml("")] * 3), name="a.ofd")


def test_composite_units_within_themselves_end() -> None:
    unit = f'<ofd:CompositeGraphicUnit ID="9"><ofd:Content>{text_object("环", 30, 60)}<ofd:CompositeObject ResourceID="9" Boundary="0 9 9 9"/></ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f'<ofd:Res xmlns:ofd="{NAMESPACE}">{unit}</ofd:Res>'
    page = page_of(
        ofd([page_xml('<ofd:CompositeObject ResourceID="9" Boundary="0 0 9 9"/>')], common="<ofd:PublicRes>R.xml</ofd:PublicRes>", members={"Doc_0/R.xml": resources})
    )  # fmt: skip
    assert set(page.text) <= {"环", "\n"}


CODES = st.builds(
    lambda text, x, y, steps, size: text_object(text, x, y, size, steps=steps),
    st.text(st.sampled_from("甲乙Ab1 ，.MW"), min_size=1, max_size=8),
    st.integers(-20, 220),
    st.integers(-20, 300),
    st.sampled_from(["", "g 3 5", "5 5 -40 5", "g x 5", "0", "g 99999999 1", "1e99", "nan"]),
    st.sampled_from([0, 0.01, 5, 40]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(CODES, max_size=6).map("".join), min_size=1, max_size=3))
def test_no_character_is_lost(pages: list[str]) -> None:
    page_of(ofd([page_xml(objects) for objects in pages]))


@pytest.mark.parametrize("path", sorted((SHARED / "ofd").glob("*.ofd")) or [None], ids=lambda path: path.stem if path else "absent")
def test_real_files_are_read_to_the_last_character(path: Path | None) -> None:
    if path is None:
        pytest.skip("the reference documents are not beside the repository")
    page = page_of(path.read_bytes(), path.name)
    assert page.pages
    assert page.text or "empty-text" in codes(page)
