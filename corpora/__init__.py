"""Many notices: sources found, parsed in a batch and written, rosters and norms exported, clauses looked up; and corpora of them.

What works on a corpus is imported when it is first asked for (PEP 562): whoever parses a page does not wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from .batch import is_light, parse_many, parse_protected, write_notices
from .clauses import ClauseReading, clause_json, read_clause
from .damage import DamageReport, RepairedStretch, RepairedText, damage_json, damage_report, repaired_text
from .files import write_file
from .ig_script import ig_script
from .norms import NORM_COLUMNS, export_norms, norm_rows, select_norms
from .opening import open_notice
from .reading import Outcome, UnexpectedError
from .rosters import audit, export_rosters, roster_rows
from .sources import Given, find_sources, result_names
from .worker import CrashError

if TYPE_CHECKING:
    from .building import BuildSummary, build, import_roster
    from .citing import (
        REFERENCE_STYLES,
        CitationChain,
        CitationEdge,
        CitationGraph,
        CitationNode,
        CitedClause,
        NumberingGaps,
        Quotation,
        citation_chains,
        citation_graph,
        cite,
        export_graph,
        find_quotations,
        format_reference,
        numbering_gaps,
    )
    from .comparing.alignment import Alignment, align
    from .comparing.norms import norms_by_actor
    from .comparing.side_by_side import find_notice, pairs_table, reuse_table
    from .comparing.targets import target_ledger, target_pivot
    from .comparing.terms import keyness, term_frequencies
    from .exporting import FORMATS, Selection, export, relation
    from .exporting.gold import export_gold
    from .importing import import_gold
    from .scale import build_on_dask
    from .searching.kwic import Kwic, KwicRow, kwic, kwic_table
    from .searching.searching import SearchHit, SearchResult, search
    from .store.folder import Corpus, open_corpus
    from .store.keeping import corpus_info, rejects, roster_table
    from .store.migration import migrate
    from .tables import to_dataframe

__all__ = [
    "FORMATS",
    "NORM_COLUMNS",
    "REFERENCE_STYLES",
    "Alignment",
    "BuildSummary",
    "CitationChain",
    "CitationEdge",
    "CitationGraph",
    "CitationNode",
    "CitedClause",
    "ClauseReading",
    "Corpus",
    "CrashError",
    "DamageReport",
    "Given",
    "Kwic",
    "KwicRow",
    "NumberingGaps",
    "Outcome",
    "Quotation",
    "RepairedStretch",
    "RepairedText",
    "SearchHit",
    "SearchResult",
    "Selection",
    "UnexpectedError",
    "align",
    "audit",
    "build",
    "build_on_dask",
    "citation_chains",
    "citation_graph",
    "cite",
    "clause_json",
    "corpus_info",
    "damage_json",
    "damage_report",
    "export",
    "export_gold",
    "export_graph",
    "export_norms",
    "export_rosters",
    "find_notice",
    "find_quotations",
    "find_sources",
    "format_reference",
    "ig_script",
    "import_gold",
    "import_roster",
    "is_light",
    "keyness",
    "kwic",
    "kwic_table",
    "migrate",
    "norm_rows",
    "norms_by_actor",
    "numbering_gaps",
    "open_corpus",
    "open_notice",
    "pairs_table",
    "parse_many",
    "parse_protected",
    "read_clause",
    "rejects",
    "relation",
    "repaired_text",
    "result_names",
    "reuse_table",
    "roster_rows",
    "roster_table",
    "search",
    "select_norms",
    "target_ledger",
    "target_pivot",
    "term_frequencies",
    "to_dataframe",
    "write_file",
    "write_notices",
]

_LATE: Final = {
    "Alignment": "comparing.alignment",
    "BuildSummary": "building",
    "CitationChain": "citing",
    "CitationEdge": "citing",
    "CitationGraph": "citing",
    "CitationNode": "citing",
    "CitedClause": "citing",
    "Corpus": "store.folder",
    "FORMATS": "exporting",
    "NumberingGaps": "citing",
    "Quotation": "citing",
    "REFERENCE_STYLES": "citing",
    "Selection": "exporting",
    "align": "comparing.alignment",
    "build": "building",
    "build_on_dask": "scale",
    "citation_chains": "citing",
    "citation_graph": "citing",
    "cite": "citing",
    "corpus_info": "store.keeping",
    "export": "exporting",
    "export_gold": "exporting.gold",
    "export_graph": "citing",
    "find_notice": "comparing.side_by_side",
    "find_quotations": "citing",
    "format_reference": "citing",
    "import_gold": "importing",
    "import_roster": "building",
    "keyness": "comparing.terms",
    "migrate": "store.migration",
    "norms_by_actor": "comparing.norms",
    "numbering_gaps": "citing",
    "open_corpus": "store.folder",
    "pairs_table": "comparing.side_by_side",
    "rejects": "store.keeping",
    "relation": "exporting",
    "reuse_table": "comparing.side_by_side",
    "roster_table": "store.keeping",
    "target_ledger": "comparing.targets",
    "target_pivot": "comparing.targets",
    "term_frequencies": "comparing.terms",
    "to_dataframe": "tables",
    "Kwic": "searching.kwic",
    "KwicRow": "searching.kwic",
    "SearchHit": "searching.searching",
    "SearchResult": "searching.searching",
    "kwic": "searching.kwic",
    "kwic_table": "searching.kwic",
    "search": "searching.searching",
}


def __getattr__(name: str) -> object:
    """Import what works on a corpus when it is first asked for."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_LATE[name]}", __name__), name)
