"""Who of those that a sentence names acts in it, by what the sentence is."""

from __future__ import annotations

import re
from typing import Final

from .names import is_strong
from .said import Said, Verdict
from .subjects import Subject, explicit_subjects

__all__ = ["who_acts"]


def who_acts(said: Said, verdict: Verdict) -> list[Subject]:
    """Return those who act: who is encouraged or allowed, who takes part in what is set up, who sanctions; else the subjects."""
    subjects = said.subjects
    if verdict.type in ("encouragement", "permission"):
        subjects = explicit_subjects(said.text, said.segments, encouraging=True)
    elif verdict.type == "constitutive":
        subjects = _taking_part(said.text, subjects, composing=verdict.case == "composition") or _office(said)
    elif verdict.type == "consequence":
        subjects = explicit_subjects(said.text, said.segments, owned=False)
    return _sanctioning(said.text, subjects)


_TAKES_PART: Final = ("召集", "担任", "牵头", "参加", "负责", "承担", "挂帅", "作为", "任", "为召集人", "兼任", "具体负责")


_UNDERGOES: Final = re.compile(
    r"(?:一律|将|应|要|及时|依法)*(?:予以(?:淘汰|取消|撤销|通报|调整|表彰|奖励)|淘汰|取消|退出|降[格档级]|被|受到)"
)


def _sanctioning(text: str, subjects: list[Subject]) -> list[Subject]:
    """Return those of the subjects who act, not those whom something befalls: 成效差的小镇予以淘汰."""
    return [
        subject for subject in subjects if not (_UNDERGOES.match(text, subject.end) and _may_undergo(text[subject.start : subject.end]))
    ]


def _may_undergo(name: str) -> bool:
    """Whether one is spoken of as having something done to him: no body, or one that its outcome describes."""
    return "的" in name or not is_strong(name)


def _taking_part(text: str, subjects: list[Subject], *, composing: bool) -> list[Subject]:
    """Return those of the subjects of a constitutive norm who are to do something in it: 由 X 牵头, A、B 作为成员单位参加.

    ``composing`` says that the norm makes up a body, of which 由 A、B 组成 names the members.
    """
    kept: list[Subject] = []
    for subject in reversed(subjects):
        joined = bool(kept) and not kept[-1].agent and text[subject.end : kept[-1].start] in ("、", "和", "及")
        if (subject.agent and not composing) or joined or text.startswith(_TAKES_PART, subject.end):
            kept.append(subject)
    return kept[::-1]


_OFFICE: Final = re.compile(r"(?P<name>办公室)设在.{2,40}(?:承担|负责)")


def _office(said: Said) -> list[Subject]:
    """Return the office that a sentence sets up and gives tasks to: 办公室设在发展改革委,承担日常工作."""
    match = _OFFICE.search(said.text, said.start, said.end)
    return [Subject(*match.span("name"))] if match else []
