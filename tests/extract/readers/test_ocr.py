"""Scans: pages printed from our own samples by :mod:`gongwen.evaluation.render`, read back."""

from __future__ import annotations

from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from gongwen.evaluation.ocr import tiff
from gongwen.evaluation.render import FONTS, Sheet, Variant, render
from gongwen.extract import parse
from gongwen.extract.page import count_characters
from gongwen.extract.text import fold, squeeze
from gongwen.schemas.errors import SourceDamagedError, SourceTooLargeError
from gongwen.schemas.notice import Notice

pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
SAMPLES = Path(__file__).parents[2] / "samples"
FONTS_HERE = all(Path("/usr/share/fonts", file).is_file() for file, _ in FONTS.values())
needs_fonts = pytest.mark.skipif(not FONTS_HERE, reason="fonts-noto-cjk and fonts-arphic-ukai are missing")


@cache
def printed(name: str, first: int, last: int, variant: Variant) -> list[Sheet]:
    return render(SAMPLES / name, variant)[first:last]


@cache
def read(name: str, first: int, last: int, variant: Variant) -> Notice:
    return parse(tiff(printed(name, first, last, variant), variant), uri="scan.tiff")


def in_print(sheets: list[Sheet]) -> str:
    return fold(squeeze("".join(line for sheet in sheets for line in sheet.lines)))


def balance(notice: Notice) -> bool:
    aside = sum(count_characters(piece.text) for piece in notice.set_aside)
    return notice.source.characters == count_characters(notice.text) + aside


SEALED = Variant("seal", "kai", 150, -1.3, noise=8, quality=60)


@needs_fonts
def test_a_seal_hides_nothing_and_is_evidence() -> None:
    sheets = printed("jilin_roster.txt", 0, 1, SEALED)
    notice = read("jilin_roster.txt", 0, 1, SEALED)
    assert fold(squeeze(notice.text)) == in_print(sheets)
    assert notice.metadata.document_number == "吉政办明电〔2019〕5号"
    assert notice.metadata.written_date == "2019-02-03"
    assert notice.metadata.issuing_agencies == ["吉林省人民政府办公厅"]
    (seal,) = notice.seals
    left, top, right, bottom = seal.bbox
    date = next(block for block in notice.blocks if block.kind == "date")
    assert date.bbox is not None
    assert left < (date.bbox[0] + date.bbox[2]) / 2 < right
    assert top < (date.bbox[1] + date.bbox[3]) / 2 < bottom
    assert right - left == pytest.approx(42 / 25.4 * 72, abs=6)
    assert balance(notice)
    assert {piece.reason for piece in notice.set_aside} == {"page-number"}


@needs_fonts
def test_a_scanned_pdf_is_the_same_notice() -> None:
    sheets = printed("jilin_roster.txt", 0, 1, SEALED)
    buffer = BytesIO()
    sheets[0].image.save(buffer, "PDF", resolution=SEALED.dpi)
    notice = parse(buffer.getvalue(), uri="scan.pdf")
    assert fold(squeeze(notice.text)) == in_print(sheets)
    assert notice.source.ocr is not None
    assert notice.source.ocr["mean_confidence"] > 0.97
    assert [seal.page for seal in notice.seals] == [1]
    assert [block.kind for block in notice.blocks[:4]] == ["title", "title", "title", "number"]


@needs_fonts
def test_every_row_of_a_roster_is_read_and_its_totals_hold() -> None:
    notice = read("jilin_roster.txt", 2, 7, Variant("roster", "serif", 150, 0.6, quality=60))
    (roster,) = notice.rosters
    (wanted,) = parse(SAMPLES / "jilin_roster.txt").rosters
    rows = [(row.number, row.name, row.group, row.attributes) for row in roster.entries]  # whose region the page before them says
    assert rows == [(row.number, row.name, row.group, row.attributes) for row in wanted.entries]
    assert len(rows) == 55
    kinds = Counter((check.check, check.status) for check in notice.checks if check.check.startswith("roster"))
    assert kinds["roster-total", "pass"] == 1
    assert kinds["roster-group", "pass"] == 12
    assert not any(status == "fail" for _, status in kinds)


