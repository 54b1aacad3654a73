"""Clauses, chains and gaps at a glance, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from ...extract.regions import division_of
from ..views import new_table, plain, rows_view
from .gaps import NumberingGaps
from .graph import CitationChain, CitationGraph, CitationNode
from .lookup import CitedClause, ClauseContext, Incoming, Outgoing

__all__ = ["chains_view", "cited_clause_view", "gaps_view", "graph_view"]

_MARKS: Final = {"resolved": "→", "ambiguous": "?", "unresolved": "✗"}
_SHOWN: Final = 1200
"""Characters of a clause that are shown; the whole is in the JSON."""


def cited_clause_view(clause: CitedClause) -> RenderableType:
    """Return a clause with its addresses above, its neighbours around, and below what it cites, what cites it and what changed it."""
    more = len(clause.exact) - _SHOWN
    return Group(
        plain(clause.reference, "bold"),
        plain(clause.uri, "dim"),
        plain(clause.title or clause.notice_id),
        Text(),
        *(plain("  " * depth + _line(item), "dim") for depth, item in enumerate(clause.above)),
        *(_neighbour("↑", clause.before)),
        plain(clause.exact[:_SHOWN] + (f" … ({more:,} characters more)" if more > 0 else "")),
        *(_neighbour("↓", clause.after)),
        *_section("cites", map(_outgoing, clause.cites)),
        *_section(_cited_by(clause), map(_incoming, clause.cited_by)),
        *_section("changed by", map(_incoming, clause.changes)),
        *_section("validity, as the page states it", [plain(f"  {clause.validity}")] if clause.validity else []),
    )


def chains_view(chains: list[CitationChain]) -> RenderableType:
    """Return chains, each from the notice up, a document a line."""
    lines: list[Text] = []
    for chain in chains:
        lines.append(plain("complete" if chain.complete else "open: the next document up is not in the corpus, or none is cited", "bold"))
        relations = [None, *chain.relations]
        for depth, (node, relation) in enumerate(zip(chain.nodes, relations, strict=True)):
            lines.append(plain("  " * (depth + 1) + (f"{relation or 'cites'} → " if depth else "") + _document(node)))
        lines.append(Text())
    return Group(*lines)


def graph_view(graph: CitationGraph) -> RenderableType:
    """Return the citations of a graph as a table."""
    present = {node.id for node in graph.nodes if node.present}
    rows = ((edge.source, edge.relation, edge.target, "yes" if edge.target in present else "no", edge.count) for edge in graph.edges)
    return rows_view(("notice", "relation", "cites", "in the corpus", "times"), rows)


def gaps_view(gaps: NumberingGaps) -> RenderableType:
    """Return how many numbers of an agency and year there are, the stretches that are missing, and what is known of cited ones."""
    division = division_of(gaps.region_code) if gaps.region_code else None
    missing = [item.sequence for item in gaps.missing]
    cited = [item for item in gaps.missing if item.cited_by]
    table = new_table()
    for column in ("number", "title", "cited by"):
        table.add_column(column, overflow="fold")
    for item in cited:
        table.add_row(plain(item.document_number), plain(item.title or ""), plain(", ".join(item.cited_by)))
    return Group(
        plain(f"{gaps.code}〔{gaps.year}〕" + (f", {''.join(division.path)}" if division else ""), "bold"),
        plain(f"{len(gaps.present)} of the numbers 1 to {gaps.highest} are in the corpus"),
        plain(f"missing: {_runs(missing) or 'none'}"),
        *([plain(f"more than once: {_runs(gaps.repeated)}")] if gaps.repeated else []),
        *([plain(f"others: {', '.join(gaps.other)}")] if gaps.other else []),
        *((Text(), Text("missing, but cited", style="bold"), table) if cited else ()),
    )


def _line(item: ClauseContext) -> str:
    return f"{item.label or ''}{item.heading or ''}" or item.eid


def _neighbour(mark: str, item: ClauseContext | None) -> Iterator[Text]:
    if item is not None:
        yield plain(f"{mark} {_line(item)}", "dim")


def _section(title: str, lines: Iterable[Text]) -> Iterator[Text]:
    found = list(lines)
    if found:
        yield Text()
        yield Text(title, style="bold")
        yield from found


def _outgoing(item: Outgoing) -> Text:
    relation = f" ({item.relation})" if item.relation else ""
    target = item.target_uri or ", ".join(item.candidates)
    words = f"  {_MARKS[item.status]} {_flat(item.exact)}{relation}" + (f"\n      {target}" if target else "") + f"\n      {item.reason}"
    return plain(words, "" if item.status == "resolved" else "yellow")


def _incoming(item: Incoming) -> Text:
    what = "" if item.scope == "clause" else f" [{item.scope}]"
    relation = f" ({item.relation})" if item.relation else ""
    return plain(f"  {item.written_date or '    –     '}  {item.reference}{relation}{what}\n      {item.uri}")


def _cited_by(clause: CitedClause) -> str:
    shown, total = len(clause.cited_by), clause.cited_by_total
    return "cited by" if shown == total else f"cited by {total:,}, of which the first {shown}"


def _document(node: CitationNode) -> str:
    title = f"《{node.title}》" if node.title and node.id != f"《{node.title}》" else ""
    name = f"{node.document_number or node.id} {title}".strip()
    return name if node.present else f"{name} (not in the corpus)"


def _flat(text: str) -> str:
    return text.replace("\n", "⏎")


def _runs(numbers: list[int]) -> str:
    """Return numbers with runs written short: 1–3, 7, 9–12."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
