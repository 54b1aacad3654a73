"""The commands that compare: each a few lines over the library call of the same name."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .cli_common import draw, new_app, years_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import RenderableType

    from .corpora import Corpus, Selection
    from .corpora.tables import Table

__all__ = ["compare_app"]

compare_app = new_app()

CorpusDir = Annotated[Path, typer.Option("--corpus", metavar="DIR", help="The folder of the corpus.")]
Notices = Annotated[list[str] | None, typer.Option("--notice", metavar="ID", help="Only these: id, URI or document number.")]
Region = Annotated[str | None, typer.Option("--region", metavar="NAME", help="Only of this division (or code) and those below.")]
Year = Annotated[str | None, typer.Option("--year", metavar="YEAR", help="Only of this year, or of years: 2016-2019.")]
Kind = Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Only of this document type (文种).")]
Out = Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write to FILE: csv, json, jsonl, parquet, xlsx.")]
Plot = Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="Draw to FILE: png, svg, pdf.")]


@compare_app.command()
def targets(  # noqa: PLR0913 - a parameter an option
    *,
    corpus: CorpusDir,
    indicator: Annotated[str | None, typer.Option("--indicator", metavar="NAME", help="Only of like indicators.")] = None,
    region: Region = None,
    year: Year = None,
    kind: Kind = None,
    notice: Notices = None,
    pivot: Annotated[bool, typer.Option("--pivot", help="Indicator and period by jurisdiction.")] = False,
    out: Out = None,
    plot: Plot = None,
) -> None:
    """The target ledger (指标台账): indicator, jurisdiction, period, value."""
    from .corpora import open_corpus, target_ledger, target_pivot
    from .corpora.comparing.plot import plot_targets
    from .corpora.comparing.render import table_view, targets_view

    with open_corpus(corpus) as opened:
        ledger = target_ledger(opened, _selection(notice, region, year, kind), indicator=indicator)
        source = _source(opened)
    shown, view = (target_pivot(ledger), table_view) if pivot else (ledger, targets_view)
    _give(shown, view, out, plot, lambda: plot_targets(ledger, source))


@compare_app.command()
def norms(  # noqa: PLR0913 - a parameter an option
    *,
    corpus: CorpusDir,
    actor: Annotated[str | None, typer.Option("--actor", metavar="NAME", help="Only of bodies whose name holds this.")] = None,
    top: Annotated[int | None, typer.Option("--top", metavar="N", min=1, help="The bodies with the most norms.")] = None,
    region: Region = None,
    year: Year = None,
    kind: Kind = None,
    notice: Notices = None,
    out: Out = None,
    plot: Plot = None,
) -> None:
    """Count norms by actor, role, type and strength."""
    from .corpora import norms_by_actor, open_corpus
    from .corpora.comparing.plot import plot_norms
    from .corpora.comparing.render import table_view

    with open_corpus(corpus) as opened:
        counts = norms_by_actor(opened, _selection(notice, region, year, kind), actor=actor, top=top)
        source = _source(opened)
    _give(counts, table_view, out, plot, lambda: plot_norms(counts, source))


@compare_app.command()
def terms(  # noqa: PLR0913 - a parameter an option
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[TERM]", help="Words to count; the most frequent where none is given.")
    ] = None,
    *,
    corpus: CorpusDir,
    by: Annotated[Literal["agency", "region", "year", "type", "notice"] | None, typer.Option("--by", help="Count group by group.")] = None,
    keyness: Annotated[bool, typer.Option("--keyness", help="How the notices selected differ from all others.")] = False,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many words, where none is given.")] = 50,
    region: Region = None,
    year: Year = None,
    kind: Kind = None,
    notice: Notices = None,
    out: Out = None,
    plot: Plot = None,
) -> None:
    """Count words, also per 10,000 characters; or tell the words that a part of the corpus has more than the rest."""
    from .corpora import keyness as compare
    from .corpora import open_corpus, term_frequencies
    from .corpora.comparing.plot import plot_keyness, plot_terms
    from .corpora.comparing.render import table_view

    chosen = _selection(notice, region, year, kind)
    if keyness and not chosen:
        raise typer.BadParameter(
            "--keyness holds a part of the corpus against the rest: say which, with --region, --year, --type or --notice"
        )
    if keyness and by:
        raise typer.BadParameter("--keyness has two groups, those selected and the rest: leave out --by")
    with open_corpus(corpus) as opened:
        source = _source(opened)
        counted = words or ()
        found = compare(opened, chosen, counted, top=top) if keyness else term_frequencies(opened, counted, chosen, by=by, top=top)
    _give(found, table_view, out, plot, lambda: (plot_keyness if keyness else plot_terms)(found, source))


@compare_app.command()
def align(
    first: Annotated[str, typer.Argument(metavar="A", help="A notice, its JSON, or with --corpus its id, URI or number.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The other.")],
    *,
    corpus: Annotated[Path | None, typer.Option("--corpus", metavar="DIR", help="The folder of the corpus.")] = None,
    least: Annotated[int, typer.Option("--least", metavar="N", min=4, help="Characters of the shortest reused stretch.")] = 8,
    reuse: Annotated[bool, typer.Option("--reuse", help="The reused stretches instead of the clauses.")] = False,
    out: Out = None,
    plot: Plot = None,
) -> None:
    """Two notices clause by clause: what corresponds, what only one has, what wording is reused."""
    from contextlib import nullcontext

    from .corpora import align as run
    from .corpora import find_notice, open_corpus, pairs_table, reuse_table
    from .corpora.comparing.plot_alignment import plot_alignment
    from .corpora.comparing.render import alignment_view, table_view

    with open_corpus(corpus) if corpus else nullcontext() as opened:
        a, b = find_notice(first, opened), find_notice(second, opened)
    alignment = run(a, b, least=least)
    table = reuse_table(alignment, a) if reuse else pairs_table(alignment, a, b)
    view = table_view if reuse else lambda _: alignment_view(alignment)
    _give(table, view, out, plot, lambda: plot_alignment(alignment, a.metadata.title or a.id, b.metadata.title or b.id, f"{a.id}, {b.id}"))


def _selection(notices: list[str] | None, region: str | None, year: str | None, kind: str | None) -> Selection:
    from .corpora import Selection

    return Selection(tuple(notices or ()), region, years_of(year), kind)


def _source(corpus: Corpus) -> str:
    """Return what a picture says of where it comes from."""
    return f"{corpus.path.name}, {corpus.counts()['notices']:,} notices"


def _give(
    table: Table, view: Callable[[Table], RenderableType], out: Path | None, plot: Path | None, picture: Callable[[], Figure]
) -> None:
    """Write the table, draw the picture, or show the table where neither is asked for."""
    from .corpora.comparing.plot import save_figure
    from .corpora.tables import form_of, write_table

    if not table.rows:
        print("nothing found that fits", file=sys.stderr)
        raise typer.Exit(1)
    if out:
        print(f"{write_table(table, form_of(out), out):,} rows written to {out}", file=sys.stderr)
    if plot:
        save_figure(picture(), plot)
        print(f"drawn to {plot}", file=sys.stderr)
    if not (out or plot):
        draw(view(table))
