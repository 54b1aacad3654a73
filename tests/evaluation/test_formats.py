from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from gongwen.evaluation.__main__ import main
from gongwen.evaluation.formats import compare_formats
from gongwen.extract import parse
from gongwen.schemas.errors import SourceNotFoundError

SAMPLES = Path(__file__).parents[1] / "samples"
SHARED = Path(__file__).parents[3] / "shared" / "corpus" / "same_notice_many_formats"


def typed(text: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = parse(SAMPLES / "jilin_roster.txt").text
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a.docx").write_bytes(typed(text))
    (tmp_path / "alone.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_one_notice_in_two_formats_is_the_same(folder: Path) -> None:
    (found,) = compare_formats(folder)
    assert (found.first, found.same, found.differences) == ("a.txt", ["a.docx"], [])


def test_every_difference_is_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / "a.txt").read_text(encoding="utf-8")
    lines = text.split("\n")
    changed = text.replace("(2019)5号", "(2019)59号").replace(lines[-1], "甲乙丙")
    (folder / "a.docx").write_bytes(typed(changed))
    (folder / "a.ofd").write_bytes(b"PK\x03\x04 cut")
    (found,) = compare_formats(folder)
    assert found.same == []
    assert {(item.file, item.component) for item in found.differences} >= {("a.docx", "number"), ("a.docx", "text"), ("a.ofd", "error")}
    assert main(["formats", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "a.docx: number" in printed
    assert "甲乙丙" in printed


def test_nothing_to_compare_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="no two files of one name"):
        compare_formats(tmp_path)
    assert main(["formats", str(tmp_path / "gone")]) == 2


def test_real_notices_are_the_same_in_all_formats() -> None:
    if not SHARED.is_dir():
        pytest.skip("the reference documents are not beside the repository")
    others = {item.file for found in compare_formats(SHARED) for item in found.differences if not item.file.endswith((".jpg", ".png"))}
    assert others <= {"test.doc"}  # which holds another notice than its siblings