@needs_fonts
@pytest.mark.parametrize(
    "variant",
    [Variant("turned", "kai", 150, 1.8, noise=10, quality=60), Variant("upside", "sans", 150, 180), Variant("sideways", "serif", 150, 90)],
    ids=lambda variant: variant.name,
)
def test_a_ruled_table_is_one_however_the_page_lies(variant: Variant) -> None:
    sheets = printed("regulation.html", 2, 3, variant)
    notice = read("regulation.html", 2, 3, variant)
    (table,) = notice.tables
    (wanted,) = parse(SAMPLES / "regulation.html").tables
    assert table.rows == wanted.rows
    assert fold(squeeze("".join(table.header))) == fold(squeeze("".join(wanted.header)))
    assert fold(squeeze(notice.text)) == in_print(sheets)
    assert balance(notice)
    page = notice.blocks[0].bbox
    assert page is not None
    width, height = (side / variant.dpi * 72 for side in sheets[0].image.size)
    assert all(
        0 <= block.bbox[0] < block.bbox[2] <= width + 1 and 0 <= block.bbox[1] < block.bbox[3] <= height + 1
        for block in notice.blocks
        if block.bbox
    )


@needs_fonts
def test_the_writing_of_a_seal_is_no_notice() -> None:
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(Path("/usr/share/fonts", FONTS["sans"][0]), 34, index=FONTS["sans"][1])
    pen.text((160, 300), "各镇街道要按月报送进度。", "black", font)
    pen.ellipse((800, 1200, 1048, 1448), outline=(255, 0, 0), width=6)
    pen.text((872, 1340), "专用章", (255, 0, 0), font)
    buffer = BytesIO()
    page.save(buffer, "JPEG", quality=75, dpi=(150, 150))
    notice = parse(buffer.getvalue(), uri="a.jpg")
    assert notice.text == "各镇街道要按月报送进度。"
    assert len(notice.seals) == 1
    assert {piece.reason for piece in notice.set_aside} <= {"seal"}
    assert balance(notice)


@needs_fonts
def test_confidences_cover_the_text() -> None:
    notice = read("jilin_roster.txt", 0, 1, SEALED)
    covered = {at for block in notice.blocks for run in block.runs or () for at in range(run.start, run.end)}
    assert all(at in covered or character.isspace() for at, character in enumerate(notice.text))
    assert all(block.confidence is not None and 0.5 < block.confidence <= 1 for block in notice.blocks)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [(b"BM", "a.bmp", "not an image"), (b"\x89PNG\r\n\x1a\n" + bytes(40), "a.png", "image"), (b"GIF89a", "a.gif", "image")],
)
def test_what_is_no_image_says_so(data: bytes, name: str, words: str) -> None:
    with pytest.raises(SourceDamagedError, match=words) as caught:
        parse(data, uri=name)
    assert str(caught.value).startswith(name)


def test_an_image_cut_off_says_so() -> None:
    from PIL import Image

    buffer = BytesIO()
    Image.effect_noise((200, 200), 50).save(buffer, "JPEG")
    with pytest.raises(SourceDamagedError, match="cut off"):
        parse(buffer.getvalue()[:4000], uri="a.jpg")


def test_an_image_too_large_is_refused_before_it_is_unpacked() -> None:
    from PIL import Image

    buffer = BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    with pytest.raises(SourceTooLargeError, match="pixels"):
        parse(buffer.getvalue(), uri="a.png")


def test_an_empty_page_is_no_error() -> None:
    from PIL import Image

    buffer = BytesIO()
    Image.new("L", (600, 800), 255).save(buffer, "PNG")
    notice = parse(buffer.getvalue(), uri="a.png")
    assert notice.text == ""
    assert "empty-text" in {warning.code for warning in notice.warnings}
