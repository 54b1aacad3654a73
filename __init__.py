"""gongwen (公文): Chinese policy notices in, structured and checked JSON out.

>>> import gongwen
>>> notice = gongwen.parse("notice.html")          # doctest: +SKIP
>>> gongwen.dumps(notice)                          # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .extract import parse
    from .schemas.contract import dumps, json_schema, loads
    from .schemas.errors import GongwenError
    from .schemas.notice import Notice

__all__ = ["GongwenError", "Notice", "dumps", "json_schema", "loads", "parse"]

_HOMES = {
    "GongwenError": "schemas.errors",
    "Notice": "schemas.notice",
    "dumps": "schemas.contract",
    "json_schema": "schemas.contract",
    "loads": "schemas.contract",
    "parse": "extract",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: `gongwen --help` needs none of them (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
