"""Named entities (命名实体): bodies, places and the rest, by rules; a trained model may vote."""

from .search import find_entities

__all__ = ["find_entities"]
