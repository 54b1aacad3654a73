"""Zipped folders: each file that can be read is a source, what cannot be read is named, and names come out as they were typed."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from gongwen.corpora import find_sources, open_notice, parse_many, result_names, write_notices
from gongwen.extract import parse
from gongwen.extract.limits import Limits, within
from gongwen.schemas.errors import SourceNotFoundError

SAMPLES = Path(__file__).parents[1] / "samples"
TEXT = (SAMPLES / "shaoxing_repost.txt").read_bytes()


def pack(path: Path, members: dict[str, bytes], *, names: str | None = None) -> Path:
    """A zip; with ``names`` its names are in that encoding and not said to be UTF-8, as Windows and macOS write them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    if names:
        data = path.read_bytes()
        for name in members:
            new, old = name.encode(names), name.encode()
            assert len(new) == len(old), "the names of the test keep their length"
            data = data.replace(old, new)
        out = bytearray(data)
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            start = out.find(mark)
            while start >= 0:
                out[start + at + 1] &= ~0x08
                start = out.find(mark, start + 4)
        path.write_bytes(bytes(out))
    return path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_readable_file_is_a_source(here: Path) -> None:
    pack(
        here / "a.zip",
        {"2018/b.txt": TEXT, "a.html": b"<p>x</p>", ".hidden.txt": b"x", "__MACOSX/._b.txt": b"x", "table.xlsx": b"x", "c/": b""},
    )
    found = find_sources(["a.zip"])
    assert [given.uri for given in found] == ["a.zip!/2018/b.txt", "a.zip!/a.html"]
    assert [given.data for given in found] == [TEXT, b"<p>x</p>"]
    assert not any(given.problem for given in found)
    assert [given.uri for given in find_sources(["."])] == ["a.zip!/2018/b.txt", "a.zip!/a.html"]
    assert [given.uri for given in find_sources(["*.zip", "a.zip"])] == ["a.zip!/2018/b.txt", "a.zip!/a.html"]


def test_notices_of_an_archive_are_written_like_those_of_a_folder(here: Path) -> None:
    pack(here / "a.zip", {"2018/x.txt": TEXT, "2019/x.txt": TEXT})
    found = find_sources(["a.zip"])
    written = list(write_notices(parse_many(found), here / "out", result_names(given.uri for given in found)))
    assert sorted(path.name for path in (here / "out").iterdir()) == ["2018__x.txt.json", "2019__x.txt.json"]
    notice = json.loads((written[0].path or Path()).read_bytes())
    assert notice["source"]["uri"] == "a.zip!/2018/x.txt"
    assert notice["text"] == parse(SAMPLES / "shaoxing_repost.txt").text


@pytest.mark.parametrize("names", ["utf-8", None])
def test_names_in_utf_8_with_and_without_its_flag(here: Path, names: str | None) -> None:
    pack(here / "a.zip", {"通知/关于汛期.txt": TEXT}, names=names)
    assert [given.uri for given in find_sources(["a.zip"])] == ["a.zip!/通知/关于汛期.txt"]


def test_names_in_gbk(here: Path) -> None:
    path = here / "a.zip"
    raw = "关于汛期值守的通知.txt".encode("gbk")
    pack(path, {"x" * (len(raw) - 4) + ".txt": TEXT})
    path.write_bytes(path.read_bytes().replace(b"x" * (len(raw) - 4) + b".txt", raw))
    assert [given.uri for given in find_sources(["a.zip"])] == ["a.zip!/关于汛期值守的通知.txt"]


@pytest.mark.parametrize(
    ("members", "uri", "said"),
    [
        ({"b.zip": b"PK"}, "a.zip!/b.zip", "archive in an archive"),
        ({"../b.txt": b"x"}, "a.zip", "leads out of its folder"),
        ({"b.xlsx": b"x"}, "a.zip", "no file in this archive"),
        ({}, "a.zip", "no file in this archive"),
        ({"b.txt": b"x" * (9 << 20)}, "a.zip!/b.txt", "unpacks to more than"),
    ],
)
def test_what_cannot_be_read_is_named(here: Path, members: dict[str, bytes], uri: str, said: str) -> None:
    pack(here / "a.zip", members)
    (found,) = find_sources(["a.zip"])
    assert found.uri == uri
    assert said in str(found.problem)
    (outcome,) = parse_many([found])
    assert outcome.data is None
    assert said in str(outcome.error)


def test_a_damaged_archive_is_named_and_the_rest_goes_on(here: Path) -> None:
    (here / "a.zip").write_bytes(b"PK\x03\x04 cut off")
    (here / "b.txt").write_bytes(TEXT)
    broken, good = find_sources(["."])
    assert "not a whole zip archive" in str(broken.problem)
    assert (good.uri, good.problem) == ("b.txt", None)


def test_a_file_in_an_archive_opens_by_its_name(here: Path) -> None:
    pack(here / "a.zip", {"b.txt": TEXT})
    assert open_notice("a.zip!/b.txt").metadata.title
    with pytest.raises(SourceNotFoundError, match=r"a\.zip!/c\.txt: no such file"):
        open_notice("a.zip!/c.txt")


def test_archives_that_hold_too_much_together_are_named_and_not_unpacked(here: Path) -> None:
    for name in ("a.zip", "b.zip", "c.zip"):
        pack(here / name, {"x.txt": b"x" * 1000, "y.txt": b"y" * 1000})
    with within(Limits(unpacked_bytes=2500)):
        found = find_sources(["a.zip", "b.zip", "c.zip", "d.txt"])
    assert [given.uri for given in found] == ["a.zip!/x.txt", "a.zip!/y.txt", "b.zip!/x.txt", "b.zip!/y.txt", "c.zip", "d.txt"]
    assert [bool(given.data) for given in found] == [True, True, False, False, False, False]
    assert all("read it by itself" in str(given.problem) for given in found[2:5])
