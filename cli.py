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
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from .schemas.errors import GongwenError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from .corpora import Outcome
    from .extract.limits import Limits
    from .extract.proposals import Mode
    from .schemas.notice import Notice

__all__ = ["app", "main"]

# Help and tracebacks by rich take as long to start as all the rest; completion would add two options to every --help.
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, no_args_is_help=True)
train = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, no_args_is_help=True)
app.add_typer(train, name="train", help="Train models of your own.")

_WIDTH = 120
"""Columns of what is piped, where COLUMNS does not say: it is read in files, not in a terminal of 80."""

NormType = Literal["obligation", "prohibition", "permission", "encouragement", "consequence", "constitutive"]
"""That of the contract, whose module is not needed to say --help."""

Notices = Annotated[str, typer.Argument(metavar="FILE", help="A notice, the JSON that `parse` wrote of one, or - for standard input.")]


def main() -> None:
    """Run the command line; exit status 0, 1 where something failed (named on stderr), 2 for wrong usage, 130 after Ctrl-C."""
    if sys.stderr is None:  # closed before we were started: print would write to standard output instead, into the JSON
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it lives as long as we do
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal in GBK lacks ✓ and rare characters
    try:
        app(prog_name="gongwen")
    except GongwenError as error:
        _report(error)
        sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"gongwen {version('gongwen')}")
        except PackageNotFoundError:
            print("gongwen, not installed")
        raise typer.Exit


@app.callback(help="公文: Chinese policy notices in, structured and checked JSON out.")
def _root(*, _: Annotated[bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version.")] = False) -> None:
    pass


@app.command()
def parse(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE", help="Files, folders, zipped folders, patterns, or - for standard input.")
    ],
    *,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help="Write DIR/STEM.json for each source.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print one notice a line.")] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", metavar="N", min=1, help="Processes; all cores for many sources.")] = None,
    timeout: Annotated[float | None, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="Time for one document.")] = None,
    memory: Annotated[int | None, typer.Option("--memory", metavar="MB", min=50, help="Memory for one document.")] = None,
    pages: Annotated[int | None, typer.Option("--pages", metavar="N", min=1, help="Pages that one document may have.")] = None,
    ner_model: Annotated[Path | None, typer.Option("--ner-model", metavar="DIR", help="A token classifier that votes on entities.")] = None,
) -> None:
    """Read notices and write them as JSON."""
    from .corpora import find_sources, parse_many, result_names, write_notices

    if out and jsonl:
        raise typer.BadParameter("-o DIR writes files, --jsonl prints: give one of them")
    found = find_sources(sources)
    if len(found) > 1 and not (out or jsonl):
        raise typer.BadParameter(f"{len(found)} sources: say where the results go, with -o DIR or --jsonl")
    limits = _limits(timeout, memory, pages)
    indent = not jsonl and (out is not None or _is_terminal(sys.stdout))
    outcomes = parse_many(found, jobs, indent=indent, limits=limits, ner_model=ner_model)
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
        raise typer.Exit(1)


@app.command()
def show(file: Notices) -> None:
    """Show metadata, outline and checks of a notice."""
    from .corpora import open_notice
    from .corpora.render import notice_view

    _draw(notice_view(open_notice(file)))


@app.command()
def roster(
    file: Notices,
    *,
    form: Annotated[Literal["table", "csv", "json", "xlsx"], typer.Option("--format", help="What to write.")] = "table",
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write to FILE; xlsx needs it.")] = None,
) -> None:
    """Show or export the rosters of a notice, audited."""
    from .corpora import export_rosters, open_notice, write_file
    from .corpora.render import roster_view

    if form == "table" and out:
        raise typer.BadParameter("a table is for reading: write a file with --format csv, json or xlsx")
    if form == "xlsx" and not out:
        raise typer.BadParameter("xlsx is no text: say where it goes, with -o FILE")
    notice = open_notice(file)
    if not notice.rosters:
        print(f"{file}: no roster in this notice", file=sys.stderr)
        raise typer.Exit(1)
    if form == "table":
        _draw(roster_view(notice))
    elif out:
        write_file(out, export_rosters(notice, form))
    else:
        _print(export_rosters(notice, form))


