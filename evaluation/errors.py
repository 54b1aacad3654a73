"""The error report: gold and output side by side, sentence by sentence, as one page of HTML for whoever improves the rules.

The page needs nothing but itself: style and script are in ``errors.html``, everything that comes from a text is escaped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path
from string import Template
from typing import Final, Literal

from ..schemas.notice import Notice
from .findings import Findings, Item, Locator, Place, from_gold, from_notice
from .gold import load_all
from .norms import BLANK, NormItem, norms_of_gold, norms_of_notice, pair, same_words

__all__ = ["OUTCOMES", "Outcome", "Row", "error_page", "outcome", "rows"]

Outcome = Literal["right", "wrong-type", "wrong-actors", "wrong-details", "missed", "extra"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("right", "wrong-type", "wrong-actors", "wrong-details", "missed", "extra")
"""The first that applies counts; details are clause, source of the actors, modal, times and consequence."""
_TEMPLATE: Final = Path(__file__).with_name("errors.html")
_STRETCHES: Final = ("deadline", "frequency", "consequence")
_EQUALS: Final = ("eid", "actor_source", "deontic")


@dataclass(slots=True, frozen=True)
class Row:
    """A sentence that the gold or the output takes for a norm."""

    gold: NormItem | None
    found: NormItem | None

    @property
    def place(self) -> Place | None:
        """Where both together stand in the gold text without blanks; null where that is not known."""
        places = [item.place for item in (self.gold, self.found) if item and item.place]
        return (min(start for start, _ in places), max(end for _, end in places)) if places else None

    @property
    def rule(self) -> str:
        """The rule that decided, empty where none did."""
        return self.found.rule if self.found else ""


@dataclass(slots=True, frozen=True)
class _Document:
    name: str
    rows: list[Row]
    locator: Locator
    body: Place
    entities: dict[str, dict[Outcome, list[str]]]


def error_page(gold_dir: Path, parse: Callable[[Path], Notice] | None = None) -> str:
    """Return the error report over the gold files of ``gold_dir`` as HTML.

    ``parse`` is the parser to look at, by default the pipeline's. Raises :class:`GoldError` where a gold file is missing or wrong,
    and the named error of a text that cannot be parsed.
    """
    if parse is None:
        from ..extract import parse as pipeline

        parse = pipeline
    documents = []
    for file in load_all(gold_dir):
        findings, locator = from_gold(file)
        notice = parse(file.sources[0])
        found = norms_of_notice(notice, locator) or []
        entities = _entities(findings, from_notice(notice, locator))
        norms = norms_of_gold(file.gold, locator) or []
        documents.append(_Document(file.sources[0].name, rows(norms, found), locator, locator.body, entities))
    return _page(documents)


def rows(gold: list[NormItem], found: list[NormItem]) -> list[Row]:
    """Return what is compared side by side, in the order of the text; what has no place comes last."""
    pairs = pair(gold, found)
    result = [Row(*both) for both in pairs.matched]
    result += [Row(item, None) for item in pairs.missed] + [Row(None, item) for item in pairs.extra]
    return sorted(result, key=lambda row: (row.place is None, row.place or (0, 0)))


def outcome(row: Row) -> Outcome:
    """Return how ``row`` ended: the first of :data:`OUTCOMES`, from the type on, that applies."""
    gold, found = row.gold, row.found
    if gold is None or found is None:
        return "missed" if gold else "extra"
    if gold.type != found.type:
        return "wrong-type"
    if set(gold.actors) != set(found.actors):
        return "wrong-actors"
    return "wrong-details" if any(_differs(gold, found, name) for name in (*_EQUALS, *_STRETCHES)) else "right"


def _differs(gold: NormItem, found: NormItem, name: str) -> bool:
    one, other = _value(gold, name), _value(found, name)
    if one == other:
        return False
    return name not in _STRETCHES or not same_words(one, other)


def _value(item: NormItem, name: str) -> str:
    value = getattr(item, name)
    return "、".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def _entities(gold: Findings, found: Findings) -> dict[str, dict[Outcome, list[str]]]:
    result: dict[str, dict[Outcome, list[str]]] = {}
    for component in ("orgs", "gpes"):
        wanted, got = _forms(gold.get(component)), _forms(found.get(component))
        sides = ("right", [form for form in wanted if form in got]), ("missed", [form for form in wanted if form not in got])
        result[component] = {**dict(sides), "extra": [form for form in got if form not in wanted]}  # type: ignore[dict-item]
    return result


def _forms(items: list[Item] | None) -> list[str]:
    return [item.key[-1] for item in items or ()]


def _page(documents: list[_Document]) -> str:
    every = [row for document in documents for row in document.rows]
    total = Counter(map(outcome, every))
    by_rule: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for row in every:
        if row.found:
            by_rule[row.rule][outcome(row)] += 1
    names = sorted(by_rule, key=lambda name: (-by_rule[name].total(), name))
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        title="Norms: gold and output side by side",
        summary=_summary(len(documents), every, total["right"]),
        chips="\n".join(_chip(name, total[name]) for name in OUTCOMES),
        documents="".join(f'<option value="{_anchor(item.name)}">{escape(item.name)}</option>' for item in documents),
        rules="".join(f'<option value="{escape(name)}">{escape(name or "without a name")}</option>' for name in names if name),
        heads="".join(f"<th>{name.replace('-', ' ')}</th>" for name in OUTCOMES if name != "missed"),
        counts="".join(_rule_line(name, by_rule[name]) for name in names),
        sections="\n".join(_section(document) for document in documents),
    )


def _summary(documents: int, every: list[Row], right: int) -> str:
    gold, found = sum(1 for row in every if row.gold), sum(1 for row in every if row.found)
    return (
        f"{documents} document{'s' * (documents != 1)}, {gold} norms in the gold, {found} found; {right} right in every field. "
        "Words that only one side counts to the sentence are marked in it; values that differ are coloured."
    )


def _chip(name: Outcome, count: int) -> str:
    label = f'<span class="dot"></span>{name.replace("-", " ")} <b>{count}</b>'
    return f'<label class="chip {name}"><input type="checkbox" data-outcome="{name}" checked>{label}</label>'


def _rule_line(name: str, counts: Counter[Outcome]) -> str:
    cells = "".join(_count(counts[kind]) for kind in OUTCOMES if kind != "missed")
    share = f"{counts['right'] / counts.total():.0%}"
    return f'<tr data-rule="{escape(name)}"><td>{escape(name or "without a name")}</td>{cells}<td>{share}</td></tr>'


def _count(count: int) -> str:
    return f"<td>{count}</td>" if count else '<td class="zero">·</td>'


def _section(document: _Document) -> str:
    counts = Counter(map(outcome, document.rows))
    told = ", ".join(f"{counts[name]} {name.replace('-', ' ')}" for name in OUTCOMES if counts[name])
    heads = "<div>sentence</div><div>gold</div><div>output</div>"
    return (
        f'<section id="{_anchor(document.name)}"><h2>{escape(document.name)} <small>{told}</small></h2>'
        f'{_named(document.entities)}<div class="heads">{heads}</div>{"".join(_lines(document))}</section>'
    )


def _anchor(name: str) -> str:
    return "d-" + escape(name.replace(" ", "-"))


def _named(entities: dict[str, dict[Outcome, list[str]]]) -> str:
    lines = []
    for component, sides in entities.items():
        chips = "".join(f'<span class="entity {side}">{escape(form)}</span>' for side, forms in sides.items() for form in forms)
        told = ", ".join(f"{len(forms)} {side}" for side, forms in sides.items() if forms)
        if chips:
            lines.append(f"<div><b>{component}</b> <small>{told}</small></div><div>{chips}</div>")
    return f'<div class="entities">{"".join(lines)}</div>' if lines else ""


def _lines(document: _Document) -> Iterator[str]:
    """Yield the rows with the text that stands between them."""
    at, end = document.body
    for row in document.rows:
        place = row.place
        if place and place[0] > at:
            yield _context(document.locator.words((at, place[0])))
        yield _row(row, document.locator)
        at = max(at, place[1]) if place else at
    if at < end:
        yield _context(document.locator.words((at, end)))


def _context(words: str) -> str:
    lines = "\n".join(filter(None, (line.strip() for line in words.splitlines())))
    return f'<div class="context">{escape(lines)}</div>' if lines else ""


def _row(row: Row, locator: Locator) -> str:
    kind = outcome(row)
    shown = "".join(_stretches(row, locator)) if row.place else escape((row.gold or row.found or BLANK).quote)
    cells = _cell(row.gold, row.found, ""), _cell(row.found, row.gold, row.rule)
    label = f'<span class="outcome">{kind.replace("-", " ")}</span>'
    eid = escape((row.gold or row.found or BLANK).eid)
    return (
        f'<div class="row {kind}" data-outcome="{kind}" data-rule="{escape(row.rule)}">'
        f'<div class="text">{shown}<code>{eid}</code></div><div>{cells[0]}</div><div>{label}{cells[1]}</div></div>'
    )


def _stretches(row: Row, locator: Locator) -> Iterator[str]:
    """Yield the words of both sentences together, marked where only one of the two has them."""
    gold = row.gold.place if row.gold else None
    found = row.found.place if row.found else None
    if gold is None or found is None:
        yield escape(locator.words(gold or found or (0, 0)))
        return
    borders = sorted({*gold, *found})
    for start, end in pairwise(borders):
        words = escape(locator.words((start, end)))
        inside = [low <= start and end <= high for low, high in (gold, found)]
        yield words if all(inside) else f'<mark class="{"gold-only" if inside[0] else "ours-only"}">{words}</mark>'


def _cell(item: NormItem | None, other: NormItem | None, rule: str) -> str:
    if item is None:
        return '<span class="none">–</span>'
    wrong = _wrong(item, other)
    badge = f'<span class="badge{" differs" if "type" in wrong else ""}">{escape(item.type)}</span>'
    strength = f" <code>{item.strength}</code>" if item.strength is not None else ""
    fields = ("actors", "actor_source", "deontic", *_STRETCHES, *(["eid"] if "eid" in wrong else []))
    values = "".join(_field(name, _value(item, name), differs=name in wrong) for name in fields if _value(item, name) or name in wrong)
    decided = f"<code>{escape(rule)}</code>" if rule else ""
    return f"{badge}{strength} {decided}<dl>{values}</dl>"


def _wrong(item: NormItem, other: NormItem | None) -> set[str]:
    if other is None:
        return set()
    wrong = {name for name in ("type", *_EQUALS) if _value(item, name) != _value(other, name)}
    wrong |= {name for name in _STRETCHES if _differs(item, other, name)}
    return wrong | ({"actors"} if set(item.actors) != set(other.actors) else set())


def _field(name: str, value: str, *, differs: bool) -> str:
    shown = escape(value) if value else "none"
    classes = " ".join(filter(None, ("differs" if differs else "", "" if value else "none")))
    return f'<dt>{name.replace("_", " ").replace("actor source", "source")}</dt><dd><span class="{classes}">{shown}</span></dd>'
