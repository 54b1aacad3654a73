"""The commands: each a few lines over the library call of the same name.

Results go to stdout, everything else to stderr. Libraries are imported by the command that needs them, so that
``gongwen --help`` stays quick.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .cli_common import (
    Jobs,
    Memory,
    NerModel,
    Pages,
    Sources,
    Timeout,
    draw,
    is_terminal,
    limits_of,
    new_app,
    print_bytes,
    print_error,
    print_json,
    print_text,
    track,
)
from .cli_corpus import corpus_app
from .schemas.errors import GongwenError

if TYPE_CHECKING:
    from .extract.proposals import Mode
    from .schemas.notice import Notice

__all__ = ["app", "main"]

app = new_app()
train = new_app()
app.add_typer(corpus_app)  # its commands stand beside ours
app.add_typer(train, name="train", help="Train models of your own.")

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
        print_error(error)
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
    sources: Sources,
    *,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help="Write DIR/STEM.json for each source.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print one notice a line.")] = False,
    jobs: Jobs = None,
    timeout: Timeout = None,
    memory: Memory = None,
    pages: Pages = None,
    ner_model: NerModel = None,
) -> None:
    """Read notices and write them as JSON."""
    from .corpora import find_sources, parse_many, result_names, write_notices

    if out and jsonl:
        raise typer.BadParameter("-o DIR writes files, --jsonl prints: give one of them")
    found = find_sources(sources)
    if len(found) > 1 and not (out or jsonl):
        raise typer.BadParameter(f"{len(found)} sources: say where the results go, with -o DIR or --jsonl")
    limits = limits_of(timeout, memory, pages)
    indent = not jsonl and (out is not None or is_terminal(sys.stdout))
    outcomes = parse_many(found, jobs, indent=indent, limits=limits, ner_model=ner_model)
    if out:
        outcomes = write_notices(outcomes, out, result_names(given.uri for given in found))
    failed = 0
    for outcome in track(outcomes, len(found)):
        if outcome.error:
            failed += 1
            print_error(outcome.error)
        elif outcome.data and not out:
            print_bytes(outcome.data)
    if len(found) > 1 or out:
        print(f"{len(found) - failed} of {len(found)} parsed" + (f", written to {out}" if out else ""), file=sys.stderr)
    if failed:
        raise typer.Exit(1)


@app.command()
def show(file: Notices) -> None:
    """Show metadata, outline and checks of a notice."""
    from .corpora import open_notice
    from .corpora.render import notice_view

    draw(notice_view(open_notice(file)))


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
        draw(roster_view(notice))
    elif out:
        write_file(out, export_rosters(notice, form))
    else:
        print_bytes(export_rosters(notice, form))


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
        print_bytes(clause_json(reading))
    else:
        from .corpora.render import clause_view

        draw(clause_view(reading), wrap=False)


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
        draw(norms_view(found))
    elif out:
        write_file(out, export_norms(notice, form, found))
    else:
        print_bytes(export_norms(notice, form, found))


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
            print_bytes(damage_json(text))
        else:
            print_text(text.text + "\n")
        return
    report = damage_report(notice)
    if form == "json":
        print_bytes(damage_json(report))
    else:
        from .corpora.render import damage_view

        draw(damage_view(report, notice.text))


@app.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of the notice JSON."""
    from .schemas.contract import json_schema

    print_json(json_schema())


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
        print_json(report.to_dict())
    else:
        print_text(report.table())


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
    print_text(done.table())


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
