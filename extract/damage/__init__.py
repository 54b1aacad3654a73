"""Damage (损坏): what happened to a text on its way through document-sharing sites, converters and mirrors.

Found, located and graded, with a proposal where there is one; the text itself stays as it is. Damage beside the words is left
out of the view that the rules read (:func:`read_view`), damage to the words is reported (:func:`find_damage`) and the values
read from there are marked (:func:`mark_damaged`).
"""

from __future__ import annotations

from .chunks import MIN_CHUNK
from .doubtful import find_doubtful
from .ledger import find_damage, grade, mark_damaged
from .repaired import Edit, edits, repaired_view
from .structure import read_view

__all__ = ["MIN_CHUNK", "Edit", "edits", "find_damage", "find_doubtful", "grade", "mark_damaged", "read_view", "repaired_view"]
