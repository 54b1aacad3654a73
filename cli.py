"""The commands: each a few lines over the library call of the same name.

Results go to stdout, everything else to stderr. Libraries are imported by the command that needs them, so that
``gongwen --help`` stays quick.
"""

from __future__ import annotations

import os
import re
import sys
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from .schemas.errors import GongwenError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from .corpora import Outcome

__all__ = ["app", "main"]

_WIDTH = 120
"""Columns of what is piped, where COLUMNS does not say: it is read in files, not in a terminal of 80."""

_notice = click.argument("file", metavar="FILE", help="A notice, the JSON that `parse` wrote of one, or - for standard input.")


def main() -> None:
    """Run the command line; exit status 0, 1 where something failed (named on stderr), 2 for wrong usage, 130 after Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal in GBK lacks ✓ and rare characters
    try:
        sys.exit(app(prog_name="gongwen", standalone_mode=False))
    except GongwenError as error:
        _report(error)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"gongwen {version('gongwen')}")
        except PackageNotFoundError:
            print("gongwen, not installed")
        context.exit()


class _InOrder(click.Group):
    """A group whose help lists the commands as they stand here, and not by the alphabet."""

    def list_commands(self, _: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(self.commands)


@click.group(cls=_InOrder, no_args_is_help=True)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version.")
def app() -> None:
    """公文: Chinese policy notices in, structured and checked JSON out."""


@app.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, help="Files, folders, patterns, or - for standard input.")
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="DIR", help="Write DIR/STEM.json for each source.")
@click.option("--jsonl", is_flag=True, help="Print one notice a line.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes; all cores for many sources.")
def parse(sources: tuple[str, ...], *, out: Path | None, jsonl: bool, jobs: int | None) -> None:
    """Read notices and write them as JSON."""
    from .corpora import find_sources, parse_many, result_names, write_notices

    if out and jsonl:
        raise click.BadParameter("-o DIR writes files, --jsonl prints: give one of them")
    found = find_sources(sources)
    if len(found) > 1 and not (out or jsonl):
        raise click.BadParameter(f"{len(found)} sources: say where the results go, with -o DIR or --jsonl")
    outcomes = parse_many(found, jobs, indent=not jsonl and (out is not None or sys.stdout.isatty()))
    if out:
        outcomes = write_notices(outcomes, out, result_names(given.uri for given in found))
    failed = 0
    for outcome in _with_progress(outcomes, len(found)):
        if outcome.error:
            failed += 1
            _report(outcome.error)
        elif outcome.data and not out:
            _print(outcome.data)
    if len(found) > 1 or out:
        print(f"{len(found) - failed} of {len(found)} parsed" + (f", written to {out}" if out else ""), file=sys.stderr)
    if failed:
        sys.exit(1)


@app.command()
@_notice
def show(file: str) -> None:
    """Show metadata, outline and checks of a notice."""
    from .corpora import open_notice
    from .corpora.render import notice_view

    _draw(notice_view(open_notice(file)))


@app.command()
@_notice
@click.option(
    "--format", "form", type=click.Choice(("table", "csv", "json", "xlsx")), default="table", show_default=True, help="What to write."
)
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE; xlsx needs it.")
def roster(file: str, *, form: Literal["table", "csv", "json", "xlsx"], out: Path | None) -> None:
    """Show or export the rosters of a notice, audited."""
    from .corpora import export_rosters, open_notice, write_file
    from .corpora.render import roster_view

    if form == "table" and out:
        raise click.BadParameter("a table is for reading: write a file with --format csv, json or xlsx")
    if form == "xlsx" and not out:
        raise click.BadParameter("xlsx is no text: say where it goes, with -o FILE")
    notice = open_notice(file)
    if not notice.rosters:
        print(f"{file}: no roster in this notice", file=sys.stderr)
        sys.exit(1)
    if form == "table":
        _draw(roster_view(notice))
    elif out:
        write_file(out, export_rosters(notice, form))
    else:
        _print(export_rosters(notice, form))


@app.command()
@_notice
@click.argument("ref", metavar="REF", help="main__sec_5__subsec_3, its URI, or 第五部分第(三)项.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True, help="What to write.")
def clause(file: str, ref: str, *, form: Literal["text", "json"]) -> None:
    """Show a clause: its words, its addresses, what it cites."""
    from .corpora import clause_json, open_notice, read_clause

    reading = read_clause(open_notice(file), ref)
    if form == "json":
        _print(clause_json(reading))
    else:
        from .corpora.render import clause_view

        _draw(clause_view(reading), wrap=False)


@app.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of the notice JSON."""
    from .schemas.contract import json_schema

    _print_json(json_schema())


@app.command(name="eval")
@click.argument("gold_dir", type=click.Path(path_type=Path), metavar="GOLD_DIR", help="Folder of gold files, each X.json beside its X.txt.")
@click.option("--misses", is_flag=True, help="List what was missed and what was found too much.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def evaluate(gold_dir: Path, *, misses: bool, as_json: bool) -> None:
    """Score the parser against gold files."""
    from .evaluation import evaluate as score

    report = score(gold_dir, misses)
    if as_json:
        _print_json(report.to_dict())
    else:
        _print_text(report.table())


def _report(error: GongwenError) -> None:
    print(f"error: {error} [{type(error).__name__}]", file=sys.stderr)


def _print(data: bytes) -> None:
    """Write bytes to stdout at once, so that a full disk or a reader who has gone away is noticed here and not at exit."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the rest in the buffer fails again at exit
        raise OutputError(f"standard output cannot be written ({error.strerror}); check the disk") from error


def _print_text(text: str) -> None:
    _print(text.encode(sys.stdout.encoding, sys.stdout.errors or "strict"))


def _print_json(value: dict[str, object]) -> None:
    import json

    _print((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())


def _draw(view: RenderableType, *, wrap: bool = True) -> None:
    """Print a view; ``wrap`` off leaves long lines to the terminal, so that words of a notice can be copied whole."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    drawn = StringIO()
    width = None if terminal or "COLUMNS" in os.environ else _WIDTH
    console = Console(file=drawn, force_terminal=terminal or None, width=width, highlight=False, markup=False, emoji=False)
    console.print(view, soft_wrap=not wrap)
    _print_text(re.sub(r" +$", "", drawn.getvalue(), flags=re.MULTILINE))


def _with_progress(outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    """Pass the outcomes on, with a progress bar on stderr where that is a terminal and there is something to wait for."""
    if total == 1 or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        yield from bar.track(outcomes, total, description="reading")
