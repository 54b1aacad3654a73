from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from gongwen.evaluation import firing
from gongwen.evaluation.__main__ import main
from gongwen.evaluation.firing import Judged, VerdictError, fire, load, precision, record, sample, sheet
from gongwen.schemas.errors import SourceDecodeError, SourceNotFoundError
from gongwen.schemas.norms import Norm, NormType
from gongwen.schemas.notice import Notice

WORDS = ("年底前建成作坊20个以上", "投资不低于3亿元", "每户补助2万元", "名额为东县5个")


def norm(notice: Notice, words: str, kind: NormType = "obligation", actors: tuple[str, ...] = ()) -> Norm:
    start = notice.text.index(words)
    return Norm(start, start + len(words), words, f"main__n_{start}", "main", kind, list(actors), "none", rule=f"rule-{kind}")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.html").write_text("<p></p>", encoding="utf-8")
    return folder


@pytest.fixture
def parse(town: Callable[[Path], Notice]) -> Callable[[Path], Notice]:
    def parser(source: Path) -> Notice:
        notice = town(source)
        notice.norms = [norm(notice, words) for words in WORDS[:3]] + [norm(notice, WORDS[3], "constitutive")]
        return notice

    return parser


def test_counts_by_rule_and_type_with_examples(pages: Path, parse: Callable[[Path], Notice]) -> None:
    def broken(source: Path) -> Notice:
        if source.name == "c.html":
            raise SourceDecodeError("no text in it")
        return parse(source)

    report, norms = fire(pages, broken)
    assert len(norms) == 8
    table = report.table(1)
    assert "3 pages, 8 norms, 2 rules" in table
    assert "     6 rule-obligation → obligation" in table
    assert "     2 rule-constitutive → constitutive" in table
    assert WORDS[0] in table
    assert WORDS[1] not in table
    assert "not parsed: c.html: no text in it" in table


def test_a_folder_without_pages_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError):
        fire(tmp_path)


def test_a_sample_is_reproducible_and_leaves_out_pages_with_gold(pages: Path, parse: Callable[[Path], Notice]) -> None:
    norms = fire(pages, parse)[1]
    chosen = sample(norms, 5, 1, {"b"})
    assert len(chosen) == 5
    assert {item.page for item in chosen} == {"a.html", "c.html"}
    assert sample(list(norms), 5, 1, {"b"}) == chosen
    assert any(sample(norms, 5, seed, {"b"}) != chosen for seed in range(2, 9))
    # One norm less changes the sample by one at most.
    fewer = [item for item in norms if item != chosen[0]]
    assert len(set(chosen) - set(sample(fewer, 5, 1, {"b"}))) == 1
    assert len(sample(norms, 50, 1)) == len(norms)


