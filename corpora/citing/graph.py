"""Who cites whom: the graph of citations, as data and as GraphML, and the chains from a notice up to what it rests on (国→省→市→区)."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Final, Literal, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import orjson

from ..store.folder import Corpus
from .finding import find_notice

__all__ = [
    "CitationChain",
    "CitationEdge",
    "CitationGraph",
    "CitationNode",
    "GraphForm",
    "citation_chains",
    "citation_graph",
    "export_graph",
]

GraphForm = Literal["json", "graphml"]
Direction = Literal["both", "cites", "cited-by"]

_RANKS: Final = {"nation": 0, "province": 1, "prefecture": 2, "county": 3}
_LONGEST_CHAIN: Final = 8
_BATCH: Final = 500
# Characters that no XML 1.0 document may hold, not even escaped.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODE: Final = (
    "SELECT notice, id, uri, title, document_number, issuing_agency, written_date, document_type, region_code, level FROM notices"
)
_EDGES: Final = (
    "SELECT c.notice, c.target, c.relation, c.eid, c.target_eid, c.title, c.document_number, c.status FROM citations c WHERE {what}"
    " ORDER BY c.notice, c.position"
)


Status = Literal["resolved", "ambiguous", "unresolved"]


class _Row(NamedTuple):
    """A citation, as :data:`_EDGES` has it."""

    notice: int
    target: int | None
    relation: str | None
    eid: str
    target_eid: str | None
    title: str | None
    number: str | None
    status: Status


@dataclass(slots=True)
class CitationNode:
    """A notice, or a document that is cited and is not in the corpus."""

    id: str
    """id of the notice; of an absent document its number, or its 《title》."""
    present: bool
    uri: str | None = None
    title: str | None = None
    document_number: str | None = None
    issuing_agency: str | None = None
    written_date: str | None = None
    document_type: str | None = None
    region_code: str | None = None
    level: str | None = None
    """nation | province | prefecture | county, of the issuer."""


@dataclass(slots=True)
class CitationEdge:
    """The citations of one document by a notice under one relation."""

    source: str
    """id of the notice that cites."""
    target: str
    relation: str | None
    count: int
    status: Status
    eids: list[str] = field(default_factory=list)
    """The clauses that cite, each once."""
    target_eids: list[str] = field(default_factory=list)
    """The clauses cited, where they were found."""


@dataclass(slots=True)
class CitationGraph:
    """Documents and citations between them."""

    nodes: list[CitationNode]
    edges: list[CitationEdge]


@dataclass(slots=True)
class CitationChain:
    """A way from a notice to what it rests on, each document citing the next."""

    nodes: list[CitationNode]
    relations: list[str | None]
    """Of each step."""
    complete: bool
    """Whether it ends with a document of a national body; else the next one up is not in the corpus, or none is cited."""


def citation_graph(
    corpus: Corpus, reference: str | None = None, *, depth: int = 2, direction: Direction = "both", absent: bool = True
) -> CitationGraph:
    """Return the citations of a whole corpus, or those within ``depth`` steps of the notice that ``reference`` names.

    ``direction`` follows what a notice cites, what cites it, or both. ``absent`` keeps documents that are not in the corpus, or of which
    several may be meant. Raises what :func:`.finding.find_notice` does.
    """
    if reference is None:
        keys = {key for (key,) in corpus.db.execute("SELECT notice FROM notices")}
        rows = list(map(_Row._make, corpus.db.execute(_EDGES.format(what="1"))))
    else:
        keys, rows = _around(corpus.db, find_notice(corpus, reference), depth, direction)
    nodes = _nodes(corpus.db, keys)
    edges: dict[tuple[str, str, str | None], CitationEdge] = {}
    missing: dict[str, CitationNode] = {}
    for row in rows:
        if (row.target is not None and row.target not in nodes) or (row.target is None and not absent):
            continue
        other = missing.setdefault(_absent_id(row), _absent(row)) if row.target is None else nodes[row.target]
        key = nodes[row.notice].id, other.id, row.relation
        edge = edges.setdefault(key, CitationEdge(*key, count=0, status=row.status))
        edge.count += 1
        edge.eids += [row.eid] if row.eid not in edge.eids else []
        edge.target_eids += [row.target_eid] if row.target_eid and row.target_eid not in edge.target_eids else []
    return CitationGraph(sorted([*nodes.values(), *missing.values()], key=lambda node: (not node.present, node.id)), list(edges.values()))


def citation_chains(corpus: Corpus, reference: str, *, limit: int = 100) -> list[CitationChain]:
    """Return the chains from the notice that ``reference`` names up to what it rests on, complete ones first, then longer ones.

    A step goes to a document of a body of the same level or above that is cited as basis, carried out, forwarded, or without a word that
    says why; one that is not in the corpus ends its chain. Raises what :func:`.finding.find_notice` does.
    """
    chains: list[CitationChain] = []
    for path in _paths(corpus.db, find_notice(corpus, reference)):
        nodes = [node for node, _ in path]
        if len(nodes) > 1:
            chains.append(CitationChain(nodes, [relation for _, relation in path[1:]], nodes[-1].level == "nation"))
        if len(chains) == 10 * limit:
            break
    chains.sort(key=lambda chain: (not chain.complete, -len(chain.nodes), [node.id for node in chain.nodes]))
    return chains[:limit]


def export_graph(graph: CitationGraph | list[CitationChain], form: GraphForm) -> bytes:
    """Return a graph as a file: ``json`` (UTF-8; also of chains) or ``graphml`` (a directed graph, as Gephi and networkx read it)."""
    if form == "json" or isinstance(graph, list):
        return orjson.dumps(graph, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    return "".join(f"{line}\n" for line in _graphml(graph)).encode()


def _around(db: sqlite3.Connection, start: int, depth: int, direction: Direction) -> tuple[set[int], list[_Row]]:
    """Return the keys of the notices within ``depth`` steps, and the citations between them and of documents that are absent."""
    keys, edge = {start}, {start}
    for _ in range(depth):
        found: set[int] = set()
        for batch in _batches(edge):
            marks = ",".join("?" * len(batch))
            if direction != "cited-by":
                cited = db.execute(f"SELECT target FROM citations WHERE notice IN ({marks}) AND target IS NOT NULL", batch)  # noqa: S608
                found.update(key for (key,) in cited)
            if direction != "cites":
                found.update(key for (key,) in db.execute(f"SELECT notice FROM citations WHERE target IN ({marks})", batch))  # noqa: S608
        edge = found - keys
        keys |= found
    rows = [
        _Row._make(row)
        for batch in _batches(keys)
        for row in db.execute(_EDGES.format(what=f"c.notice IN ({','.join('?' * len(batch))})"), batch)
    ]
    return keys, rows


def _batches(keys: set[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for at in range(0, len(ordered), _BATCH):
        yield ordered[at : at + _BATCH]


def _nodes(db: sqlite3.Connection, keys: set[int]) -> dict[int, CitationNode]:
    rows = (row for batch in _batches(keys) for row in db.execute(f"{_NODE} WHERE notice IN ({','.join('?' * len(batch))})", batch))
    return {key: CitationNode(identity, True, *facts) for key, identity, *facts in rows}


def _absent_id(row: _Row) -> str:
    return row.number or f"《{row.title}》"


def _absent(row: _Row) -> CitationNode:
    return CitationNode(_absent_id(row), present=False, title=row.title, document_number=row.number)


def _paths(db: sqlite3.Connection, start: int) -> Iterator[list[tuple[CitationNode, str | None]]]:
    """Yield every way up from ``start`` that goes no further, each node with the relation that led to it."""
    known = _nodes(db, {start})
    above: dict[int, list[tuple[int | None, CitationNode, str | None]]] = {}
    stack: list[tuple[list[int], list[tuple[CitationNode, str | None]]]] = [([start], [(known[start], None)])]
    while stack:
        keys, path = stack.pop()
        if keys[-1] not in above:
            above[keys[-1]] = list(_steps(db, keys[-1], path[-1][0]))
        steps = [step for step in above[keys[-1]] if step[0] not in keys] if len(keys) < _LONGEST_CHAIN else []
        further = [step for step in steps if step[0] is not None]
        # What is absent is an end of its own; where nothing else is cited it is the end of this chain.
        for key, node, relation in further or steps:
            longer = [*path, (node, relation)]
            if key is None:
                yield longer
            else:
                stack.append(([*keys, key], longer))
        if not steps:
            yield path


def _steps(db: sqlite3.Connection, notice: int, node: CitationNode) -> Iterator[tuple[int | None, CitationNode, str | None]]:
    """Yield what a notice rests on: (key, node, relation), each document once."""
    what = "c.notice = ? AND (c.relation IN ('basis', 'implements', 'forwards') OR c.relation IS NULL)"
    found: dict[int | str, str | None] = {}
    absent: dict[str, CitationNode] = {}
    for row in map(_Row._make, db.execute(_EDGES.format(what=what), (notice,))):
        if row.target is not None:
            found[row.target] = found.get(row.target) or row.relation
        elif row.relation is not None:
            found[_absent_id(row)] = row.relation
            absent[_absent_id(row)] = _absent(row)
    nodes = _nodes(db, {key for key in found if isinstance(key, int)})
    for key, relation in found.items():
        if isinstance(key, str):
            yield None, absent[key], relation
        elif key != notice and _rank(nodes[key]) <= _rank(node):
            yield key, nodes[key], relation


def _rank(node: CitationNode) -> int:
    """Return how far below the nation a body stands; a law that names no issuer counts as national."""
    return _RANKS.get(node.level or "nation", 0)


def _graphml(graph: CitationGraph) -> Iterator[str]:
    """Yield the lines of a GraphML document (http://graphml.graphdrawing.org/)."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    columns = {
        "node": [item.name for item in fields(CitationNode) if item.name != "id"],
        "edge": ["relation", "count", "status", "eids", "target_eids"],
    }
    types = defaultdict(lambda: "string", {"present": "boolean", "count": "int"})
    for domain, names in columns.items():
        for name in names:
            yield f'  <key id="{domain}_{name}" for="{domain}" attr.name="{name}" attr.type="{types[name]}"/>'
    yield '  <graph id="citations" edgedefault="directed">'
    for node in graph.nodes:
        yield f"    <node id={quoteattr(_xml(node.id))}>{_data('node', asdict(node), columns['node'])}</node>"
    for edge in graph.edges:
        ends = f"source={quoteattr(_xml(edge.source))} target={quoteattr(_xml(edge.target))}"
        yield f"    <edge {ends}>{_data('edge', asdict(edge), columns['edge'])}</edge>"
    yield "  </graph>"
    yield "</graphml>"


def _data(domain: str, values: dict[str, object], names: list[str]) -> str:
    return "".join(
        f'<data key="{domain}_{name}">{escape(_xml(_plain(values[name])))}</data>' for name in names if values[name] not in (None, [])
    )


def _plain(value: object) -> str:
    if isinstance(value, list):
        return " ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
