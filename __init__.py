"""gongwen (公文): Chinese policy notices in, structured and checked JSON out.

>>> import gongwen
>>> notice = gongwen.parse("notice.html")          # doctest: +SKIP
>>> gongwen.dumps(notice)                          # doctest: +SKIP
"""

from __future__ import annotations

from .extract import parse
from .schemas.contract import dumps, json_schema, loads
from .schemas.errors import GongwenError
from .schemas.notice import Notice

__all__ = ["GongwenError", "Notice", "dumps", "json_schema", "loads", "parse"]
