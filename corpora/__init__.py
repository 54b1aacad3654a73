"""Many notices: sources found, parsed in a batch and written, rosters and norms exported, clauses looked up."""

from __future__ import annotations

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

__all__ = [
    "NORM_COLUMNS",
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
    "export_norms",
    "export_rosters",
    "find_sources",
    "ig_script",
    "is_light",
    "norm_rows",
    "open_notice",
    "parse_many",
    "parse_protected",
    "read_clause",
    "repaired_text",
    "result_names",
    "roster_rows",
    "select_norms",
    "write_file",
    "write_notices",
]
