"""The report: ours beside the baseline, per document and pooled, with what was missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..schemas.errors import GongwenError
from ..schemas.gold import GoldFile
from ..schemas.notice import Notice
from . import baseline
from .beside import scores_beside
from .findings import COMPONENTS, Findings, Locator, from_gold, from_notice
from .gates import Gates
from .gold import corpus_hash, load_all
from .metrics import Score, Scores, pool, score, span_score
from .norms import norms_of_gold, norms_of_notice, score_norms
from .places import score_places

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["DocumentReport", "Report", "evaluate"]

Parser = Callable[[Path], Notice]
_WIDTH = 170  # columns of the printed tables, whatever the terminal: a report is also read in log files
_MEANING = ("norm", "entities", "orgs", "gpes", "places")
_BESIDE = (
    *("norm_units", "norms", "norm_actors", "norm_deontics", "norm_deadlines", "norm_frequencies", "norm_strength_order"),
    *("orgs", "gpes"),
)
# All components do not fit side by side.
_TABLES = {
    "form and figures": tuple(name for name in COMPONENTS if not name.startswith(_MEANING)),
    "norms and entities": tuple(name for name in COMPONENTS if name.startswith(_MEANING)),
}


@dataclass(slots=True)
class DocumentReport:
    """The figures of one source of one gold file."""

    name: str
    """File name of the source; the same notice as text and as HTML is two documents."""
    scores: Scores
    baseline: Scores
    beside: dict[str, Scores | None] = field(default_factory=dict)
    """Scores of the baselines for norms and entities by their names, null for one that is not installed; empty where not asked for."""
    checks: dict[str, int] = field(default_factory=dict)
    """How many of the notice's own checks passed, failed, or did not apply."""
    failed_checks: list[str] = field(default_factory=list)
    error: str | None = None
    """Message of the named error, where the source could not be parsed; everything then counts as missed."""


