"""Notices at a glance, for people at a terminal: rich tables, and nothing of the document read as markup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..schemas.norms import Norm
from ..schemas.notice import Check, CheckStatus, Clause, Metadata, Notice, Roster
from .clauses import ClauseReading
from .damage import DamageReport
from .rosters import audit
from .views import new_table, plain

__all__ = ["clause_view", "damage_view", "norms_view", "notice_view", "roster_view"]

_MARKS: Final[dict[CheckStatus, tuple[str, str]]] = {"pass": ("✓", "green"), "fail": ("✗", "bold red"), "not-applicable": ("–", "dim")}


_FIELDS: Final = (
    ("发文字号", "document_number"),
    ("发文机关", "issuing_agencies"),
    ("主送机关", "addressees"),
    ("签署人", "signatories"),
    ("成文日期", "written_date"),
    ("发布日期", "published_date"),
    ("文种", "document_type"),
    ("印发文件", "instrument_title"),
    ("索引号", "index_number"),
    ("主题分类", "category"),
    ("主题词", "keywords"),
    ("有效性", "validity"),
    ("附注", "note"),
    ("附件", "attachments"),
    ("来源", "source_name"),
)


def notice_view(notice: Notice) -> RenderableType:
    """Return metadata, outline, counts, checks and warnings of a notice."""
    return Group(
        plain(notice.metadata.title or "(no title)", style="bold"),
        plain(notice.id, style="dim"),
        _metadata(notice.metadata),
        _outline(notice),
        _counts(notice),
        *_checks(notice.checks),
        *(plain(f"! {warning.code}: {warning.message}", style="yellow") for warning in notice.warnings),
    )


def damage_view(report: DamageReport, text: str) -> RenderableType:
    """Return the findings as a table, each in the words around it in ``text``, the text of the notice."""
    counts = ", ".join(f"{count} {kind}" for kind, count in report.damage.counts.items())
    head = plain(f"damage: {report.damage.severity}" + (f" ({counts})" if counts else ""), style="bold")
    if not report.repairs:
        return head
    table = new_table()
    table.add_column("at", justify="right")
    for heading in ("kind", "in the text", "proposed"):
        table.add_column(heading, overflow="fold")
    table.add_column("sure", justify="right")
    table.add_column("reversible")
    for item in report.repairs:
        proposed = "?" if item.proposed is None else item.proposed or "(nothing)"
        place = f"{text[max(item.start - 6, 0) : item.start]}[{_shortened(item.exact)}]{text[item.end : item.end + 6]}"
        cells = (
            str(item.start),
            item.kind,
            place.replace("\n", "⏎"),
            proposed,
            f"{item.confidence:.2f}",
            ("no", "yes")[item.reversible],
        )
        table.add_row(*map(plain, cells))
    return Group(head, table)


def _shortened(words: str) -> str:
    return words if len(words) <= 24 else f"{words[:20]}…"


def roster_view(notice: Notice) -> RenderableType:
    """Return each roster of a notice as a table, with its audit below it."""
    views: list[RenderableType] = []
    for roster in notice.rosters:
        views += [_roster(roster), *_checks(audit(notice, roster)), Text()]
    return Group(*views)


def norms_view(norms: list[Norm]) -> RenderableType:
    """Return norms as a table: where, what kind, who (~ where inherited), by when and how often, and the words."""
    table = new_table()
    table.add_column("clause", style="dim", no_wrap=True)
    table.add_column("type", no_wrap=True)
    table.add_column("who", overflow="fold", max_width=24)
    table.add_column("when", overflow="fold", max_width=14)
    table.add_column("norm", overflow="fold", ratio=1)
    for norm in norms:
        who = ("~" if norm.actor_source == "inherited" else "") + "; ".join(norm.actors)
        when = "; ".join(filter(None, (norm.deadline, norm.frequency)))
        table.add_row(*map(plain, (norm.eid, norm.type, who, when, norm.exact.replace("\n", "⏎"))))
    return table


def clause_view(reading: ClauseReading) -> RenderableType:
    """Return the words of a clause with its addresses above and what it cites below."""
    cited = [plain(f"  {item.exact}" + (f"  ({item.relation})" if item.relation else "")) for item in reading.citations]
    return Group(
        plain(reading.reference, style="bold"),
        plain(reading.uri, style="dim"),
        Text(),
        plain(reading.exact),
        *((Text(), Text("cites", style="bold"), *cited) if cited else ()),
    )


def _metadata(metadata: Metadata) -> RenderableType:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="cyan")
    table.add_column()
    for label, name in _FIELDS:
        value = getattr(metadata, name)
        if value:
            table.add_row(label, plain("; ".join(value) if isinstance(value, list) else value))
    if region := metadata.region:
        table.add_row("区划", plain(f"{' / '.join(region.path)} ({region.code}{', inferred' if region.inferred else ''})"))
    return Padding(table, (1, 0, 0, 0))


def _outline(notice: Notice) -> RenderableType:
    table = new_table()
    table.add_column("outline", ratio=1)
    table.add_column("eid", style="dim", no_wrap=True)
    for part in notice.parts:
        table.add_row(plain(part.title or part.kind, style="bold"), Text(part.eid))
        for clause in notice.clauses:
            if part.start <= clause.start < part.end:
                depth = clause.eid.count("__")
                table.add_row(plain("  " * depth + _line(notice, clause)), Text(clause.eid))
    return table


def _line(notice: Notice, clause: Clause) -> str:
    """Return label and heading; where there is no heading, how the words begin."""
    if clause.heading:
        return f"{clause.label} {clause.heading}"
    words = notice.text[clause.start + len(clause.label) : clause.end].split("\n", 1)[0].strip()
    return f"{clause.label} {words[:24]}" + ("…" if len(words) > 24 else "")


def _counts(notice: Notice) -> Text:
    rows = sum(len(roster.entries) for roster in notice.rosters)
    counts = (
        (len(notice.clauses), "clause", ""),
        (len(notice.citations), "citation", ""),
        (len(notice.quantities), "quantity", ""),
        (len(notice.lists), "list", ""),
        (len(notice.tables), "table", ""),
        (len(notice.rosters), "roster", f" of {rows} rows"),
        (len(notice.norms or ()), "norm", ""),
        (len({(entity.type, entity.exact) for entity in notice.entities or ()}), "named entity", ""),
    )
    return Text("found: " + ", ".join(f"{count} {_plural(name, count)}{more}" for count, name, more in counts if count))


def _plural(name: str, count: int) -> str:
    return name if count == 1 else f"{name.removesuffix('y')}ies" if name.endswith("y") else f"{name}s"


def _checks(checks: list[Check]) -> Iterator[Text]:
    for check in checks:
        mark, style = _MARKS[check.status]
        yield Text.assemble((f"{mark} {check.check:<16} ", style), plain(check.message))


def _roster(roster: Roster) -> Table:
    columns = list(dict.fromkeys(name for entry in roster.entries for name in entry.attributes))
    grouped = any(entry.group for entry in roster.entries)
    title = plain(f"{roster.title or 'roster'} ({roster.eid})", style="bold")
    table = new_table()
    table.title, table.title_justify = title, "left"
    table.add_column("no.", justify="right")
    for heading in ("name", *(["group"] if grouped else []), *columns, "region"):
        table.add_column(plain(heading))
    for entry in roster.entries:
        cells = [entry.name, *([entry.group or ""] if grouped else []), *(entry.attributes.get(name, "") for name in columns)]
        table.add_row(str(entry.number), *map(plain, cells), plain(" ".join(filter(None, (entry.region_code, entry.town)))))
    return table
