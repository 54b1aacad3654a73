"""The tutorials say what happens: their commands, queries and programs are run in order, and give what the page shows."""

from __future__ import annotations

import io
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ["exporting.md", "langchain.md", "roster-import.md"]
MAIN = [sys.executable, "-c", "from gongwen.cli import main; main()"]
FENCE = re.compile(r"^```(?P<language>\w*)(?: (?P<name>\S+))?\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
TABLE = re.compile(r"\n*((?:^\|.*\n)+)", re.MULTILINE)


class Block(NamedTuple):
    """A fence of a page; ``shown`` is what stands behind it: the output of a program, the rows of a query."""

    language: str
    name: str | None
    body: str
    shown: str


def blocks(page: str) -> list[Block]:
    fences = list(FENCE.finditer(page))
    found = []
    for fence, following in zip(fences, [*fences[1:], None], strict=True):
        shown = ""
        if (
            fence["language"] == "python"
            and following
            and following["language"] == "text"
            and not page[fence.end() : following.start()].strip()
        ):
            shown = following["body"]
        elif fence["language"] == "sql":
            table = TABLE.match(page, fence.end())
            assert table, fence[0]
            shown = table[1]
        found.append(Block(fence["language"], fence["name"], fence["body"], shown))
    return found


class Reader:
    """Somebody who does in a folder what a page says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.corpus: str | None = None
        self.names: dict[str, object] = {}

    def text(self, block: Block) -> None:
        if block.name:  # without a name it is the output of the program before it
            (self.folder / block.name).write_text(block.body, encoding="utf-8")

    csv = text

    def console(self, block: Block) -> None:
        commands: list[tuple[str, list[str]]] = []
        for line in block.body.splitlines():
            if line.startswith("$ "):
                commands.append((line[2:], []))
            else:
                commands[-1][1].append(line)
        status = 0
        for command, shown in commands:
            if command == "echo $?":
                assert shown == [str(status)]
                status = 0
                continue
            assert status == 0, block.body  # a page that shows a failure shows its exit status
            program, *arguments = shlex.split(command)
            assert program == "gongwen", command
            if "--corpus" in arguments:
                self.corpus = arguments[arguments.index("--corpus") + 1]
            environment = {**os.environ, "COLUMNS": "120"}
            done = subprocess.run(
                [*MAIN, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, cwd=self.folder, env=environment
            )
            # A line of … stands for lines left out.
            pattern = "".join(r"(?:.*\n)+" if line == "…" else re.escape(line) + "\n" for line in shown)
            printed = done.stdout.decode().rstrip() + "\n" if done.stdout.strip() else ""
            assert re.fullmatch(pattern, printed), f"{command}\n{printed}"
            status = done.returncode
        assert status == 0, block.body

    def sql(self, block: Block) -> None:
        assert self.corpus
        with closing(sqlite3.connect(self.folder / self.corpus / "corpus.db")) as db:
            found = db.execute(block.body)
            header = [column[0] for column in found.description]
            rows = [["" if value is None else str(value) for value in row] for row in found]
        shown = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.shown.splitlines()]
        assert [header, *rows] == [shown[0], *shown[2:]], block.body

    def python(self, block: Block) -> None:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(block.body, "tutorial", "exec"), self.names)
        assert printed.getvalue() == block.shown, block.body

    def close(self) -> None:
        for value in self.names.values():
            if isinstance(value, sqlite3.Connection):
                value.close()


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    monkeypatch.chdir(tmp_path)
    somebody = Reader(tmp_path)
    yield somebody
    somebody.close()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_happens(name: str, reader: Reader) -> None:
    found = blocks((ROOT / "docs" / name).read_text(encoding="utf-8"))
    assert {"console", "python"} <= {block.language for block in found}
    for block in found:
        getattr(reader, block.language)(block)


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "docs").glob("*.md")))
def test_links_of_the_docs_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / "docs" / name).read_text(encoding="utf-8")):
        assert target.startswith("https://") or (ROOT / "docs" / target).exists(), target
