"""The damage of a notice, shown: its findings, and the text as it would read with all proposals followed."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from ..schemas.contract import plain_number
from ..schemas.errors import ContractError
from ..schemas.notice import Damage, Notice, Repair

__all__ = ["DamageReport", "RepairedStretch", "RepairedText", "damage_json", "damage_report", "repaired_text"]


@dataclass(slots=True)
class DamageReport:
    """What is damaged in a notice."""

    uri: str
    """The source."""
    damage: Damage
    """Severity, and how many findings there are of each kind."""
    repairs: list[Repair]
    """The findings in order of place."""


@dataclass(slots=True)
class RepairedStretch:
    """A stretch of the repaired text that differs: ``start``..``end`` stands for ``source_start``..``source_end`` of the notice."""

    start: int
    end: int
    source_start: int
    source_end: int
    kind: str
    confidence: float


@dataclass(slots=True)
class RepairedText:
    """The text of a notice with all proposals followed; between the stretches it is the text of the notice, only moved."""

    uri: str
    text: str
    map: list[RepairedStretch]


def damage_report(notice: Notice) -> DamageReport:
    """Return the damage of ``notice``; raises :class:`~gongwen.schemas.errors.ContractError` where its JSON tells of none.

    That is so where a version without a damage ledger wrote it.
    """
    if notice.repairs is None or notice.metadata.damage is None:
        raise ContractError(f"{notice.source.uri}: this JSON was written without looking for damage; parse the source again")
    return DamageReport(notice.source.uri, notice.metadata.damage, notice.repairs)


def repaired_text(notice: Notice) -> RepairedText:
    """Return how ``notice`` would read repaired, with the map to its text; raises as :func:`damage_report` does."""
    from ..extract.damage import edits, repaired_view  # the pipeline takes its time to load

    repairs = damage_report(notice).repairs
    stretches = [
        RepairedStretch(edit.start, edit.end, edit.source_start, edit.source_end, edit.repair.kind, edit.repair.confidence)
        for edit in edits(repairs)
    ]
    return RepairedText(notice.source.uri, repaired_view(notice.text, repairs).raw, stretches)


def damage_json(report: DamageReport | RepairedText) -> bytes:
    """Return a report, or a repaired text with its map, as UTF-8 JSON."""
    return orjson.dumps(report, default=plain_number, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
