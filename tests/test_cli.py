from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gongwen.corpora
import pytest
import typer
from gongwen import cli
from gongwen.schemas.contract import json_schema, loads

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "samples"
JILIN = str(SAMPLES / "jilin_roster.html")
SHAOXING = str(SAMPLES / "shaoxing_repost.txt")
COMMAND = [sys.executable, "-c", "from gongwen.cli import main; main()"]  # what the console script does


@dataclass
class Done:
    status: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command line in this process."""
    monkeypatch.setenv("COLUMNS", "120")

    def call(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["gongwen", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsysbinary.readouterr()
        return Done(ended.value.code if isinstance(ended.value.code, int) else 0, out.decode(), err.decode())

    return call


def spawn(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a user does, in a process of its own."""
    return subprocess.run([*COMMAND, *arguments], capture_output=True, check=False, timeout=60, **options)  # type: ignore[call-overload,no-any-return]


# -- the commands as a whole


def options() -> list[tuple[str, str]]:
    return [
        (name, option)
        for name, command in commands(typer.main.get_command(cli.app))
        for item in command.params
        for option in [name, *item.opts]
    ]


def commands(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Each command by its name, those of a group with that of the group before it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{name} ")
        else:
            yield above + name, command


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
@pytest.mark.parametrize(("command", "option"), [("--version", "--version"), *dict.fromkeys(options())])
def test_every_command_and_option_is_documented(readme: str, command: str, option: str) -> None:
    """In the row of the table that begins with the command: its name, its options, its arguments."""
    rows = re.findall(rf"^\| `gongwen {command}(?![\w-])(.*?)`", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == 1
    if option.startswith("-") and option != command:
        assert option in re.findall(r"(?<![\w-])--?[\w-]+", rows[0])


def test_there_are_the_commands_that_were_asked_for() -> None:
    names = {"parse", "show", "roster", "norms", "clause", "damage", "schema", "train", "eval", "build"}
    names |= {"import-roster", "search", "kwic", "cite", "graph", "gaps", "compare", "export", "export-gold", "import-gold", "corpus"}
    assert set(typer.main.get_command(cli.app).commands) == names  # type: ignore[attr-defined]


def test_the_command_line_starts_without_heavy_libraries() -> None:
    code = "import sys, gongwen.cli; print(*sys.modules)"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split())
    heavy = {"pydantic", "selectolax", "rich", "orjson", "openpyxl", "lxml", "charset_normalizer", "multiprocessing", "gongwen.extract"}
    assert not heavy & loaded
    assert "gongwen.cli" in loaded


def test_version(run: Run) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert run("--version").out in {f"gongwen {version}\n", "gongwen, not installed\n"}


def test_ctrl_c_ends_quietly_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gongwen.corpora, "parse_many", interrupted)
    done = run("parse", JILIN)
    assert (done.status, done.out) == (130, "")
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("parse",),
        ("parse", JILIN, SHAOXING),
        ("parse", JILIN, "-o", "x", "--jsonl"),
        ("parse", JILIN, "--jobs", "0"),
        ("roster", JILIN, "--format", "xlsx"),
        ("roster", JILIN, "--format", "pdf"),
        ("roster", JILIN, "-o", "x"),
        ("norms", JILIN, "--type", "duty"),
        ("norms", JILIN, "--format", "xlsx"),
        ("norms", JILIN, "-o", "x"),
        ("clause", JILIN),
        ("nonsense",),
    ],
)
def test_wrong_usage_ends_with_2_and_writes_nothing(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err


@pytest.mark.parametrize("command", [("parse",), ("show",), ("roster",), ("norms",), ("clause", "REF")])
def test_a_missing_file_is_named_with_its_error(run: Run, command: tuple[str, ...]) -> None:
    done = run(command[0], "gone.html", *command[1:])
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("error: gone.html: not there")
    assert done.err.endswith("[SourceNotFoundError]\n")


CLOSED = "import os, sys; os.close({}); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"


def spawn_without(stream: int, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line with one of its standard streams closed."""
    return subprocess.run(
        [sys.executable, "-c", CLOSED.format(stream), *COMMAND[1:], *arguments], capture_output=True, check=False, timeout=60
    )


@pytest.mark.skipif(os.name != "posix", reason="streams are closed by number on POSIX only")
@pytest.mark.parametrize("command", ["parse", "show"])
@pytest.mark.parametrize(
    ("stream", "source", "message"),
    [(0, "-", b"error: stdin: standard input is closed; pipe"), (1, JILIN, b"error: standard output is closed; open it")],
)
def test_a_closed_stream_is_named(command: str, stream: int, source: str, message: bytes) -> None:
    done = spawn_without(stream, command, source)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
    assert done.stderr.startswith(message)


@pytest.mark.skipif(os.name != "posix", reason="streams are closed by number on POSIX only")
def test_errors_stay_out_of_the_json_when_there_is_nowhere_to_write_them() -> None:
    done = spawn_without(2, "parse", "--jsonl", "gone.txt", JILIN)
    assert (done.returncode, done.stderr) == (1, b"")
    assert [loads(line).source.uri for line in done.stdout.splitlines()] == [JILIN]


# -- bad input: named, with a remedy, status 1, nothing on stdout


@pytest.fixture
def bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "map.svgz").write_bytes(b"\x1f\x8b")
    (tmp_path / "noise.html").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "result.json").write_text("{}", encoding="utf-8")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "message", "name"),
    [
        (["parse", "gone.html"], "gone.html: not there; check the path", "SourceNotFoundError"),
        (["parse", ""], "'': an empty name; name a file or a folder", "SourceNotFoundError"),
        (["parse", "x" * 5000], "x" * 80 + ": cannot be looked up (File name too long); check the path", "SourceNotFoundError"),
        (["parse", "empty"], "empty: no file in this folder or below has a format that can be read; name files", "SourceNotFoundError"),
        (["parse", "pictures"], "pictures: no file in this folder or below has a format that can be read", "SourceNotFoundError"),
        (["parse", "*.zip"], "*.zip: this pattern matches no file; check it", "SourceNotFoundError"),
        (["parse", "noise"], "noise: binary data, not text", "SourceDecodeError"),
        (["parse", "noise.html"], "noise.html: binary data, not text", "SourceDecodeError"),
        (["parse", "scan.pdf"], "scan.pdf: the PDF is broken or cut off", "SourceDamagedError"),
        (["parse", "result.json"], "result.json: there is no reader for json", "UnsupportedFormatError"),
        (["show", "empty"], "empty: a folder; give its files", "SourceNotFoundError"),
        (["show", "noise"], "noise: binary data, not text", "SourceDecodeError"),
        (["show", "result.json"], "result.json: not a notice", "ContractError"),
        (["roster", "scan.pdf"], "scan.pdf: the PDF is broken or cut off", "SourceDamagedError"),
        (["clause", "result.json", "main"], "result.json: not a notice", "ContractError"),
        (["parse", JILIN, "-o", "file"], "file: cannot be made (File exists); name a folder", "OutputError"),
        (["parse", JILIN, "-o", "file/out"], "file/out: cannot be made (Not a directory); name a folder", "OutputError"),
        (["roster", JILIN, "--format", "csv", "-o", "gone/x.csv"], "gone/x.csv: cannot be written (No such file", "OutputError"),
        (["roster", JILIN, "--format", "csv", "-o", "empty"], "empty: cannot be written (Is a directory); check", "OutputError"),
        (["eval", "empty"], "empty: holds no gold file", "GoldError"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="the reasons are worded by the operating system")
@pytest.mark.usefixtures("bad")
def test_bad_input_is_named_with_a_remedy(run: Run, arguments: list[str], message: str, name: str) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"error: {message}")
    assert done.err.endswith(f" [{name}]\n")
    assert done.err.count("\n") == 1


def test_a_device_is_no_file(run: Run) -> None:
    assert run("parse", os.devnull).err.startswith(f"error: {os.devnull}: no regular file; copy what it holds to one")


def test_a_folder_without_permission_is_named_and_the_others_are_read(run: Run, bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal is simulated: a test may run as root, who is refused nothing."""
    (bad / "in" / "secret").mkdir(parents=True)
    (bad / "in" / "notice.html").write_bytes(Path(JILIN).read_bytes())
    scandir = os.scandir

    def guarded(path: str) -> object:
        if str(path).endswith("secret"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    done = run("parse", "in", "-o", "out")
    assert done.status == 1
    assert "error: in/secret: this folder cannot be read (Permission denied); check its permissions [SourceNotFoundError]" in done.err
    assert "1 of 2 parsed" in done.err
    assert [path.name for path in (bad / "out").iterdir()] == ["notice.json"]


def test_a_file_without_permission_is_named(run: Run, bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refused)
    done = run("parse", str(bad / "file"))
    assert done.status == 1
    assert done.err == f"error: {bad / 'file'}: cannot be read (Permission denied); check its permissions [SourceNotFoundError]\n"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no folder that nobody can write to here")
def test_a_folder_that_cannot_be_written_to_is_named(run: Run) -> None:
    done = run("parse", JILIN, "-o", "/proc")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("error: /proc/jilin_roster.json: cannot be written (")
    assert done.err.splitlines()[0].endswith("; check the folder, its permissions and the disk [OutputError]")


# -- parse


def test_one_source_gives_clean_json() -> None:
    done = spawn("parse", JILIN)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 1
    assert loads(done.stdout).metadata.document_number == "吉政办明电〔2019〕5号"


def test_several_sources_give_one_notice_a_line_in_their_order(run: Run) -> None:
    done = run("parse", SHAOXING, JILIN, "--jsonl")
    assert done.status == 0
    assert [loads(line).source.uri for line in done.out.splitlines()] == [SHAOXING, JILIN]
    assert done.err == "2 of 2 parsed\n"


def test_standard_input_is_a_source(run: Run) -> None:
    done = run("parse", "-", stdin=Path(JILIN).read_bytes())
    notice = loads(done.out)
    assert (notice.source.uri, notice.source.media_type) == ("stdin", "text/html")


def test_a_folder_is_parsed_into_files_named_by_stem(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("parse", str(SAMPLES / "*.html"), str(SAMPLES / "*.txt"), "-o", str(out))
    assert (done.status, done.out) == (0, "")
    sources = [path for path in SAMPLES.iterdir() if path.suffix in {".html", ".txt"}]
    assert f"{len(sources)} of {len(sources)} parsed, written to {out}" in done.err
    names = {path.name for path in out.iterdir()}
    assert {"shaoxing_repost.json", "jilin_roster.html.json", "jilin_roster.txt.json"} <= names
    assert len(names) == len(sources)
    for path in out.iterdir():
        assert loads(path.read_bytes()).source.uri.endswith((".html", ".txt"))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bad_file_is_reported_and_the_others_are_written(run: Run, tmp_path: Path, jobs: str) -> None:
    bad = tmp_path / "scan.pdf"
    bad.write_bytes(b"%PDF-1.7")
    out = tmp_path / "out"
    done = run("parse", SHAOXING, str(bad), "gone.txt", JILIN, "--jobs", jobs, "-o", str(out))
    assert (done.status, done.out) == (1, "")
    assert sorted(path.name for path in out.iterdir()) == ["jilin_roster.json", "shaoxing_repost.json"]
    first, second, last = done.err.splitlines()
    assert first.startswith(f"error: {bad}: the PDF is broken or cut off")
    assert first.endswith("[SourceDamagedError]")
    assert second.endswith("[SourceNotFoundError]")
    assert last == f"2 of 4 parsed, written to {out}"


def test_a_second_run_writes_the_same(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "jilin_roster.json"
    assert run("parse", JILIN, "-o", str(tmp_path)).status == 0
    before = path.read_bytes()
    assert run("parse", JILIN, "-o", str(tmp_path)).status == 0
    assert path.read_bytes() == before


def test_a_reader_who_goes_away_ends_the_command_quietly() -> None:
    with subprocess.Popen(
        [*COMMAND, "parse", "--jsonl", *[JILIN, SHAOXING] * 2], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        err = process.stderr.read()
        assert process.wait(60) == 1
    assert b"Traceback" not in err
    assert b"Exception ignored" not in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
@pytest.mark.parametrize("command", [("parse", JILIN), ("show", JILIN), ("roster", JILIN, "--format", "csv")])
def test_a_full_disk_is_named(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, *command], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert done.stderr.endswith(b"[OutputError]\n")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals here")
def test_the_progress_bar_stays_out_of_the_json() -> None:
    ours, theirs = os.openpty()
    done = subprocess.run(
        [*COMMAND, "parse", "--jsonl", JILIN, SHAOXING, "gone.txt"], stdout=subprocess.PIPE, stderr=theirs, check=False, timeout=60
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode(errors="replace")
    os.close(ours)
    assert [loads(line).source.reader for line in done.stdout.splitlines()] == ["html", "text"]
    assert "error: gone.txt" in shown
    assert "reading" in shown


# -- show, roster, clause: on a source and on its JSON alike


@pytest.mark.parametrize(
    "command",
    [("show",), ("roster",), ("roster", "--format", "csv"), ("norms",), ("norms", "--format", "ig"), ("clause", "第五部分第(三)项")],
)
def test_a_command_says_the_same_of_a_source_and_of_its_json(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    run("parse", JILIN, "-o", str(tmp_path))
    name, *rest = command
    source = run(name, JILIN, *rest)
    parsed = run(name, str(tmp_path / "jilin_roster.json"), *rest)
    piped = run(name, "-", *rest, stdin=Path(JILIN).read_bytes())
    assert source.status == parsed.status == piped.status == 0
    assert source.out == parsed.out != ""


def test_show_has_metadata_outline_and_checks(run: Run) -> None:
    shown = run("show", JILIN).out
    for words in (
        "吉政办明电〔2019〕5号",
        "2019-02-03",
        "main__sec_5__subsec_3",
        "加强考核考评",
        "annex_1",
        "✓ roster-total",
        "24 clauses",
    ):
        assert words in shown
    assert not any(line.endswith(" ") for line in shown.splitlines())


def test_show_survives_an_output_that_lacks_characters() -> None:
    done = spawn("show", JILIN, env={**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "吉林省".encode("gbk") in done.stdout


def test_words_of_a_notice_are_not_read_as_markup(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("关于做好工作的通知\n一、[red]要求[/nothing]\n做好各项工作。\n", encoding="utf-8")
    shown = run("show", str(path)).out
    assert "[red]要求[/nothing]" in shown


def test_a_terminal_is_not_given_the_control_characters_of_a_page(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("关于做好工作的通知\n一、\x1b[31m要求\x9b2J\n做好各项\x1b]0;x\x07工作。\n", encoding="utf-8")
    for command in (("show", str(path)), ("clause", str(path), "main")):
        done = run(*command)
        assert done.status == 0
        assert not {"\x1b", "\x9b", "\x07"} & set(done.out)
        assert "要求" in done.out


def test_a_terminal_is_not_given_the_control_characters_of_a_name(run: Run) -> None:
    done = run("parse", "x\x1b]0;y\x07\x9b.html")
    assert not {"\x1b", "\x07", "\x9b"} & set(done.err)
    assert done.err.startswith(r"error: x\x1b]0;y\x07\x9b.html: not there")


def test_a_roster_is_shown_with_its_audit(run: Run) -> None:
    shown = run("roster", JILIN).out
    assert "公主岭市大岭汽车物流小镇" in shown
    assert "55 declared, 55 rows" in shown


def test_a_roster_is_exported(run: Run, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("roster", JILIN, "--format", "csv").out, newline="")))
    assert [int(row["number"]) for row in rows] == list(range(1, 56))
    (roster,) = json.loads(run("roster", JILIN, "--format", "json").out)
    assert roster["declared_total"] == 55
    path = tmp_path / "roster.xlsx"
    assert run("roster", JILIN, "--format", "xlsx", "-o", str(path)).status == 0
    assert path.read_bytes().startswith(b"PK")


def test_a_notice_without_a_roster_is_no_silence(run: Run) -> None:
    done = run("roster", SHAOXING, "--format", "csv")
    assert (done.status, done.out) == (1, "")
    assert "no roster in this notice" in done.err


def test_a_clause_is_shown_with_its_addresses(run: Run) -> None:
    shown = run("clause", JILIN, "五、(三)").out
    assert shown.startswith("吉政办明电〔2019〕5号 第五部分第(三)项\n/akn/cn")
    assert "/!main~sec_5__subsec_3\n" in shown
    data = json.loads(run("clause", JILIN, "main__sec_5__subsec_3", "--format", "json").out)
    assert data["exact"] in shown
    assert run("clause", JILIN, data["uri"]).out == shown


@pytest.mark.parametrize(("reference", "name"), [("第九部分", "ReferenceNotFoundError"), ("somewhere", "ReferenceFormatError")])
def test_a_wrong_reference_is_named(run: Run, reference: str, name: str) -> None:
    done = run("clause", JILIN, reference)
    assert (done.status, done.out) == (1, "")
    assert done.err.endswith(f"[{name}]\n")


# -- schema, eval


def test_schema_is_the_schema(run: Run) -> None:
    assert json.loads(run("schema").out) == json_schema()


def test_eval_scores_a_folder(run: Run) -> None:
    done = run("eval", str(SAMPLES), "--json", "--misses")
    assert (done.status, done.err) == (0, "")
    report = json.loads(done.out)
    assert {"metadata", "clauses", "citations", "quantities"} <= set(report["pooled"])
    assert "all documents pooled" in run("eval", str(SAMPLES)).out
    assert run("eval", "gone").err.endswith("[GoldError]\n")
