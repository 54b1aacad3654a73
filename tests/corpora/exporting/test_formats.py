"""The registry of formats: where files go, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest
from gongwen.corpora.exporting import FORMATS, NoticeFormat, NoticesFormat, export_notices
from gongwen.extract import parse
from gongwen.schemas.contract import dumps, loads
from gongwen.schemas.errors import OutputError
from gongwen.schemas.notice import Notice

ONE = NoticeFormat("one", ".one", lambda notice: notice.text.encode(), "for the test")
PAIR = NoticeFormat("pair", ".txt", lambda notice: {".txt": notice.text.encode(), ".ann": b"T1"}, "for the test")


@pytest.fixture
def notices() -> list[Notice]:
    words = ("关于河道管护的通知\n各乡镇:\n一、组织巡查。\n", "关于校车安全的通知\n各学校:\n一、检查车辆。\n")
    return [parse(text.encode()) for text in words]


def test_formats_are_known_by_their_names() -> None:
    assert all(name == form.name and form.description for name, form in FORMATS.items())


def test_one_file_for_all(notices: list[Notice], tmp_path: Path) -> None:
    def write(given: Iterable[Notice], file: BinaryIO) -> None:
        file.writelines(dumps(notice) for notice in given)

    assert export_notices(notices, NoticesFormat("lines", ".lines", write, "for the test"), tmp_path / "all.lines") == 2
    assert [loads(line) for line in (tmp_path / "all.lines").read_bytes().splitlines()] == notices


def test_a_file_a_notice(notices: list[Notice], tmp_path: Path) -> None:
    assert export_notices(notices, PAIR, tmp_path / "out") == 2
    names = [f"{notice.id}{suffix}" for notice in notices for suffix in (".txt", ".ann")]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(names)
    assert (tmp_path / "out" / names[0]).read_text(encoding="utf-8") == notices[0].text


def test_one_id_twice_is_two_files(notices: list[Notice], tmp_path: Path) -> None:
    first, second = notices
    export_notices([first, replace(second, id=first.id)], ONE, tmp_path)
    assert (tmp_path / f"{first.id}.one").read_text(encoding="utf-8") == first.text
    assert (tmp_path / f"{first.id}_2.one").read_text(encoding="utf-8") == second.text


def test_one_notice_may_be_one_file(notices: list[Notice], tmp_path: Path) -> None:
    assert export_notices(notices[:1], PAIR, tmp_path / "x.txt") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.ann", "x.txt"]
    for wrong, message in ((notices, "several notices for one file"), ([], "no notice for one file")):
        with pytest.raises(OutputError, match=message):
            export_notices(wrong, PAIR, tmp_path / "y.txt")


def test_a_format_that_fails_leaves_no_half_file(notices: list[Notice], tmp_path: Path) -> None:
    def write(given: Iterable[Notice], file: BinaryIO) -> None:
        for notice in given:
            file.write(notice.text.encode())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        export_notices(notices, NoticesFormat("broken", ".b", write, "for the test"), tmp_path / "all.b")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(notices: list[Notice], tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be made"):
        export_notices(notices, ONE, tmp_path / "file" / "out")
