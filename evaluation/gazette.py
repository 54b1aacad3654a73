"""Taiwan's gazette (行政院公報): date, number, title and issuer of its documents against its own catalogue.

The catalogue's ``Title`` is a headline that its editors composed: the line that heads the document (教育部令), and after a colon what
it is about, reworded and with Arabic numerals, sometimes from the middle of the text. What the document itself says is in the
catalogue too: that first line, and the subject (``ThemeSubject``). A title counts as right where it is these two; an issuer
where it is the first line without 令 or 公告, not the short name that the catalogue files it under (``PubGovName``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..extract.dates import parse_date
from ..schemas.notice import Metadata, Notice
from .gov_cn import Field, HeaderReport, compare

__all__ = ["gazette"]

_KIND = re.compile(r"(?:令|公告|書函|函)$")
_FIELDS = ("Date_Created", "GazetteId", "Title", "ThemeSubject")


def gazette(folder: Path, parse: Callable[[Path], Notice] | None = None) -> HeaderReport:
    """Parse the documents that ``folder/gold.jsonl`` names and compare four fields with the catalogue.

    Raises :class:`GoldError` where the list is missing or malformed. A document that cannot be parsed counts as all wrong.
    """
    return compare(folder, _FIELDS, _fields, parse)


def _fields(row: dict[str, Any], metadata: Metadata) -> list[Field]:
    head = row["Title"].partition("：")[0]
    day = parse_date(row["Date_Created"])
    return [
        ("date", day.isoformat() if day else row["Date_Created"], metadata.written_date),
        ("number", row["GazetteId"], metadata.document_number),
        ("title", f"{head}：{row['ThemeSubject'].rstrip('。')}", metadata.title),
        ("agency", _KIND.sub("", head), "、".join(metadata.issuing_agencies) or None),
    ]
