"""The house rules that no linter knows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["setuptools"]["packages"]
READMES = ("README.md", "README.zh.md")
MAIN = [sys.executable, "-c", "from gongwen.cli import main; main()"]


def tracked() -> list[Path]:
    """Files that git knows, and new ones that it does not ignore."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        names = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git work tree")
    return [path for name in names if name and (path := ROOT / name).is_file()]


def folder(package: str) -> Path:
    return ROOT.joinpath(*package.split(".")[1:])


def test_the_packages_on_disk_are_those_that_are_installed() -> None:
    rooms = ("corpora", "evaluation", "extract", "schemas")
    inits = [path.parent for room in rooms for path in (ROOT / room).rglob("__init__.py")]
    assert sorted(PACKAGES) == sorted(["gongwen", *(".".join(("gongwen", *path.relative_to(ROOT).parts)) for path in inits)])


def test_every_data_file_of_a_package_is_installed() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]
    installed = [(folder(package), pattern) for package, listed in patterns.items() for pattern in listed]
    files = [path for path in tracked() if path.relative_to(ROOT).parts[0] in {"corpora", "evaluation", "extract", "schemas", "py.typed"}]
    for path in files:
        if path.suffix != ".py":
            assert any(place in path.parents and fnmatch(str(path.relative_to(place)), pattern) for place, pattern in installed), path


def test_nothing_names_a_place_of_one_machine() -> None:
    places = re.compile(rb"(?<![\w.:~/-])/(?:work|root|home|Users)/[\w.]")
    found = [path for path in tracked() if path != Path(__file__) and places.search(path.read_bytes())]
    assert found == []


def test_modules_stay_readable() -> None:
    lines = {str(path.relative_to(ROOT)): path.read_bytes().count(b"\n") for path in tracked() if path.suffix == ".py"}
    long = {name: count for name, count in lines.items() if count > 480}
    assert long == {}


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "CHANGELOG.md", "tests/samples/README.md"])
def test_links_lead_somewhere(name: str) -> None:
    path = ROOT / name
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_the_changes_that_are_not_released_are_listed() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def examples(readme: str) -> list[tuple[str, list[str]]]:
    """The commands of a README's console blocks, each with the output that it shows."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


@pytest.mark.parametrize("readme", READMES)
def test_the_output_in_the_readme_is_real(readme: str) -> None:
    assert len(examples(readme)) >= 2
    for command, shown in examples(readme):
        program, *arguments = shlex.split(command)
        assert program == "gongwen"
        done = subprocess.run([*MAIN, *arguments], capture_output=True, check=True, cwd=ROOT, env={**os.environ, "COLUMNS": "120"})
        # A line of … stands for lines left out.
        pattern = "".join(r"(?:.*\n)+" if line == "…" else re.escape(line) + "\n" for line in shown)
        assert re.fullmatch(pattern, done.stdout.decode().rstrip() + "\n"), command
