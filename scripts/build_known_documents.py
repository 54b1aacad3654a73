"""Write extract/data/known_documents.tsv: central documents (中央文件) with code, year, sequence and title, one a line.

Facts only: what a number of the State Council or a ministry belongs to. They come from lists of titles (JSON lines with
``title`` and ``document_number``) and from what official pages cite; ``extract/data/known_documents_more.json`` adds documents
that notices cite and these do not have.

    python scripts/build_known_documents.py TITLES.jsonl FOLDER_OF_PAGES …
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from gongwen.extract import parse
from gongwen.extract.damage.years import title_key
from gongwen.extract.document_types import document_type
from gongwen.extract.numbers import parse_number

DATA = Path(__file__).parents[1] / "extract" / "data"
CENTRAL = re.compile(
    r"(?:国发|国办发|中发|中办发|厅字|财[^政]?|发改[^委]{0,3}|建[城村科]|国土资|自然资|工信部|商[^务]?|农[^委]?|民发|人社部发|税总|银发|教[^育]?)"
)


# Lists pair a local notice with the number of the central document it carries out; a title that speaks of one place is not central.
LOCAL = re.compile(
    r"[本我全](?:[省市区县州]|自治区)|北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川"
    r"|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|\d{4}年\d{1,2}月"
)


def is_central(title: str) -> bool:
    """Tell whether a title may be that of a central document: it ends in a kind of document and names no place."""
    return LOCAL.search(title) is None and document_type(title) is not None


def listed(path: Path) -> Iterator[tuple[str, str]]:
    """Yield title and number of every line of a list."""
    for line in path.read_text("utf-8").splitlines():
        entry = json.loads(line)
        if entry.get("title") and entry.get("document_number"):
            yield entry["title"], entry["document_number"]


def cited(path: Path) -> Iterator[tuple[str, str]]:
    """Yield what a page is and what it cites."""
    for file in sorted(path.glob("*.html")):
        notice = parse(file)
        if notice.metadata.title and notice.metadata.document_number:
            yield notice.metadata.title, notice.metadata.document_number
        for citation in notice.citations:
            if citation.title and citation.document_number:
                yield citation.title, citation.document_number


def main() -> None:
    """Build the table from the sources named on the command line."""
    more = json.loads((DATA / "known_documents_more.json").read_text("utf-8"))
    pairs: list[tuple[str, str]] = [(entry["title"], entry["number"]) for entry in more["documents"]]
    for source in map(Path, sys.argv[1:]):
        pairs += cited(source) if source.is_dir() else listed(source)
    rows: dict[tuple[str, str], set[tuple[int, str]]] = {}
    for title, number in pairs:
        parsed = parse_number(number)
        if (
            not is_central(title)
            or parsed is None
            or parsed.year is None
            or parsed.kind != "standard"
            or not CENTRAL.fullmatch(parsed.code)
        ):
            continue
        name = title_key(title)
        if len(name) >= 8:
            rows.setdefault((parsed.code, parsed.sequence), set()).add((parsed.year, name))
    lines = sorted(f"{code}\t{sequence}\t{year}\t{name}" for (code, sequence), found in rows.items() for year, name in found)
    file = DATA / "known_documents.tsv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{file}: {len(lines)} documents, {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
