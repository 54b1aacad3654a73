from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from gongwen.corpora import find_sources, open_notice, result_names
from gongwen.extract import parse
from gongwen.schemas.contract import dumps
from gongwen.schemas.errors import ContractError, SourceNotFoundError
from hypothesis import given
from hypothesis import strategies as st

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.html", "a.txt", "sub/c.HTM", "sub/table.xlsx", ".hidden/d.txt", ".e.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["b.html", "a.txt"], ["b.html", "a.txt"]),
        (["."], ["a.txt", "b.html", "sub/c.HTM"]),
        (["sub"], ["sub/c.HTM"]),
        (["sub/table.xlsx"], ["sub/table.xlsx"]),  # named by hand: the reader says why not
        (["*.html"], ["b.html"]),
        (["**/*.HTM"], ["sub/c.HTM"]),
        (["[ab].*"], ["a.txt", "b.html"]),
        (["a.txt", "./a.txt", "."], ["a.txt", "b.html", "sub/c.HTM"]),
        (["gone.txt"], ["gone.txt"]),
    ],
)
def test_arguments_name_sources(folder: Path, arguments: list[str], expected: list[str]) -> None:
    assert folder
    found = find_sources(arguments)
    assert [given.uri for given in found] == expected
    assert not any(given.problem for given in found)


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(folder: Path) -> None:
    (folder / "[a].txt").write_text("x", encoding="utf-8")
    assert [given.uri for given in find_sources(["[a].txt"])] == ["[a].txt"]


@pytest.mark.parametrize(("argument", "said"), [("empty", "no file in this folder"), ("*.pdf", "matches no file")])
def test_nothing_found_is_a_problem_and_not_silence(folder: Path, argument: str, said: str) -> None:
    assert folder
    (found,) = find_sources([argument])
    assert argument in str(found.problem)
    assert said in str(found.problem)


def test_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("通知".encode())))
    (found,) = find_sources(["-", "-"])
    assert (found.uri, found.data) == ("stdin", "通知".encode())


@pytest.mark.parametrize(
    ("uris", "expected"),
    [
        (["in/a.html"], ["a.json"]),
        (["a.html", "b.html"], ["a.json", "b.json"]),
        (["a.html", "a.txt", "b.txt"], ["a.html.json", "a.txt.json", "b.json"]),
        (["a.html", "A.txt"], ["a.html.json", "A.txt.json"]),
        (["a.html.txt", "a.html", "a.txt"], ["a.html.txt.json", "a.html.json", "a.txt.json"]),
        (["2018/x.html", "2019/x.html"], ["2018__x.html.json", "2019__x.html.json"]),
        (["p/2018/x.html", "q/2018/x.html"], ["p__2018__x.html.json", "q__2018__x.html.json"]),
        (["../x.html", "/x.txt"], ["x.html.json", "x.txt.json"]),
        (["stdin"], ["stdin.json"]),
        (["v1.2 通知.html"], ["v1.2 通知.json"]),
    ],
)
def test_results_are_named_by_the_stem_where_that_tells_them_apart(uris: list[str], expected: list[str]) -> None:
    assert list(result_names(uris).values()) == expected


paths = st.lists(st.text(st.sampled_from("aA._/ü一"), min_size=1, max_size=8), min_size=1, max_size=8, unique=True)


@given(paths)
def test_no_two_results_have_one_name(uris: list[str]) -> None:
    names = result_names(uris)
    assert list(names) == uris
    assert len({name.casefold() for name in names.values()}) == len(uris)
    assert all(name.endswith(".json") and "/" not in name for name in names.values())


def test_long_names_are_cut_but_stay_apart() -> None:
    names = result_names(["通" * 84 + "甲.html", "通" * 84 + "乙.html"])
    assert len(set(names.values())) == 2
    assert all(len(name.encode()) <= 255 for name in names.values())


def test_a_notice_opens_from_its_source_and_from_its_json(tmp_path: Path) -> None:
    source = SAMPLES / "shaoxing_repost.txt"
    notice = parse(source)
    for name in ("x.json", "without_suffix"):
        path = tmp_path / name
        path.write_bytes(dumps(notice, indent=True))
        assert dumps(open_notice(str(path))) == dumps(notice)
    assert dumps(open_notice(str(source))) == dumps(notice)


def test_standard_input_may_be_a_notice_or_its_json(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (SAMPLES / "shaoxing_repost.txt").read_bytes()
    for data in (source, dumps(parse(source))):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert open_notice("-").metadata.title


def test_json_that_is_no_notice_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"name": "x"}', encoding="utf-8")
    with pytest.raises(ContractError, match=r"other\.json: not a notice"):
        open_notice(str(path))
    with pytest.raises(SourceNotFoundError):
        open_notice(str(tmp_path / "gone.json"))
