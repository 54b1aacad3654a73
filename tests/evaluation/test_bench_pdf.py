from __future__ import annotations

from pathlib import Path

import pytest
from gongwen.evaluation.bench_pdf import OURS, PdfReport, bench_pdf, worker_peaks
from gongwen.schemas.errors import SourceNotFoundError
from make_pdf import PdfMaker


def test_contestants_read_the_same_files_and_others_are_named(tmp_path: Path) -> None:
    maker = PdfMaker()
    maker.paragraph("各村要把护林责任落实到人，每天巡山两次。")
    (tmp_path / "notice.pdf").write_bytes(maker.save())
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7")
    report = bench_pdf(tmp_path, 2)
    assert (report.files, report.pages) == (1, 1)
    assert {name: len(rounds) for name, rounds in report.seconds.items()} == {
        OURS: 2,
        "pypdfium2, text": 2,
        "pypdfium2, text and boxes": 2,
        "pdfplumber, text": 2,
    }
    assert list(report.refused) == ["broken.pdf"]
    peaks = worker_peaks(tmp_path)
    assert 0 < peaks["bare Python"] < peaks[OURS]


def test_figures_by_hand() -> None:
    seconds = {OURS: [1.0, 2.0, 6.0], "pypdfium2, text": [1.0, 1.0, 2.0], "pypdfium2, text and boxes": [0.5, 2.0, 4.0]}
    report = PdfReport(2, 10, seconds, {"scan.pdf": "scan.pdf: an image"})
    assert report.milliseconds(OURS) == 200
    assert report.ratio(OURS, "pypdfium2, text") == 2
    assert report.ratio(OURS, "pypdfium2, text and boxes") == 1.5
    assert "not read: scan.pdf: an image" in report.table()


def test_a_folder_without_pdf_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="no PDF"):
        bench_pdf(tmp_path, 1)
