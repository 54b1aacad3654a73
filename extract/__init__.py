"""One source in, one notice out; :mod:`.pipeline` is the way from the one to the other, readable top to bottom."""

from .pipeline import parse

__all__ = ["parse"]
