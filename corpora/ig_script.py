"""IG Script: norms in the notation of the Institutional Grammar 2.0, as IG Parser reads it.

After Frantz & Siddiki, Institutional Grammar (2022), and the description of IG Script in the documentation of IG Parser
(https://github.com/chrfrantz/IG-Parser). A component is marked in place, ``A(各镇) D(要) I(建立) Bdir(台账)``; what stands outside
components is kept and means nothing to the parser. What the sentence does not say stands behind it, so that the sentence stays whole:

- ``[id=…] [type=…]``, statement-level annotations;
- ``A[source=inherited](县级政府)``, an actor read elsewhere (a mark, a heading, an earlier sentence). The codebook writes what is
  implied in square brackets, but to the parser ``[A(…)]`` is an annotation of the statement and no actor; a component with an
  annotation of its own is both an actor and told apart from those in the sentence;
- ``O[norm=…]{…}``, the statement that follows the breach of this one, where it stands in a sentence of its own.

Three things are told to a reader who wants the sentence back. Before each component stands one blank more than in the text, for the
parser wants one. Brackets of the text would be read as notation, and there is no escape: they are written as their small or white
twins (﹙ ﹚ ﹛ ﹜ 〚 〛). A line break inside a sentence is ↵, for a statement is a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ..schemas.norms import Norm
from ..schemas.notice import Span

__all__ = ["ig_script"]

_ESCAPED: Final = str.maketrans({"(": "﹙", ")": "﹚", "{": "﹛", "}": "﹜", "[": "〚", "]": "〛", "\n": "↵"})
_NESTING: Final = frozenset({"Bdir", "Cac", "Cex", "P", "O"})
"""Components that may hold a statement of their own (in braces)."""
_JOINTS: Final = frozenset("、和及与或者以并 ,")
_ENTITY: Final = re.compile(
    r"(?:本[^,。;:\s]{1,6}所称|前款所称|上述)?(?P<entity>(?![以把将对按依由在其]|根据|分别|统一)[^,。;:，；：]{2,40}?)[,，]?(?:由[^。;；]*|是|主要|均|自[^,，]*|以[^,，]*)?$"
)
_RANK: Final = {"I": 0, "F": 0, "D": 1, "M": 1, "O": 2, "Cac": 3, "A": 4, "P": 5, "E": 5, "Bdir": 5, "Cex": 6}
"""Of two components that cross each other, the one of the lower rank stays."""


class _Component(NamedTuple):
    """A component and where it stands; offsets into the notice."""

    start: int
    end: int
    symbol: str
    note: str = ""
    """Semantic annotation, without its brackets."""


def ig_script(norms: Iterable[Norm], *, known: Sequence[Norm] = ()) -> Iterator[str]:
    """Yield each norm as a line of IG Script; what sanctions it is looked for among ``known``, the norms of the notice."""
    sanctions: dict[str, list[Norm]] = {}
    for norm in known:
        for breached in norm.breach_of:
            if breached != norm.id:
                sanctions.setdefault(breached, []).append(norm)
    for norm in norms:
        body, elsewhere = _statement(norm)
        line = [body, f"[id={norm.id}]", f"[type={norm.type}]", *elsewhere]
        for sanction in sanctions.get(norm.id, ()):
            inner, others = _statement(sanction)
            line.append(f"O[norm={sanction.id}]{{{' '.join([inner, *others])}}}")
        yield " ".join(line)


def _statement(norm: Norm) -> tuple[str, list[str]]:
    """Return the sentence with its components marked, and the actors that cannot be marked in it."""
    components = _nested(_components(norm))
    actors = [actor for actor in norm.actor_spans if norm.type != "constitutive"]
    marked = {(component.start, component.end) for component in components if component.symbol == "A"}
    elsewhere = [f"A[source={actor.source}]({_escape(actor.name)})" for actor in actors if (actor.start, actor.end) not in marked]
    body = _write(norm.exact, norm.start, components)
    return body[1:] if components and components[0].start == norm.start else body, elsewhere


def _components(norm: Norm) -> list[_Component]:
    constitutive = norm.type == "constitutive"
    found = [_Component(actor.start, actor.end, "P" if constitutive else "A") for actor in norm.actor_spans if _is_inside(actor, norm)]
    if norm.deontic_at:
        note = f"strength={norm.strength}" if norm.strength else ""
        found.append(_Component(norm.deontic_at.start, norm.deontic_at.end, "M" if constitutive else "D", note))
    if norm.aim_at:
        found.append(_Component(norm.aim_at.start, norm.aim_at.end, "F" if constitutive else "I"))
    if norm.object_at:
        found.append(_Component(norm.object_at.start, norm.object_at.end, "P" if constitutive else "Bdir"))
    found += [_Component(span.start, span.end, "Cac") for span in norm.conditions_at]
    found += [_Component(span.start, span.end, "Cex") for span in norm.constraints_at]
    for limit in norm.time_limits:
        if _is_inside(limit, norm):
            found.append(_Component(limit.start, limit.end, "Cex", f"deadline={limit.value or limit.kind}"))
    for often in norm.frequencies:
        found.append(_Component(often.start, often.end, "Cex", f"frequency={often.value}" if often.value else "frequency"))
    if norm.consequence_at and not _stands_alone(norm):
        found.append(_Component(norm.consequence_at.start, norm.consequence_at.end, "O"))
    return found + (_entity(norm) if constitutive else [])


def _stands_alone(norm: Norm) -> bool:
    """Whether what follows a failing is all that the sentence commands: then it is the statement, not the or-else of one."""
    outcome, aim = norm.consequence_at, norm.aim_at
    return norm.type == "consequence" or bool(outcome and aim and outcome.start <= aim.start < outcome.end)


def _is_inside(span: Span, norm: Norm) -> bool:
    return norm.start <= span.start and span.end <= norm.end


def _nested(components: list[_Component]) -> list[_Component]:
    """Return the components of which none crosses another, the outer before the inner.

    One inside another stays only where the outer may hold a statement and does, with an aim in it: else the words of a condition
    (经领导小组同意) would be lost to the parser around its actor.
    """
    kept: list[_Component] = []
    for item in sorted(components, key=lambda item: (_RANK[item.symbol], item.start)):
        overlapping = [other for other in kept if item.start < other.end and other.start < item.end]
        if all(_holds(other, item, kept) or _holds(item, other, kept) for other in overlapping):
            kept.append(item)
    return sorted(kept, key=lambda item: (item.start, -item.end))


def _holds(outer: _Component, inner: _Component, kept: list[_Component]) -> bool:
    """Whether ``inner`` may stand in ``outer``, as part of the statement that it is."""
    if not (outer.start <= inner.start and inner.end <= outer.end) or (outer.start, outer.end) == (inner.start, inner.end):
        return False
    return outer.symbol in _NESTING and any(
        _is_aim(item) and outer.start <= item.start and item.end <= outer.end for item in [*kept, inner]
    )


def _is_aim(item: _Component) -> bool:
    return item.symbol in ("I", "F")


def _entity(norm: Norm) -> list[_Component]:
    """Return what a constitutive norm constitutes: what stands before its function (本办法所称[河湖],是指…; [委员会]由…组成)."""
    if norm.aim_at is None:
        return []
    before = norm.exact[: norm.aim_at.start - norm.start]
    match = _ENTITY.search(before)
    return [_Component(norm.start + match.start("entity"), norm.start + match.end("entity"), "E")] if match else []


def _write(text: str, offset: int, components: list[_Component]) -> str:
    """Return ``text``, which begins at ``offset`` of the notice, with the components marked in it."""
    written: list[str] = []
    at = offset
    while components:
        first, *others = components
        inner = [item for item in others if item.end <= first.end]
        components = [item for item in others if item.end > first.end]
        run = _alternatives(text, offset, [first, *components]) if not inner else []
        written.append(_escape(text[at - offset : first.start - offset]))
        if run:
            components = components[len(run) - 1 :]
            written += [" (", _mark(text, offset, run[0], [])]
            for before, item in pairwise(run):
                written += [_escape(text[before.end - offset : item.start - offset]), " [OR] ", _mark(text, offset, item, [])]
            written.append(")")
            at = run[-1].end
        else:
            written += [" ", _mark(text, offset, first, inner)]
            at = first.end
    written.append(_escape(text[at - offset :]))
    return "".join(written)


def _mark(text: str, offset: int, item: _Component, inner: list[_Component]) -> str:
    words = text[item.start - offset : item.end - offset]
    note = f"[{item.note}]" if item.note else ""
    return f"{item.symbol}{note}" + (f"{{{_write(words, item.start, inner)}}}" if inner else f"({_escape(words)})")


def _alternatives(text: str, offset: int, components: list[_Component]) -> list[_Component]:
    """Return the actors at the head of ``components`` that 或 joins; side by side they would mean all of them."""
    run = [components[0]]
    joint = ""
    for item in components[1:]:
        between = text[run[-1].end - offset : item.start - offset]
        if item.symbol != "A" or run[0].symbol != "A" or not 0 < len(between) <= 3 or not set(between) <= _JOINTS:
            break
        run.append(item)
        joint = between
    return run if "或" in joint else []


def _escape(words: str) -> str:
    return words.translate(_ESCAPED)
