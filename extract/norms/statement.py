"""The inside of a norm sentence in the terms of the Institutional Grammar 2.0 (Frantz & Siddiki 2022, Institutional Grammar, ch. 4).

Aim (the commanded act), Object (what it is done to), Activation Conditions (when the norm holds) and Execution Constraints (how the act
is to be done). The grammar tells the last two apart by what they qualify: a condition says in which cases there is a duty at all
(对…的, 凡…, …的, 经…同意, 入选…后), a constraint shapes an act that is due anyway. 按照…, 根据…, 结合…, 通过… before an act are
therefore constraints: without the standard the act is still commanded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from .acts import ActReader, Bounds, ends_as_noun, headless_clause, is_approval
from .or_else import find_consequence
from .segments import Segment

__all__ = ["Statement", "read_statement"]


class Statement(NamedTuple):
    """The components of one norm sentence; all offsets are of the text that was read."""

    aim: Bounds | None
    """The commanded act: its verb as written, adverbs left out."""
    object: Bounds | None
    """What the act is done to, up to the end of its verb phrase."""
    conditions: list[Bounds]
    """Activation conditions."""
    constraints: list[Bounds]
    """Execution constraints beside time limits and frequencies."""
    consequence: Bounds | None
    """The words of an or-else."""


def read_statement(
    text: str,
    start: int,
    segments: list[Segment],
    *,
    subject: Bounds | None = None,
    modal: Bounds | None = None,
    kind: str = "obligation",
    masked: Sequence[Bounds] = (),
) -> Statement:
    """Return the components of the norm sentence that begins at ``start`` of ``text`` (folded text of a view).

    ``segments`` are those of the sentence, ``subject`` and ``modal`` where its actor and its modal stand in it, ``kind`` is the type of
    the norm, ``masked`` are sorted stretches that hold no act (time limits, citations).
    """
    reader = ActReader(text, masked)
    pieces = _joined(text, segments)
    first = _first(text, pieces, start, subject, _bare(text, modal))
    if kind == "constitutive":
        reader.read_constitution(pieces, first)
    for at, piece in enumerate(pieces):
        low = max(piece.start, first) if first < piece.end else piece.start
        match _role(reader, piece, pieces[at + 1 :], low, subject):
            case "topic":
                reader.read_topic(piece.start, piece.end)
            case "condition":
                reader.read_condition(piece.start, piece.end)
            case "constraint":
                reader.constraints.append((low, piece.end))
            case "act" if piece.end > first and reader.aim is None:
                reader.read_act(low, piece.end)
            case "act" if reader.aim:
                reader.conditions += _conditions_of(reader, piece)
            case _:
                pass
    if reader.aim is None:
        reader.read_anywhere(pieces, first)
    conditions = sorted(bounds for bounds in reader.conditions if reader.aim is None or not bounds[0] <= reader.aim[0] < bounds[1])
    found = find_consequence(text, pieces, conditions, subject)
    return Statement(reader.aim, reader.object, conditions, sorted(reader.constraints), found)


def _conditions_of(reader: ActReader, piece: Segment) -> list[Bounds]:
    """Return the conditions in an act behind the first one: (建立考核制度,)对不合格的小镇予以淘汰."""
    if clause_end := headless_clause(reader.text, piece.start, piece.end):
        return [(piece.start, clause_end)]
    if reader.text[piece.start] not in "对凡经":
        return []
    other = ActReader(reader.text, reader.masked)
    other.read_act(piece.start, piece.end)
    return other.conditions


_Role = Literal["topic", "condition", "constraint", "act", "none"]


def _role(reader: ActReader, piece: Segment, rest: list[Segment], low: int, subject: Bounds | None) -> _Role:
    """Tell what a segment does in the statement; ``low`` is where it begins behind subject and modal, ``rest`` what stands behind it."""
    text = reader.text
    if piece.kind == "topic" or _is_spoken_of(text, piece, rest, subject):
        return "topic"
    if piece.kind == "condition" or is_approval(text, piece):
        return "condition"
    if piece.kind in ("time", "purpose") or reader.is_masked(low, piece.end):
        return "none"
    if piece.kind == "act":
        return "constraint" if _serves(text, low, piece.end, rest) else "act"
    return "act" if reader.acts(piece) or (reader.aim and headless_clause(text, piece.start, piece.end)) else "constraint"


def _bare(text: str, modal: Bounds | None) -> Bounds | None:
    """Return the modal without the act that is in it: 搞 of 不搞, 负责, which is one where no other follows."""
    if modal and text[modal[1] - 1] == "搞":
        return modal[0], modal[1] - 1
    return (modal[0], modal[0]) if modal and text[slice(*modal)] == "负责" else modal


def _first(text: str, pieces: list[Segment], start: int, subject: Bounds | None, modal: Bounds | None) -> int:
    """Return from where the act is looked for: behind the subject and the modal, but 确保, 力争 behind an act only say what it is for."""
    low = subject[1] if subject and subject[0] >= start else start
    if modal is None or modal[1] < low:
        return low
    acted = any(piece.kind == "act" and low < piece.end <= modal[0] for piece in pieces)
    return low if acted and text[slice(*modal)] in ("确保", "力争", "争取", "保证", "努力") else modal[1]


# Verbs that at the head of a segment say by which means the next one is done (连动, IG: execution constraint).
_SERVING: Final = re.compile(
    r"(?:充分|积极|有效|切实|主动|紧紧|全面|严格)*(?:利用|借助|运用|依托|围绕|结合|立足|依靠|采取|遵循|坚持以|作为|从[^,]{2,20}出发|以.{2,30}为)"
)
_GOES_ON: Final = re.compile(
    r"(?:统一|一律|据实|分别|均|应当?|要|可以?|须|不得|不能|其|在.{2,16}(?:期间|年度),?)*(?:按|由|可|应|须|不得|不能|据实|统一|从|在)"
)


def _is_spoken_of(text: str, piece: Segment, rest: list[Segment], subject: Bounds | None) -> bool:
    """Whether a segment is a noun with a clause before it, of which the next segments speak: 企业发生的支出,按标准扣除."""
    if piece.kind != "act" or not rest or subject is None or subject[0] != piece.start or not ends_as_noun(text, piece):
        return False
    return any(_GOES_ON.match(text, other.start, other.end) for other in rest[:2])


def _serves(text: str, start: int, end: int, rest: list[Segment]) -> bool:
    """Whether an act only serves the next one: 利用新技术,推动…."""
    return start < end and _SERVING.match(text, start, end) is not None and any(other.kind == "act" for other in rest)


_OPEN: Final = re.compile(r"[不未没无]|存在|出现|发生|违反|连续")
_CONTINUES: Final = re.compile(r"[,;\s]*(?:但|而|且|并|又|或)")


def _joined(text: str, segments: list[Segment]) -> list[Segment]:
    """Put together what a comma parted inside one condition: 对考核不合格,不符合要求的小镇予以…; 掌握信息,但未提供的."""
    pieces: list[Segment] = []
    for segment in segments:
        last = pieces[-1] if pieces else None
        is_open = last is not None and last.kind == "topic" and "的" not in text[last.start : last.end]
        if last is None:
            pieces.append(segment)
        elif is_open and _OPEN.match(text, segment.start, segment.end):
            pieces[-1] = Segment(last.start, segment.end, "condition" if segment.kind == "condition" else "act")
        elif is_open and segment.kind == "act" and ends_as_noun(text, segment):
            pieces[-1] = Segment(last.start, segment.end, "topic")
        elif (segment.kind, last.kind, len(pieces)) == ("condition", "act", 1) and _CONTINUES.match(text[last.end : segment.start]):
            pieces[-1] = Segment(last.start, segment.end, "condition")
        else:
            pieces.append(segment)
    return pieces
