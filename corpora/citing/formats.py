"""References to a clause in the formats that papers and programs want: GB/T 7714-2015, BibTeX, CSL-JSON, Akoma Ntoso.

Official documents are 档案 (A) in the examples of GB/T 7714-2015, with the document number as other title information; what was read from
the web is [A/OL]. The clause stands where a book has its pages. In CSL an administrative document is a ``regulation`` (CSL 1.0.2: an
administrative order from any level of government), a law is ``legislation``; in BibTeX, which has neither, ``misc``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Final, Literal, get_args

import orjson

from ...extract.document_types import document_subtype
from ...extract.text import fold
from ...schemas.identifiers import clause_reference
from .lookup import CitedClause

__all__ = ["REFERENCE_STYLES", "ReferenceStyle", "as_json", "format_reference"]

ReferenceStyle = Literal["gbt7714", "bibtex", "csl", "akn", "plain"]
REFERENCE_STYLES: Final = get_args(ReferenceStyle)
"""Names of the formats that :func:`format_reference` writes."""

_MOST_AUTHORS: Final = 3  # GB/T 7714-2015, 8.1.2: of more the first three, then 等
_WEB: Final = re.compile(r"https?://\S+")
_LAW: Final = re.compile(r"(?<![办方做])法$|条例$")
# Behind a word of letters LaTeX would take the next letters into the command.
_LATEX: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "{}$&#_%"},
}
_IN_URL: Final = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def format_reference(clause: CitedClause, style: ReferenceStyle, *, cited_on: date | None = None) -> str:
    """Return a reference to ``clause``.

    ``gbt7714`` is a line of a bibliography by GB/T 7714-2015, ``bibtex`` an entry, ``csl`` an item of CSL-JSON (a JSON object), ``akn``
    the Akoma Ntoso URI, ``plain`` what people write (吉政办明电〔2019〕5号 第五部分第(三)项). ``cited_on`` is the date of citation
    (引用日期) of what was read from the web; left out where it is not given.
    """
    return _WRITERS[style](clause, cited_on)


def as_json(value: object) -> bytes:
    """Return what is known of a clause, or of numbers, as UTF-8 JSON."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _gbt7714(clause: CitedClause, cited_on: date | None) -> str:
    authors = ", ".join(clause.issuing_agencies[:_MOST_AUTHORS]) + (", 等" if len(clause.issuing_agencies) > _MOST_AUTHORS else "")
    url = _url(clause)
    title = _title(clause) + (f": {clause.document_number}" if clause.document_number else "")
    when = clause.published_date if url and clause.published_date else clause.written_date or clause.published_date
    dates = (f"({when})" if when else "") + (f"[{cited_on.isoformat()}]" if url and cited_on else "")
    place = _within(clause) + dates
    pieces = [authors, f"{title}[{'A/OL' if url else 'A'}]", place, url]
    return ". ".join(piece for piece in pieces if piece) + ("" if url else ".")


def _bibtex(clause: CitedClause, cited_on: date | None) -> str:
    url = _url(clause)
    when = clause.written_date or clause.published_date
    fields = {
        # A name in braces of its own is not taken apart into first and last name.
        "author": " and ".join(f"{{{_latex(name)}}}" for name in clause.issuing_agencies),
        "title": f"{{{_latex(_title(clause))}}}",
        "number": _latex(clause.document_number or ""),
        "type": _latex(clause.document_type or ""),
        "pages": _latex(_within(clause)),
        "year": when[:4] if when else "",
        "url": (url or "").translate(_IN_URL),
        "urldate": cited_on.isoformat() if url and cited_on else "",
        "date": when or "",
        "mark": "A",
        "media": "OL" if url else "",
        "language": "chinese",
        "note": _latex(clause.uri),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    month = [f"  month = {_MONTHS[int(when[5:7]) - 1]}"] if when and len(when) >= 7 else []
    return f"@misc{{{_key(clause)},\n" + ",\n".join([*lines, *month]) + "\n}"


def _csl(clause: CitedClause, cited_on: date | None) -> str:
    url = _url(clause)
    item = {
        "id": clause.uri,
        "type": "legislation" if _LAW.search(_plain_title(clause)) else "regulation",
        "title": clause.title or clause.notice_id,
        "author": [{"literal": name} for name in clause.issuing_agencies],
        "authority": ", ".join(clause.issuing_agencies),
        "jurisdiction": f"CN-{clause.region_code}" if clause.region_code else "CN",
        "number": clause.document_number,
        "genre": clause.document_type,
        "section": _within(clause),
        "issued": _date_parts(clause.written_date or clause.published_date),
        "accessed": _date_parts(cited_on.isoformat()) if url and cited_on else None,
        "URL": url,
        "language": "zh-CN",
    }
    return orjson.dumps({name: value for name, value in item.items() if value}, option=orjson.OPT_INDENT_2).decode()


_WRITERS: Final[dict[ReferenceStyle, Callable[[CitedClause, date | None], str]]] = {
    "gbt7714": _gbt7714,
    "bibtex": _bibtex,
    "csl": _csl,
    "akn": lambda clause, _: clause.uri,
    "plain": lambda clause, _: clause.reference,
}


def _title(clause: CitedClause) -> str:
    """Return the title without the issuers at its head, who are named before it (国务院关于…: 关于…)."""
    title = clause.title or clause.notice_id
    for agency in clause.issuing_agencies:
        title = title.removeprefix(agency).lstrip(" 、,")
    return title if len(title) > 1 else clause.title or clause.notice_id


def _plain_title(clause: CitedClause) -> str:
    return re.sub(r"[(〔].*$", "", fold(clause.instrument_title or clause.title or ""))


def _within(clause: CitedClause) -> str:
    """Return where in the notice it is, in words; nothing for its main part."""
    return "" if clause.eid == "main" else clause_reference(clause.eid)


def _url(clause: CitedClause) -> str | None:
    return clause.source if clause.source and _WEB.fullmatch(clause.source) else None


def _latex(text: str) -> str:
    return "".join(_LATEX.get(char, char) for char in " ".join(text.split()))


def _key(clause: CitedClause) -> str:
    """Return a key of ASCII letters, digits and hyphens, the same for the same clause."""
    kind = document_subtype(clause.document_type)
    steps = [f"cn{clause.region_code or ''}", (clause.written_date or "")[:4], kind, sha256(clause.uri.encode()).hexdigest()[:8]]
    return "-".join(step for step in steps if step)


def _date_parts(value: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in value.split("-")]]} if value else None
