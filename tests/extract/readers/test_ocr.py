"""Scans: pages printed from our own samples by :mod:`gongwen.evaluation.render`, read back."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from gongwen.evaluation.ocr import tiff
from gongwen.evaluation.render import FONTS, Sheet, Variant, render
from gongwen.extract import parse
from gongwen.extract.text import fold, squeeze
from gongwen.schemas.notice import Notice, Roster

pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
SAMPLES = Path(__file__).parents[2] / "samples"
needs_fonts = pytest.mark.skipif(
    not all(Path("/usr/share/fonts", file).is_file() for file, _ in FONTS.values()),
    reason="fonts-noto-cjk and fonts-arphic-ukai are missing",
)
pytestmark = [needs_fonts, pytest.mark.xdist_group("ocr")]


@cache
def printed(stem: str, first: int, last: int, variant: Variant) -> tuple[list[Sheet], Notice]:
    sheets = render(SAMPLES / f"{stem}.txt", variant)[first:last]
    return sheets, parse(tiff(sheets, variant), uri=f"{stem}.tiff")


def roster(notice: Notice) -> Roster:
    (found,) = notice.rosters
    return found


def test_a_seal_hides_nothing_and_is_evidence() -> None:
    sheets, notice = printed("jilin_roster", 0, 1, Variant("seal", "kai", 150, -1.3, noise=8, quality=60))
    text = squeeze(notice.text)
    assert "吉林省人民政府办公厅2019年2月3日" in text
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
    assert fold(text) == fold(squeeze("".join(sheets[0].lines)))
