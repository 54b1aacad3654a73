"""Many notices: sources found, parsed in a batch and written, rosters exported, clauses looked up."""

from __future__ import annotations

from .batch import is_light, parse_many, parse_protected, write_file, write_notices
from .clauses import ClauseReading, clause_json, read_clause
from .damage import DamageReport, RepairedStretch, RepairedText, damage_json, damage_report, repaired_text
from .opening import open_notice
from .reading import Outcome, UnexpectedError
from .rosters import audit, export_rosters, roster_rows
from .sources import Given, find_sources, result_names
from .worker import CrashError

__all__ = [
    "ClauseReading",
    "CrashError",
    "DamageReport",
    "Given",
    "Outcome",
    "RepairedStretch",
    "RepairedText",
    "UnexpectedError",
    "audit",
    "clause_json",
    "damage_json",
    "damage_report",
    "export_rosters",
    "find_sources",
    "is_light",
    "open_notice",
    "parse_many",
    "parse_protected",
    "read_clause",
    "repaired_text",
    "result_names",
    "roster_rows",
    "write_file",
    "write_notices",
]
