"""docs/querying.md says what happens: its commands, queries and programs are run, and their results are those that it shows."""

from __future__ import annotations

import io
import json
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "querying.md").read_text(encoding="utf-8")
MAIN = [sys.executable, "-c", "from gongwen.cli import main; main()"]
QUERIES = re.findall(r"```sql\n(.*?)```\n\n((?:\|[^\n]*\n)+)", PAGE, re.DOTALL)
PROGRAMS = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the commands of the page were run."""
    folder = tmp_path_factory.mktemp("querying")
    (folder / "tests").symlink_to(ROOT / "tests")
    commands = [shlex.split(line) for line in re.findall(r"^\$ (gongwen .*)", PAGE, re.MULTILINE)]
    assert [command[1] for command in commands] == ["build", "export"]
    for _, *arguments in commands:
        subprocess.run([*MAIN, *arguments], check=True, capture_output=True, cwd=folder, timeout=120)
    return folder


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[str]:
    """The address of a Datasette that serves the corpus."""
    pytest.importorskip("datasette")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (command,) = re.findall(r"^\$ datasette (.*)", PAGE, re.MULTILINE)
    log = place / "datasette.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "datasette", *shlex.split(command), "--port", str(port)], cwd=place, stdout=file, stderr=file
        )
    address = f"http://127.0.0.1:{port}/corpus"
    try:
        for _ in range(300):
            try:
                urlopen(f"{address}.json", timeout=10).close()
                break
            except URLError:
                assert process.poll() is None, log.read_text(encoding="utf-8")
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def get(address: str, page: str, **arguments: str) -> Any:
    with urlopen(f"{address}{quote(page)}?{urlencode(arguments)}", timeout=20) as answer:
        return json.load(answer) if ".json" in page else answer.read().decode()


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_page_shows_something() -> None:
    assert len(QUERIES) == PAGE.count("```sql") >= 4
    assert len(PROGRAMS) == PAGE.count("```python") >= 3


@pytest.mark.parametrize(("query", "table"), QUERIES)
def test_queries_give_what_is_shown(server: str, query: str, table: str) -> None:
    header, _, *lines = table.splitlines()
    rows = get(server, ".json", sql=query, _shape="array")
    assert rows
    assert [list(row) for row in rows] == [cells(header)] * len(rows)
    assert [["" if cell is None else str(cell) for cell in row.values()] for row in rows] == [cells(line) for line in lines]


def test_pages_of_datasette(server: str) -> None:
    (page,) = re.findall(r"`/corpus(/notices\.json)\?_shape=array&region_code=220000`", PAGE)
    (notice,) = get(server, page, _shape="array", region_code="220000")
    assert notice["document_number"] == "吉政办明电〔2019〕5号"
    for table in ("notices", "clauses", "clause_texts", "witnesses", "search", "passages"):
        assert "<table" in get(server, f"/{table}"), table
    assert get(server, "/clauses.json", _facet="level", notice=str(notice["notice"]))["facet_results"]
    text = get(server, "/clause_texts.json", _shape="array", eid="main__sec_5__subsec_3", notice=str(notice["notice"]))[0]["text"]
    assert text == notice["text"][slice(*get_span(server, notice["notice"]))]


def get_span(server: str, notice: int) -> tuple[int, int]:
    (clause,) = get(server, "/clauses.json", _shape="array", eid="main__sec_5__subsec_3", notice=str(notice))
    return clause["start"], clause["end"]


def test_programs_print_what_is_shown(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("duckdb", "pandas", "pyarrow"):
        pytest.importorskip(library)
    pytest.importorskip("duckdb_extension_sqlite_scanner", reason="DuckDB's extension for SQLite is not installed, and not fetched here")
    monkeypatch.chdir(place)
    names: dict[str, object] = {}
    for program, shown in PROGRAMS:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(program, "querying.md", "exec"), names)
        assert printed.getvalue() == shown, program


def test_duckdb_lists_the_tables(place: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    package = pytest.importorskip("duckdb_extension_sqlite_scanner", reason="DuckDB's extension for SQLite is not installed")
    extension = Path(package.__file__).parent / "extensions" / f"v{duckdb.__version__}" / "sqlite_scanner.duckdb_extension"
    with duckdb.connect() as db:
        db.execute(f"LOAD '{extension}'")
        db.execute(f"ATTACH '{place / 'corpus' / 'corpus.db'}' AS corpus (TYPE sqlite, READ_ONLY)")
        names = {row[2] for row in db.execute("SHOW ALL TABLES").fetchall()}
    assert names >= {"notices", "clauses", "norms", "search"}
