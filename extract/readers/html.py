"""Reader for HTML: the tree by lexbor, flattened to lines; content, index table, page information, title and data tables from those."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from ...schemas.errors import MemoryLimitError
from ...schemas.notice import NoticeWarning
from ..page import Fact, Page, RawBlock, assemble
from ..text import squeeze
from .bounds import DEEPEST, bounded
from .content import Region, content_region
from .encoding import decode
from .furniture import is_prose, merge_asides, set_aside_furniture
from .grids import table_blocks
from .labels import INDEX, PAGE, Piece, add_facts, index_runs, page_line
from .outline import Outline, outline
from .simplified import simplify_pieces
from .text import reading_warnings

__all__ = ["read"]

_NUMBER_LINE = re.compile(r"[\u4e00-\u9fff]{1,14}\s?[〔\[(（【]\s?(?:19|20)\d{2}\s?[〕\])）】]\s?第?\s?\d{1,5}\s?号")
_GROUPS = frozenset(("tr", "dl", "li"))


def read(data: bytes, *, name: str, charset: str | None, media_type: str) -> Page:
    """Return the page that the bytes of an HTML document or fragment hold; raises :class:`SourceDecodeError` for no text."""
    markup, encoding = decode(data, charset, name=name, markup=True)
    source, cut = bounded(markup, name=name)
    tree = _tree(source, name)
    facts = _meta_facts(tree)
    page = outline(tree.root) if tree.root is not None else Outline()
    original = simplify_pieces(page.lines, facts)
    region = content_region(page)
    blocks = _blocks(page, region, facts)
    warnings = _warnings(page, region, blocks, cut=cut)
    set_aside_furniture(blocks, facts)
    if original is not None:
        original.restore(blocks, facts)
    result = assemble(merge_asides(blocks), facts, reader="html", media_type=media_type, characters=page.characters, encoding=encoding)
    result.warnings += [*warnings, *reading_warnings(result, source)]
    return result


def _warnings(page: Outline, region: Region, blocks: list[RawBlock], *, cut: bool) -> list[NoticeWarning]:
    """Return what a user should know of the page's markup: what was taken out of it, and that nothing tells the notice from the rest."""
    warnings = []
    if cut:
        warnings.append(NoticeWarning("nesting-cut", f"elements nested deeper than {DEEPEST} were taken as text of the one around"))
    if any(block.grid is not None and block.grid.cut for block in blocks):
        warnings.append(NoticeWarning("table-cut", "a table has rows far longer than the others; their last cells are in the text only"))
    if region.found_by == "all" and page.lines:
        warnings.append(NoticeWarning("no-content-region", "nothing tells the notice from the rest of the page; all of it was kept"))
    return warnings


def _tree(source: str, name: str) -> LexborHTMLParser:
    try:
        return LexborHTMLParser(source)
    except SelectolaxError as error:  # it knows of one cause only
        raise MemoryLimitError(f"{name}: there is not enough memory to parse this page ({error}); split it") from error


@lru_cache(maxsize=1)
def _meta_names() -> dict[str, str]:
    path = Path(__file__).parent.parent / "data" / "reader_meta.json"
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["names"]
    return names


def _meta_facts(tree: LexborHTMLParser) -> list[Fact]:
    """Return what the meta tags and ``<title>`` state, under canonical names; the first of each name that says anything."""
    names = _meta_names()
    found: dict[str, str] = {}
    for node in tree.css("meta")[:200]:
        attributes = node.attributes
        label = names.get((attributes.get("name") or attributes.get("property") or "").strip().lower())
        value = (attributes.get("content") or "").strip()
        if label and value:
            found.setdefault(label, value)
    title = tree.css_first("title")
    text = " ".join((title.text() or "").split()) if title is not None else ""
    if text:
        found["Title"] = text
    return [Fact(label, value, "meta") for label, value in found.items()]


