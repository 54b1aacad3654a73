"""Evaluation: gold in, figures out."""

from __future__ import annotations

from ..schemas.errors import GoldError
from .gates import GateError, Gates
from .report import Report, evaluate

__all__ = ["GateError", "Gates", "GoldError", "Report", "evaluate"]
