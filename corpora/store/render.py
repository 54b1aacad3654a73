"""A corpus at a glance, for people at a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType

from ..views import plain, rows_view
from .keeping import CorpusInfo, Reject

__all__ = ["info_view", "rejects_view"]


def info_view(info: CorpusInfo) -> RenderableType:
    """Return what a corpus holds."""
    years = f"{info.years[0]}-{info.years[1]}" if info.years else "none"
    said = [
        ("years", years),
        ("issued by", _listed(info.by_level)),
        ("citations", _listed(info.citations)),
        ("read by", ", ".join(info.pipeline)),
        ("schema version", info.schema_version),
    ]
    if info.stale:
        said.append(("stale entries in the index", f"{info.stale}; gongwen corpus migrate takes them out"))
    return rows_view(("what", "how many"), [*info.counts.items(), *said])


def rejects_view(rejects: list[Reject]) -> RenderableType:
    """Return the rejects, each with its reason."""
    if not rejects:
        return plain("no rejects: every document was read")
    return Group(
        rows_view(("source", "error", "what happened, and what to do"), [(item.uri, item.error, item.message) for item in rejects])
    )


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"