def judge(path: Path, *answers: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    for at, answer in enumerate(answers, 1):
        cells = lines[at].split("\t")
        cells[5:8] = answer or ("", "", "")
        lines[at] = "\t".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def kept(tmp_path: Path, pages: Path, parse: Callable[[Path], Notice]) -> Path:
    """Verdicts on the four norms of one page: all right, wrong actors, no norm, not judged."""
    norms = [item for item in fire(pages, parse)[1] if item.page == "a.html"]
    sheet(norms, tmp_path / "sheet.tsv")
    judge(tmp_path / "sheet.tsv", "yyy", "yyn", "nnn", "")
    record(tmp_path / "sheet.tsv", tmp_path / "list.tsv")
    return tmp_path / "list.tsv"


def test_what_is_kept_holds_no_word_of_the_notice(kept: Path) -> None:
    text = kept.read_text(encoding="utf-8")
    assert not any(words in text for words in WORDS)
    assert text.isascii()
    assert [(item.found, item.type, item.actors) for item in load(kept)] == [
        ("y", "y", "y"),
        ("y", "y", "n"),
        ("n", "n", "n"),
        ("", "", ""),
    ]


def test_precision_and_what_has_changed_since(kept: Path, pages: Path, parse: Callable[[Path], Notice]) -> None:
    verdicts = load(kept)
    same = precision(verdicts, fire(pages, parse)[1])
    assert (same.judged, same.same, same.changed) == (3, 3, 0)
    assert (same.right["found"], same.right["type"], same.right["actors"]) == (2, 2, 1)
    assert "actors   1 of 3 = 0.333 [0.061, 0.792]" in same.table()

    def other(source: Path) -> Notice:
        notice = parse(source)
        # The first norm is as it was, though another stands before it now; the second has an actor; the third is none any more.
        notice.norms = [norm(notice, "青禾市"), norm(notice, WORDS[0]), norm(notice, WORDS[1], actors=("各县",))]
        return notice

    later = precision(verdicts, fire(pages, other)[1])
    assert (later.judged, later.same, later.changed) == (3, 1, 1)
    assert "put out as then 1, otherwise 1, no more 1" in later.table()
    assert "1 of 1 = 1.000" in later.table()
    assert later.wrong == []
    assert [item.partition(":")[0] for item in same.wrong] == ["actors", "found, type, actors"]


def test_a_new_sheet_keeps_verdicts_that_still_hold(kept: Path, pages: Path, parse: Callable[[Path], Notice], tmp_path: Path) -> None:
    norms = [item for item in fire(pages, parse)[1] if item.page == "a.html"]
    norms[1] = Judged(**{name: getattr(norms[1], name) for name in norms[1].__slots__} | {"output": "other"})
    sheet(norms, tmp_path / "new.tsv", load(kept))
    assert [item.found for item in load(tmp_path / "new.tsv")] == ["y", "", "n", ""]


@pytest.mark.parametrize("answers", ["yy", "yyx", "nyy", "nny"])
def test_what_is_no_verdict_is_refused(kept: Path, answers: str) -> None:
    judge(kept, answers.ljust(3) if len(answers) < 3 else answers)
    with pytest.raises(VerdictError, match=r"list\.tsv:2"):
        load(kept)


def test_a_list_that_is_no_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VerdictError, match="no verdicts"):
        load(tmp_path / "absent.tsv")
    (tmp_path / "words.tsv").write_text("page\tnorm\na\tb\n", encoding="utf-8")
    with pytest.raises(VerdictError, match="needs the columns"):
        load(tmp_path / "words.tsv")


def test_the_commands(
    kept: Path,
    pages: Path,
    parse: Callable[[Path], Notice],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    norms = fire(pages, parse)
    monkeypatch.setattr(firing, "fire", lambda _: norms)
    lists = tmp_path / "verdicts"
    lists.mkdir()
    kept = kept.rename(lists / "development.tsv")
    fresh = ["--list", str(lists / "fresh.tsv")]
    target = tmp_path / "sample.tsv"
    (tmp_path / "b.json").write_text("{}", encoding="utf-8")
    assert main(["firing", str(pages), "--sample", "6", "--gold", str(tmp_path), "-o", str(target), *fresh]) == 0
    assert "4 norms to judge" in capsys.readouterr().out  # those of c: b has gold, a was judged
    assert {item.page for item in load(target)} == {"c.html"}
    assert main(["precision", str(pages), "--list", str(kept)]) == 0
    told = capsys.readouterr().out
    assert "3 norms judged" in told
    assert "wrong in" not in told
    assert main(["precision", str(pages), "--misses", "--list", str(kept)]) == 0
    assert WORDS[2] in capsys.readouterr().out
    assert main(["record", str(target), *fresh]) == 0
    assert len(load(lists / "fresh.tsv")) == 4
    assert len(load(kept)) == 4


def test_the_lists_of_the_repository_hold_verdicts_and_no_words() -> None:
    lists = sorted((Path(firing.__file__).parent / "verdicts").glob("*.tsv"))
    assert lists
    for path in lists:
        verdicts = load(path)
        assert len({(item.page, item.sentence) for item in verdicts}) == len(verdicts)
        assert all(item.found for item in verdicts), f"{path.name}: not judged to the end"
        assert path.read_text(encoding="utf-8").isascii()
