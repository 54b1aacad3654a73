"""Clauses of a corpus as they are cited: looked up, referred to, linked.

:mod:`.finding` finds what a reference or a quotation means, :mod:`.lookup` reads a clause with what it cites and what cites it,
:mod:`.formats` writes references to it, :mod:`.graph` draws who cites whom, :mod:`.gaps` tells which numbers of an agency are missing.
"""

from __future__ import annotations

from .finding import Quotation, find_quotations
from .formats import REFERENCE_STYLES, ReferenceStyle, as_json, format_reference
from .gaps import MissingNumber, NumberingGaps, numbering_gaps
from .graph import CitationChain, CitationEdge, CitationGraph, CitationNode, GraphForm, citation_chains, citation_graph, export_graph
from .lookup import CitedClause, ClauseContext, Incoming, Outgoing, cite

__all__ = [
    "REFERENCE_STYLES",
    "CitationChain",
    "CitationEdge",
    "CitationGraph",
    "CitationNode",
    "CitedClause",
    "ClauseContext",
    "GraphForm",
    "Incoming",
    "MissingNumber",
    "NumberingGaps",
    "Outgoing",
    "Quotation",
    "ReferenceStyle",
    "as_json",
    "citation_chains",
    "citation_graph",
    "cite",
    "export_graph",
    "find_quotations",
    "format_reference",
    "numbering_gaps",
]
