"""The commands on a corpus: each a few lines over the library call of the same name."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, get_args

import typer

from .cli_common import (
    Jobs,
    Memory,
    NerModel,
    Pages,
    Sources,
    Timeout,
    draw,
    limits_of,
    new_app,
    print_bytes,
    print_error,
    print_json,
    print_text,
    progress_bar,
    years_of,
)
from .cli_compare import compare_app

if TYPE_CHECKING:
    from .corpora.store import Stored
    from .schemas.errors import GongwenError

__all__ = ["corpus_app"]

corpus_app = new_app()
keeping = new_app()
corpus_app.add_typer(compare_app, name="compare", help="Compare notices: targets, norms, terms, or two clause by clause.")
corpus_app.add_typer(keeping, name="corpus", help="Look after a corpus.")

CorpusDir = Annotated[Path, typer.Option("--corpus", metavar="DIR", help="The folder of the corpus.")]
Tool = Annotated[Literal["brat", "doccano", "label-studio"], typer.Argument(metavar="TOOL", help="brat, doccano or label-studio.")]
Component = Literal["citations", "norms", "quantities", "lists", "entities"]
Components = Annotated[list[str] | None, typer.Option("--component", metavar="NAME", help="Only these: citations, norms, entities …")]
_FORMATS: Final = (
    "jsonl, csv, parquet, xlsx, duckdb, quanteda, tei, akoma-ntoso, huggingface, doccano, label-studio, brat, conllu, web-annotation."
)
_QUERY = 'Words, "a phrase", -word, this OR that; agency: region: year: type: norm: actor:'
CorpusFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the corpus.")]


Scheduler = Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Read on the Dask cluster of this scheduler.")]
Workers = Annotated[int | None, typer.Option("--workers", metavar="N", min=1, help="Read with N Dask workers on this machine.")]


@corpus_app.command()
def build(  # noqa: PLR0913 - each is an option of the command
    sources: Sources,
    *,
    corpus: CorpusDir,
    jobs: Jobs = None,
    timeout: Timeout = None,
    memory: Memory = None,
    pages: Pages = None,
    ner_model: NerModel = None,
    scheduler: Scheduler = None,
    workers: Workers = None,
) -> None:
    """Read notices into a corpus; run it again to go on, or to add what is new."""
    from .corpora.sources import count_sources

    if jobs and (scheduler or workers):
        raise typer.BadParameter("--jobs is for a build without Dask; give --scheduler or --workers alone")
    if scheduler and workers:
        raise typer.BadParameter("a scheduler has its workers already; give --scheduler or --workers")
    if scheduler or workers:
        from .corpora import build_on_dask

        run = partial(build_on_dask, scheduler=scheduler, workers=workers)
    else:
        from .corpora import build as build_here

        run = partial(build_here, jobs=jobs)

    with progress_bar() as bar:
        task = bar.add_task("building", total=count_sources(sources)) if bar else None

        def tell(_uri: str, _stored: Stored | None, error: GongwenError | None) -> None:
            if error:
                print_error(error)
            if bar and task is not None:
                bar.advance(task)

        summary = run(sources, corpus, limits=limits_of(timeout, memory, pages), ner_model=ner_model, progress=tell)
    print(f"{summary.text()}; corpus in {corpus}", file=sys.stderr)
    if summary.failed:
        raise typer.Exit(1)


@corpus_app.command(name="import-roster")
def import_roster(
    sources: Sources,
    *,
    corpus: CorpusDir,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Also write the rows to FILE: csv, json, jsonl, parquet, xlsx.")
    ] = None,
) -> None:
    """Import the rosters of notices into a corpus, each row audited."""
    from .corpora import import_roster as run
    from .corpora import open_corpus, roster_table
    from .corpora.tables import form_of, write_table

    form = form_of(out) if out else None
    done = run(sources, corpus, progress=lambda _uri, _stored, error: print_error(error) if error else None)
    for uri in done.without:
        print(f"{uri}: no roster in this notice", file=sys.stderr)
    for message in done.failed:
        print(f"audit failed: {message}", file=sys.stderr)
    if out and form:
        with open_corpus(corpus) as opened:
            write_table(roster_table(opened, done.notices), form, out)
    audited = "every total agrees" if not done.failed else f"{len(done.failed)} checks failed"
    print(f"{done.entries} entries of {len(done.notices)} notices in {corpus}, table roster_entries: {audited}", file=sys.stderr)
    if done.built.failed or done.failed or not done.entries:
        raise typer.Exit(1)


@corpus_app.command()
def export(  # noqa: PLR0913 - a parameter an option
    form: Annotated[
        str,
        typer.Argument(metavar="FORMAT", help=_FORMATS),
    ],
    *,
    corpus: CorpusDir,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="PATH", help="Write here: a file, or a folder for several.")],
    notice: Annotated[list[str] | None, typer.Option("--notice", metavar="ID", help="Only these: id, URI or document number.")] = None,
    region: Annotated[str | None, typer.Option("--region", metavar="NAME", help="Only of this division (or code) and those below.")] = None,
    year: Annotated[str | None, typer.Option("--year", metavar="YEAR", help="Only of this year, or of years: 2016-2019.")] = None,
    kind: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Only of this document type (文种).")] = None,
    table: Annotated[list[str] | None, typer.Option("--table", metavar="NAME", help="Only this table; may be given again.")] = None,
    unit: Annotated[Literal["notice", "clause"] | None, typer.Option("--unit", help="For quanteda: what a row is.")] = None,
) -> None:
    """Write a corpus in the format of another tool."""
    from .corpora import Selection, open_corpus
    from .corpora import export as run

    chosen = Selection(tuple(notice or ()), region, years_of(year), kind)
    with open_corpus(corpus) as opened:
        counts = run(opened, form, out, chosen, tables=tuple(table or ()), unit=unit)
    print(f"{', '.join(f'{count:,} {name}' for name, count in counts.items())} written to {out}", file=sys.stderr)


@corpus_app.command(name="export-gold")
def export_gold(
    tool: Tool,
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD…", help="Gold files: X.json beside X.txt.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="PATH", help="Write here: a folder for brat, a file for the others.")],
    component: Components = None,
) -> None:
    """Give gold files to an annotation tool, to be corrected there."""
    from .corpora import export_gold as run

    count = run(tool, gold, out, components=_components(component))
    print(f"{count} gold file{'' if count == 1 else 's'} written to {out}", file=sys.stderr)


@corpus_app.command(name="import-gold")
def import_gold(
    tool: Tool,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="What the tool exported; of brat the .ann files.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Write X.json and X.txt here.")],
    base: Annotated[Path | None, typer.Option("--base", metavar="DIR", help="Gold files from which all else is kept.")] = None,
    component: Components = None,
) -> None:
    """Take corrected annotation over as gold files, which `gongwen eval` reads."""
    from .corpora import import_gold as run

    done = list(run(tool, files, out, base=base, components=_components(component)))
    for outcome in done:
        if outcome.error:
            print_error(outcome.error)
    failed = sum(outcome.error is not None for outcome in done)
    print(f"{len(done) - failed} of {len(done)} annotated texts taken over as gold in {out}", file=sys.stderr)
    if failed or not done:
        raise typer.Exit(1)


def _components(names: list[str] | None) -> list[Component] | None:
    known = get_args(Component)
    wrong = next((name for name in names or () if name not in known), None)
    if wrong:
        raise typer.BadParameter(f"{wrong}: no such component; there are {', '.join(known)}")
    return [component for component in known if component in names] if names else None


@corpus_app.command()
def cite(
    clause: Annotated[
        str, typer.Argument(metavar="CLAUSE", help="An address (id, URI, number or 《title》, with a clause), or quoted words.")
    ],
    *,
    corpus: CorpusDir,
    form: Annotated[
        Literal["view", "json", "gbt7714", "bibtex", "csl", "akn", "plain"], typer.Option("--format", help="What to print.")
    ] = "view",
    cited_on: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="Date of citation, ISO 8601; today where left out.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Citations of the clause that are listed.")] = 100,
) -> None:
    """Look a clause up: its words, its address, what it cites, what cites it."""
    from .corpora import cite as look_up
    from .corpora import format_reference, open_corpus
    from .corpora.citing import as_json

    with open_corpus(corpus) as opened:
        found = look_up(opened, clause, limit=limit)
    if form == "view":
        from .corpora.citing.render import cited_clause_view

        draw(cited_clause_view(found))
    elif form == "json":
        print_bytes(as_json(found))
    else:
        print_text(format_reference(found, form, cited_on=_date(cited_on)) + "\n")


@corpus_app.command()
def graph(
    notice: Annotated[str | None, typer.Argument(metavar="NOTICE", help="Its id, URI, number or 《title》; left out: the corpus.")] = None,
    *,
    corpus: CorpusDir,
    chains: Annotated[bool, typer.Option("--chains", help="The ways from NOTICE up to what it rests on.")] = False,
    depth: Annotated[int, typer.Option("--depth", metavar="N", min=0, help="Steps from NOTICE.")] = 2,
    direction: Annotated[Literal["both", "cites", "cited-by"], typer.Option("--direction", help="Which way to go.")] = "both",
    form: Annotated[Literal["view", "json", "graphml"], typer.Option("--format", help="What to write.")] = "view",
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write to FILE.")] = None,
) -> None:
    """Show or export who cites whom."""
    from .corpora import citation_chains, citation_graph, export_graph, open_corpus, write_file

    if form == "view" and out:
        raise typer.BadParameter("a view is for reading: write a file with --format json or graphml")
    if chains and (not notice or form == "graphml"):
        raise typer.BadParameter("chains lead up from one NOTICE, as a view or --format json")
    with open_corpus(corpus) as opened:
        found = citation_chains(opened, notice) if chains and notice else citation_graph(opened, notice, depth=depth, direction=direction)
    if form == "view":
        from .corpora.citing.render import chains_view, graph_view

        draw(chains_view(found) if isinstance(found, list) else graph_view(found))
        return
    data = export_graph(found, form)
    if out:
        write_file(out, data)
    else:
        print_bytes(data)


@corpus_app.command()
def gaps(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Agency code of the numbers (机关代字): 通政办发.")],
    year: Annotated[int, typer.Argument(metavar="YEAR", min=1949, max=2200, help="Their year.")],
    *,
    corpus: CorpusDir,
    region: Annotated[str | None, typer.Option("--region", metavar="CODE", help="The division, where several use the agency code.")] = None,
    form: Annotated[Literal["view", "json"], typer.Option("--format", help="What to print.")] = "view",
) -> None:
    """List the numbers of an agency and year that are not in the corpus."""
    from .corpora import numbering_gaps, open_corpus
    from .corpora.citing import as_json

    with open_corpus(corpus) as opened:
        found = numbering_gaps(opened, code, year, region=region)
    if form == "json":
        print_bytes(as_json(found))
    else:
        from .corpora.citing.render import gaps_view

        draw(gaps_view(found))


@corpus_app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help=_QUERY)],
    *,
    corpus: CorpusDir,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="Hits to show.")] = 20,
    offset: Annotated[int, typer.Option("--offset", metavar="N", min=0, max=100_000, help="Hits to leave out before them.")] = 0,
    form: Annotated[Literal["view", "json"], typer.Option("--format", help="What to print.")] = "view",
) -> None:
    """Find words in a corpus, best first, with the clauses to cite."""
    from .corpora import open_corpus
    from .corpora import search as run

    with open_corpus(corpus) as opened:
        found = run(opened, query, limit, offset)
    if form == "json":
        print_json(asdict(found))
        return
    from .corpora.searching.render import search_view

    draw(search_view(found), wrap=False)


@corpus_app.command()
def kwic(
    query: Annotated[str, typer.Argument(metavar="QUERY", help=_QUERY)],
    *,
    corpus: CorpusDir,
    width: Annotated[int, typer.Option("--width", metavar="N", min=0, max=500, help="Characters on either side.")] = 20,
    sort: Annotated[
        Literal["position", "left", "right"], typer.Option("--sort", help="By place, or by what stands beside it.")
    ] = "position",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Occurrences to take.")] = 1000,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write to FILE: csv, json, jsonl, parquet, xlsx.")] = None,
) -> None:
    """List each occurrence of words with what stands around it (a concordance)."""
    from .corpora import kwic as run
    from .corpora import kwic_table, open_corpus
    from .corpora.tables import form_of, write_table

    form = form_of(out) if out else None
    with open_corpus(corpus) as opened:
        found = run(opened, query, width, sort, limit)
    if out and form:
        count = write_table(kwic_table(found), form, out)
        more = "" if found.complete else "; there are more, --limit takes them too"
        print(f"{count:,} occurrences written to {out}{more}", file=sys.stderr)
        return
    from .corpora.searching.render import kwic_view

    draw(kwic_view(found), wrap=False)


def _date(text: str | None) -> date:
    from datetime import datetime

    if text is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text}: write a date as 2026-11-25") from None


@keeping.command()
def info(corpus: CorpusFolder) -> None:
    """Show what a corpus holds."""
    from .corpora import corpus_info, open_corpus
    from .corpora.store.render import info_view

    with open_corpus(corpus) as opened:
        draw(info_view(corpus_info(opened)))


@keeping.command()
def rejects(corpus: CorpusFolder) -> None:
    """List what could not be read, and why."""
    from .corpora import open_corpus
    from .corpora import rejects as list_rejects
    from .corpora.store.render import rejects_view

    with open_corpus(corpus) as opened:
        draw(rejects_view(list_rejects(opened)))


@keeping.command()
def migrate(corpus: CorpusFolder) -> None:
    """Bring a corpus of an older version up to date, and make its index anew."""
    from .corpora import migrate as run

    print(run(corpus).text(), file=sys.stderr)
