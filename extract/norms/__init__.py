"""Norms (规范性语句): who must do what, by when, and what follows: from clauses to structured obligations.

sentences and marks -> discourse (who is spoken of) -> cases (what the sentence is) -> statement (its inside) -> or-else links
"""

from .finder import Found, Genre, find_norms, name_bodies

__all__ = ["Found", "Genre", "find_norms", "name_bodies"]