@app.command()
def clause(
    file: Notices,
    ref: Annotated[str, typer.Argument(metavar="REF", help="main__sec_5__subsec_3, its URI, or 第五部分第(三)项.")],
    *,
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="What to write.")] = "text",
) -> None:
    """Show a clause: its words, its addresses, what it cites."""
    from .corpora import clause_json, open_notice, read_clause

    reading = read_clause(open_notice(file), ref)
    if form == "json":
        _print(clause_json(reading))
    else:
        from .corpora.render import clause_view

        _draw(clause_view(reading), wrap=False)


@app.command()
def norms(
    file: Notices,
    *,
    actor: Annotated[str | None, typer.Option("--actor", metavar="NAME", help="Only of whom: name, part of it, or full name.")] = None,
    kind: Annotated[NormType | None, typer.Option("--type", help="Only of this type.")] = None,
    form: Annotated[Literal["table", "csv", "json", "ig"], typer.Option("--format", help="What to write.")] = "table",
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write to FILE.")] = None,
    mode: Annotated[Literal["rules", "llm", "vote"], typer.Option("--mode", help="The rules, a language model, or both.")] = "rules",
    model: Annotated[str | None, typer.Option("--model", metavar="NAME", help="The language model, as provider:model.")] = None,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE", help="Write what it proposed, and what was rejected.")] = None,
) -> None:
    """Show or export the norms of a notice: who must do what."""
    from .corpora import export_norms, open_notice, select_norms, write_file
    from .corpora.render import norms_view

    if form == "table" and out:
        raise typer.BadParameter("a table is for reading: write a file with --format csv, json or ig")
    notice = open_notice(file)
    if mode != "rules" or model or report:
        notice = _consulted(notice, mode, model, report)
    if notice.norms is None:
        print(f"{file}: this JSON was written without a search for norms; run gongwen parse on its source again", file=sys.stderr)
        raise typer.Exit(1)
    found = select_norms(notice, actor=actor, types=[kind] if kind else ())
    if not found:
        print(f"{file}: no norm in this notice" + (f" that fits, of {len(notice.norms)}" if notice.norms else ""), file=sys.stderr)
        raise typer.Exit(1)
    if form == "table":
        _draw(norms_view(found))
    elif out:
        write_file(out, export_norms(notice, form, found))
    else:
        _print(export_norms(notice, form, found))


@app.command()
def damage(
    file: Notices,
    *,
    form: Annotated[Literal["table", "json"], typer.Option("--format", help="What to write.")] = "table",
    repaired: Annotated[bool, typer.Option("--repaired", help="Print the text with all proposals followed; as JSON with its map.")] = False,
) -> None:
    """Show what is damaged in a notice, and what is proposed."""
    from .corpora import damage_json, damage_report, open_notice, repaired_text

    notice = open_notice(file)
    if repaired:
        text = repaired_text(notice)
        if form == "json":
            _print(damage_json(text))
        else:
            _print_text(text.text + "\n")
        return
    report = damage_report(notice)
    if form == "json":
        _print(damage_json(report))
    else:
        from .corpora.render import damage_view

        _draw(damage_view(report, notice.text))


@app.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of the notice JSON."""
    from .schemas.contract import json_schema

    _print_json(json_schema())


@app.command(name="eval")
def evaluate(
    gold_dir: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Folder of gold files, each X.json beside its text X.txt.")],
    *,
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed and what was found too much.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Score the parser against gold files, beside baselines."""
    from .evaluation import evaluate as score

    report = score(gold_dir, misses, beside=True)
    if as_json:
        _print_json(report.to_dict())
    else:
        _print_text(report.table())


