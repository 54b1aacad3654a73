"""Who has the word: the rules, a model, or both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from ...schemas.errors import ModelNameError
from ...schemas.notice import Notice
from .calls import Calling
from .proposing import propose
from .result import Proposals
from .shapes import Task
from .voting import adopt, vote

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["Mode", "consult"]

Mode = Literal["rules", "llm", "vote"]
"""rules: no model is asked; llm: what the model says and the text bears out; vote: see :func:`vote`."""


def consult(
    notice: Notice,
    mode: Mode,
    model: str | BaseChatModel | None = None,
    *,
    tasks: Iterable[Task] = ("norms",),
    calling: Calling | None = None,
) -> tuple[Notice, Proposals | None]:
    """Return the notice as ``mode`` has it, and what the model proposed; null for the latter where the rules have the word.

    The arguments are those of :func:`propose`, which says what is raised; a model that is named where the rules have the word raises
    :class:`~gongwen.schemas.errors.ModelNameError`, because it would not be asked.
    """
    if mode == "rules":
        if model is not None:
            raise ModelNameError("a model is named, but the rules alone have the word; say mode vote or llm, or name none")
        return notice, None
    proposals = propose(notice, model, tasks=tasks, calling=calling)
    return (vote if mode == "vote" else adopt)(notice, proposals), proposals
