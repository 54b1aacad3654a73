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
from gongwen.extract.numbers import parse_number

DATA = Path(__file__).parents[1] / "extract" / "data"
CENTRAL = re.compile(
    r"(?:国发|国办发|中发|中办发|厅字|财[^政]?|发改[^委]{0,3}|建[城村科]|国土资|自然资|工信部|商[^务]?|农[^委]?|民发|人社部发|税总|银发|教[^育]?)"
)


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
        if parsed is None or parsed.year is None or parsed.kind != "standard" or not CENTRAL.fullmatch(parsed.code):
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