@train.command(name="ner")
def train_ner(
    gold_dir: Annotated[Path | None, typer.Argument(metavar="[GOLD_DIR]", help="Folder of gold files that annotate entities.")] = None,
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Write the model here.")],
    silver: Annotated[list[Path] | None, typer.Option("--silver", metavar="PATH", help="Notices that the rules are to mark.")] = None,
    epochs: Annotated[int, typer.Option("--epochs", metavar="N", min=1, help="How often all is seen.")] = 8,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed, another model.")] = 1,
) -> None:
    """Train a tagger of entities for --ner-model, with its figures on documents left out."""
    from .evaluation.ner import train_ner as run

    if gold_dir is None and not silver:
        raise typer.BadParameter("nothing to learn from: name a folder of gold files, or notices with --silver")
    done = run(out, gold_dir, silver or (), epochs=epochs, seed=seed, tell=lambda message: print(message, file=sys.stderr))
    _print_text(done.table())


def _consulted(notice: Notice, mode: Mode, model: str | None, report: Path | None) -> Notice:
    """Return the notice as ``mode`` has it; what came of asking the model goes to stderr, all of it into the file ``report``."""
    from .corpora import write_file
    from .extract.proposals import consult

    if mode == "rules" and report:
        raise typer.BadParameter("--report writes what a language model proposed: say --mode llm or vote, and --model")
    decided, proposals = consult(notice, mode, model)
    if proposals:
        print(proposals.summary(), file=sys.stderr)
        if report:
            write_file(report, proposals.to_json())
    return decided


def _limits(timeout: float | None, memory: int | None, pages: int | None) -> Limits:
    """Return the limits for one document, with what was asked for in place of the defaults; a time that is asked for is all there is."""
    from .extract.limits import Limits

    default = Limits()
    return Limits(
        seconds=timeout or default.seconds,
        page_seconds=0 if timeout else default.page_seconds,
        memory_mb=memory or default.memory_mb,
        ocr_memory_mb=memory or default.ocr_memory_mb,
        pages=pages or default.pages,
    )


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()  # a stream that was closed before we were started is None


def _report(error: GongwenError) -> None:
    # Names of files and words of a source stand in it: a terminal is not given their control characters.
    message = re.sub(r"[\x00-\x1f\x7f-\x9f]", lambda found: repr(found[0])[1:-1], str(error))
    print(f"error: {message} [{type(error).__name__}]", file=sys.stderr)


def _print(data: bytes) -> None:
    """Write bytes to stdout at once, so that a full disk or a reader who has gone away is noticed here and not at exit."""
    if sys.stdout is None:
        raise OutputError("standard output is closed; open it, or write to files with -o")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the rest in the buffer fails again at exit
        raise OutputError(f"standard output cannot be written ({error.strerror}); check the disk") from error


def _print_text(text: str) -> None:
    _print(text.encode(sys.stdout.encoding, sys.stdout.errors or "strict") if sys.stdout else b"")


def _print_json(value: dict[str, object]) -> None:
    import json

    _print((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())


def _draw(view: RenderableType, *, wrap: bool = True) -> None:
    """Print a view; ``wrap`` off leaves long lines to the terminal, so that words of a notice can be copied whole."""
    from rich.console import Console

    terminal = _is_terminal(sys.stdout)
    drawn = StringIO()
    width = None if terminal or "COLUMNS" in os.environ else _WIDTH
    console = Console(file=drawn, force_terminal=terminal or None, width=width, highlight=False, markup=False, emoji=False)
    console.print(view, soft_wrap=not wrap)
    _print_text(re.sub(r" +$", "", drawn.getvalue(), flags=re.MULTILINE))


def _with_progress(outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    """Pass the outcomes on, with a progress bar on stderr where that is a terminal and there is something to wait for."""
    if total == 1 or not _is_terminal(sys.stderr):
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        yield from bar.track(outcomes, total, description="reading")
