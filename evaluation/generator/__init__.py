"""A generator of notices with known gold, for tests of a corpus at scale.

Every notice is made from the seed and its index alone, so that any part of a corpus can be made anywhere. The wording is ours;
divisions, towns, agencies and their codes come from the tables of the house.
"""

from __future__ import annotations

from .notice import Made, make
from .plan import Header, Plan, PlanError
from .writing import FOLDER, Job, generate

__all__ = ["FOLDER", "Header", "Job", "Made", "Plan", "PlanError", "generate", "make"]
