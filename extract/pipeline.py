"""One source in, one notice out: :func:`parse` is the pipeline, readable top to bottom.

readers -> layout -> elements -> parts -> rosters -> clauses -> citations, quantities, lists -> entities -> damage -> checks
"""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from ..schemas.errors import MemoryLimitError
from ..schemas.identifiers import NumberParts, notice_id, notice_uri
from ..schemas.notice import SCHEMA_ID, Notice, Source
from .agencies import is_agency
from .checks import run_checks
from .citations import find_citations
from .clauses import find_clauses, locator
from .damage import find_damage, find_doubtful, grade, mark_damaged
from .document_types import document_subtype
from .elements import read_elements
from .entities import find_entities
from .layout import lay_out
from .limits import Limits, current, within
from .linked_places import link_places
from .lists import find_lists
from .masks import element_lines, grid_lines, list_mask, quantity_mask
from .norms import Genre, find_norms, name_bodies
from .numbers import find_numbers
from .page import Page
from .parts import divide
from .quantities import find_quantities
from .readers import read
from .readers.text import page_of
from .reading import Reading
from .regions import region_code
from .result import name_blocks, table, warnings
from .rosters import find_rosters
from .script import script_of
from .sources import Loaded, load
from .taggers import Tagger

__all__ = ["parse", "understand", "understand_text"]


def parse(
    source: str | Path | bytes,
    *,
    uri: str | None = None,
    media_type: str | None = None,
    limits: Limits | None = None,
    tagger: Tagger | None = None,
) -> Notice:
    """Read one notice, in this process.

    ``source`` is a path, or the bytes of a document; ``uri`` is what the result calls it (the path where left out);
    ``media_type`` (IANA) overrides what the name and the bytes tell. Of the ``limits`` (the defaults of :class:`Limits` where left
    out) those on size hold here; time and memory can be held only from another process: for files that nobody vouches for there is
    :func:`gongwen.corpora.parse_protected`. A ``tagger`` (a trained model, see :mod:`.taggers`) votes on the entities. Raises
    :class:`SourceNotFoundError`, :class:`SourceTooLargeError`, :class:`MemoryLimitError`, :class:`UnsupportedFormatError` and
    :class:`SourceDecodeError`, all :class:`~gongwen.schemas.errors.GongwenError`; a page that is no notice gives a result with
    warnings.
    """
    with within(limits or current()):
        loaded = load(source, uri)
        try:
            return _parse(loaded, media_type, tagger)
        except MemoryError as error:
            raise MemoryLimitError(
                f"{loaded.uri}: {len(loaded.data)} bytes need more memory than there is; split it, or read it where there is more"
            ) from error


def _parse(loaded: Loaded, media_type: str | None, tagger: Tagger | None) -> Notice:
    page = read(loaded.data, name=loaded.uri, media_type=media_type)
    origin = Source(
        uri=loaded.uri,
        media_type=page.media_type,
        sha256=hashlib.sha256(loaded.data).hexdigest(),
        bytes=len(loaded.data),
        reader=page.reader,
        pages=page.pages,
        encoding=page.encoding,
        page_readings=page.page_readings,
        ocr=page.ocr,
        characters=page.characters,
    )
    return understand(page, origin, tagger=tagger)


def understand_text(text: str, *, uri: str = "text") -> Notice:
    """Return the notice that ``text`` is as it stands: nothing set aside, ``Notice.text == text``, all offsets those of ``text``.

    For texts that were taken out of their source already, by us or by others.
    """
    page = page_of(text)
    data = text.encode("utf-8", "surrogatepass")
    return understand(
        page,
        Source(
            uri=uri,
            media_type=page.media_type,
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
            reader=page.reader,
            encoding="utf-8",
            characters=page.characters,
        ),
    )


def understand(page: Page, source: Source, *, tagger: Tagger | None = None) -> Notice:
    """Return the notice that ``page`` holds; a ``tagger`` votes on its entities."""
    source.script = script_of(page.text)
    reading = Reading(page, source.script)
    view = reading.view
    layout = lay_out(view, reading.facts)
    elements = read_elements(view, layout, reading.facts)
    metadata, number = elements.metadata, elements.number
    divisions = divide(view, layout)
    on = metadata.written_date or metadata.published_date
    code_of = partial(region_code, within=metadata.region, on=on)

    rosters, roster_lines = find_rosters(view, divisions, reading.grids)
    clauses = find_clauses(view, divisions, roster_lines | element_lines(layout), flowing=view.is_joined)
    locate = locator(clauses, divisions)

    titles = [title for title in (metadata.title, metadata.instrument_title) if title]
    numbers = list(find_numbers(view.text))
    citations = find_citations(view, numbers, own_titles=titles, own_number=metadata.document_number, locate=locate)
    measured = quantity_mask(view, layout, clauses, numbers, citations, rosters)
    quantities = find_quantities(view, masked=measured, locate=locate)
    lists = find_lists(view, masked=list_mask(layout, roster_lines), locate=locate, region_code=code_of, is_agency=is_agency)
    link_places(rosters, lists, metadata.region, on)

    entities = find_entities(
        view,
        numbers=numbers,
        citations=citations,
        quantities=quantities,
        bounds=layout.bounds,
        metadata=metadata,
        tagger=tagger,
    )
    found = find_norms(
        view,
        divisions,
        clauses,
        quantities,
        metadata=metadata,
        genre=Genre(all(warning.code != "no-notice-elements" for warning in elements.warnings), taiwan=source.script == "traditional-tw"),
        skipped=roster_lines | element_lines(layout) | grid_lines(view, reading.grids),
        locate=locate,
    )
    name_bodies(found.norms, entities)

    subtype = document_subtype(metadata.document_type)
    parts = [division.part for division in divisions]
    reading.restore(metadata, parts, clauses, citations, quantities, lists, rosters, elements.warnings)

    numbered = NumberParts(number.code, number.year, number.sequence) if number else None
    place = metadata.region.code if metadata.region else None
    name_blocks(page.blocks, view, layout, clauses)
    odd = warnings(page)
    repairs = find_damage(view, citations, metadata.written_date, odd, page.repairs)
    reading.restore_repairs(repairs)
    doubts, doubtful = find_doubtful(page.text, page.blocks, metadata, citations, quantities, lists, rosters)
    repairs = sorted([*repairs, *doubts], key=lambda item: (item.start, item.end)) if doubts else repairs
    metadata.damage = grade(repairs)
    mark_damaged(repairs, metadata, clauses, citations, quantities, lists, rosters, found.norms)
    return Notice(
        schema=SCHEMA_ID,
        id=notice_id(place, numbered, source.sha256),
        uri=notice_uri(place, subtype, metadata.written_date, numbered, source.sha256),
        source=source,
        text=page.text,
        blocks=page.blocks,
        metadata=metadata,
        parts=parts,
        clauses=clauses,
        entities=entities,
        citations=citations,
        quantities=quantities,
        norms=found.norms,
        lists=lists,
        tables=[table(grid, locate(grid.start)) for grid in page.grids],
        rosters=rosters,
        repairs=repairs,
        checks=run_checks(view, page, metadata, number, rosters, lists, quantities),
        warnings=[*page.warnings, *elements.warnings, *odd, *doubtful],
        set_aside=page.set_aside,
        seals=page.seals,
    )
