"""Evaluation: gold in, figures out."""

from __future__ import annotations

from .gates import GateError, Gates
from .gold import GoldError
from .report import Report, evaluate

__all__ = ["GateError", "Gates", "GoldError", "Report", "evaluate"]
