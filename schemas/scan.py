"""What is known of a notice that was recognised from images: how sure its characters are, where its seals stand."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Model

__all__ = ["Run", "Seal"]


@dataclass(slots=True)
class Run(Model):
    """Characters of a block that were recognised with about the same confidence."""

    start: int
    end: int
    confidence: float
    """The least of its characters', 0 to 1."""


@dataclass(slots=True)
class Seal(Model):
    """A seal (公章) on a page; its ink was taken out before the page was recognised."""

    page: int
    """From 1."""
    bbox: tuple[float, float, float, float]
    """Left, top, right, bottom in points."""