@dataclass(slots=True)
class Report:
    """The figures of a gold corpus."""

    corpus: str
    """Hash of the gold corpus."""
    documents: list[DocumentReport]
    misses: bool = False
    """Whether :meth:`table` and :meth:`to_dict` list what was missed and what was found too much."""

    @property
    def pooled(self) -> Scores:
        """Scores over all documents, items counted together."""
        return pool(document.scores for document in self.documents)

    @property
    def pooled_baseline(self) -> Scores:
        """As :attr:`pooled`, for the baseline."""
        return pool(document.baseline for document in self.documents)

    @property
    def pooled_beside(self) -> dict[str, Scores | None]:
        """As :attr:`pooled`, for each of the baselines for norms and entities."""
        names = dict.fromkeys(name for document in self.documents for name in document.beside)
        return {name: _pool_or_none([document.beside.get(name) for document in self.documents]) for name in names}

    def failures(self, gates: Gates) -> list[str]:
        """Return one message for each gate that is not passed; empty where all are."""
        broken = [f"{document.name}: {document.error}" for document in self.documents if document.error]
        return broken + gates.failures(self.corpus, self.pooled)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values, for JSON."""
        return {
            "corpus": self.corpus,
            "pooled": self._plain(self.pooled),
            "baseline": self._plain(self.pooled_baseline),
            "beside": {name: scores and self._plain(scores) for name, scores in self.pooled_beside.items()},
            "documents": [
                {
                    "name": document.name,
                    "error": document.error,
                    "checks": document.checks,
                    "failed_checks": document.failed_checks,
                    "scores": self._plain(document.scores),
                    "baseline": self._plain(document.baseline),
                }
                for document in self.documents
            ],
        }

    def table(self) -> str:
        """Return the report as text: pooled figures, F1 per document, checks, and the misses where they were asked for."""
        from rich.console import Console

        console = Console(file=StringIO(), width=_WIDTH, force_terminal=False, color_system=None, highlight=False, markup=False)
        console.print(_pooled_table(self.pooled, self.pooled_baseline))
        if beside := self.pooled_beside:
            console.print(_beside_table(self.pooled, beside))
        for title, components in _TABLES.items():
            console.print(_document_table(title, components, self.documents))
        for line in self._remarks():
            console.print(line, soft_wrap=True)
        file = console.file
        return file.getvalue() if isinstance(file, StringIO) else ""

    def _plain(self, scores: Scores) -> dict[str, Any]:
        return {name: None if result is None else result.to_dict(misses=self.misses) for name, result in scores.items()}

    def _remarks(self) -> list[str]:
        lines: list[str] = []
        for document in self.documents:
            if document.error:
                lines.append(f"{document.name}: not parsed: {document.error}")
            lines += [f"{document.name}: check failed: {message}" for message in document.failed_checks]
            if self.misses:
                for component, result in document.scores.items():
                    lines += _counted(f"{document.name}: {component}: missed  ", result.missed if result else [])
                    lines += _counted(f"{document.name}: {component}: extra   ", result.extra if result else [])
        return lines


def evaluate(gold_dir: Path, misses: bool = False, *, parse: Parser | None = None, beside: bool = False) -> Report:
    """Parse every source of the gold files in ``gold_dir`` and return how the results compare with the labels.

    A gold file whose source lies there as text and as HTML gives two documents. ``misses`` makes the report list what was
    missed and what was found too much. ``parse`` is the parser to score, by default the pipeline's; ``beside`` adds the baselines
    for norms and entities, which take some seconds. A source that gives a named error counts as all missed.

    Raises :class:`GoldError` where the folder holds no gold file or one is wrong.
    """
    if parse is None:
        from ..extract import parse as pipeline

        parse = pipeline
    gold_dir = Path(gold_dir)
    corpus = corpus_hash(gold_dir)
    documents = []
    for file in load_all(gold_dir):
        wanted = _Wanted(file, *from_gold(file))
        documents += [_document(source, wanted, parse, beside) for source in file.sources]
    return Report(corpus, documents, misses)


@dataclass(slots=True, frozen=True)
class _Wanted:
    """What one gold file asks for."""

    file: GoldFile
    findings: Findings
    locator: Locator

    def scores(self, notice: Notice) -> Scores:
        """Return how ``notice`` compares."""
        norms = norms_of_gold(self.file.gold, self.locator)
        scores = score(self.findings, from_notice(notice, self.locator)) | score_norms(norms, norms_of_notice(notice, self.locator))
        places = score_places(Path(self.file.gold.source).stem, notice)
        return scores | ({"places": places} if places else {})

    def nothing(self) -> Scores:
        """Return the scores of a source that gave no notice."""
        return score(self.findings, {name: [] for name in self.findings}) | score_norms(norms_of_gold(self.file.gold, self.locator), [])


def _document(source: Path, wanted: _Wanted, parse: Parser, beside: bool) -> DocumentReport:
    report = DocumentReport(source.name, {}, wanted.scores(baseline.parse(source)))
    try:
        notice = parse(source)
    except GongwenError as error:
        report.error = f"{type(error).__name__}: {error}"
        report.scores = wanted.nothing()
        return report
    report.scores = wanted.scores(notice) | {"spans": span_score(notice)}
    if beside:
        report.beside = scores_beside(source, wanted.findings, norms_of_gold(wanted.file.gold, wanted.locator), wanted.locator)
    report.checks = dict(Counter(check.status for check in notice.checks))
    report.failed_checks = [f"{check.check}: {check.message}" for check in notice.checks if check.status == "fail"]
    return report


def _counted(prefix: str, items: list[str]) -> list[str]:
    """Return one line for each different item, with how often it occurs where that is more than once."""
    return [f"{prefix}{item}" + (f" ×{count}" if count > 1 else "") for item, count in Counter(items).items()]


def _pooled_table(ours: Scores, base: Scores) -> Table:
    from rich.table import Table

    table = Table("component", title="all documents pooled")
    for heading in ("gold", "found", "missed", "extra", "P", "R", "F1", "baseline P", "R", "F1"):
        table.add_column(heading, justify="right")
    for component, result in ours.items():
        if result is None:
            table.add_row(component, "", "not run", *[""] * 8)
            continue
        counts = (result.found + len(result.missed), result.found, len(result.missed), len(result.extra))
        table.add_row(component, *map(str, counts), *_figures(result), *_figures(base.get(component)))
    return table


def _beside_table(ours: Scores, beside: dict[str, Scores | None]) -> Table:
    from rich.table import Table

    table = Table("F1", title="norms and entities beside the baselines")
    for heading in ("ours", *(name if scores else f"{name} (not installed)" for name, scores in beside.items())):
        table.add_column(heading, justify="right")
    for component in _BESIDE:
        if component in ours:
            table.add_row(component, *(_f1(scores.get(component) if scores else None) for scores in (ours, *beside.values())))
    return table


def _pool_or_none(documents: list[Scores | None]) -> Scores | None:
    ran = [scores for scores in documents if scores is not None]
    return pool(ran) if ran else None


def _document_table(title: str, wanted: tuple[str, ...], documents: list[DocumentReport]) -> Table:
    from rich.box import SIMPLE
    from rich.table import Table

    ran = {name for document in documents for name, result in document.scores.items() if result}
    components = [name for name in wanted if name in ran]
    table = Table(title=f"per document: {title}", box=SIMPLE)
    table.add_column("F1", no_wrap=True)
    for component in components:
        table.add_column(component.removeprefix("norm_").replace("_", " "), justify="right")
    table.add_column("checks passed", justify="right")
    for document in documents:
        passed, failed = document.checks.get("pass", 0), document.checks.get("fail", 0)
        table.add_row(document.name, *(_f1(document.scores.get(name)) for name in components), f"{passed} of {passed + failed}")
        table.add_row("  baseline", *(_f1(document.baseline.get(name)) for name in components))
    return table


def _figures(result: Score | None) -> tuple[str, str, str]:
    return (_figure(result.precision), _figure(result.recall), _figure(result.f1)) if result else ("–", "–", "–")


def _f1(result: Score | None) -> str:
    return _figure(result.f1) if result else "–"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