def _blocks(page: Outline, region: Region, facts: list[Fact]) -> list[RawBlock]:
    """Return the lines of the page as blocks, with those outside the content set aside."""
    lines = page.lines
    inside = bytearray(len(lines))
    for start, end in region.ranges:
        inside[start:end] = b"\1" * (end - start)
    index_facts, index_lines = index_runs(_pieces(page, inside))
    facts += index_facts
    kept = _outside_title(page, region.ranges[0][0], facts)
    tables = {table.start: table for table in page.tables if table.end > table.start and inside[table.start]}
    blocks: list[RawBlock] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        if number in index_lines:
            blocks.append(RawBlock(line.text, aside=INDEX))
        elif number in kept:
            blocks.append(RawBlock(line.text, kind="heading"))
        elif not inside[number]:
            blocks.append(RawBlock(line.text, aside=_outside_reason(line.text, line.linked, line.aside, facts)))
        elif number in tables and not index_lines.intersection(range(number, tables[number].end)):
            rows = table_blocks(tables[number], lines)
            if rows is not None:
                blocks += rows
                number = tables[number].end
                continue
            blocks.append(RawBlock(line.text, aside=line.aside))
        else:
            blocks.append(RawBlock(line.text, aside=line.aside))
        number += 1
    return blocks


def _outside_reason(text: str, linked: int, aside: str | None, facts: list[Fact]) -> str:
    """Return why a line outside the content is set aside; page information is read into ``facts`` first."""
    found = None if aside is not None or linked * 2 > len(text) else page_line(text)
    if found is None:
        return "navigation"
    add_facts(found, facts)
    return PAGE


def _pieces(page: Outline, inside: bytearray) -> list[Piece]:
    """Return the lines that an index table may be made of: all outside the content, and those above its first sentence."""
    pieces = []
    body = False
    for number, line in enumerate(page.lines):
        if inside[number] and (body or is_prose(line.text)):
            body = True
            continue
        pieces.append(Piece(line.text, number, _group(page, line.element)))
    return pieces


def _group(page: Outline, element: int) -> int:
    """Return the row, list or block whose pieces belong together with a line of ``element``."""
    at = element
    for _ in range(4):
        if at < 0:
            break
        if page.elements[at].tag in _GROUPS:
            return at
        at = page.elements[at].parent
    return page.elements[element].parent if element >= 0 else -1


def _outside_title(page: Outline, start: int, facts: list[Fact]) -> set[int]:
    """Return the lines above the content that are the notice's title, with its subtitle, and the number line below it."""
    stated = {squeeze(fact.value) for fact in facts if fact.label in {"ArticleTitle", "标题"}}
    shown = next((squeeze(fact.value) for fact in facts if fact.label == "Title"), "")
    best, rank = -1, 0
    for number in range(start):
        line = page.lines[number]
        if line.aside is not None or not 4 <= len(line.text) <= 200:
            continue
        text = squeeze(line.text)
        marked = line.titled or line.heading in (1, 2) or (number + 1 < start and bool(page_line(page.lines[number + 1].text)))
        score = 4 * (text in stated) + 2 * (len(text) >= 6 and shown.startswith(text)) + marked
        if score and score >= rank and (score > 1 or line.linked * 2 <= len(line.text)):
            best, rank = number, score
    if best < 0:
        return set()
    element = page.lines[best].element
    kept = {number for number in range(max(best - 4, 0), min(best + 5, start)) if page.lines[number].element == element}
    kept |= _subtitle(page, best, start)
    kept |= {number for number in range(best + 1, start) if _NUMBER_LINE.fullmatch(page.lines[number].text)}
    return kept


def _subtitle(page: Outline, title: int, start: int) -> set[int]:
    """Return the headings right below the title in the block that holds it: its subtitle (副标题), or the rest of a title set in two."""
    block = page.elements[page.lines[title].element].parent if page.lines[title].heading else -1
    number = title + 1
    while number < min(title + 3, start) and block >= 0 and page.elements[page.lines[number].element].parent == block:
        line = page.lines[number]
        if line.aside is not None or not line.heading or line.linked or page_line(line.text):
            break
        number += 1
    return set(range(title + 1, number))
