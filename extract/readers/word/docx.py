"""Reader for DOCX (Office Open XML, ECMA-376): the body in order with its automatic numbering; headers, footers and notes set aside.

python-docx gives neither the labels of automatic numbering nor text boxes, content controls and tracked changes in order, so the
XML is read itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ....schemas.errors import ArchiveError
from ....schemas.notice import NoticeWarning
from ...page import Page, RawBlock, assemble, count_characters
from ..archive import Archive, resolve
from ..furniture import merge_asides
from ..markup import Element, attribute, children, descend, local, parse_xml
from ..text import reading_warnings
from .margins import margin_block
from .numbering import Numbering, read_instances, read_styles
from .story import Story, settle

__all__ = ["read"]

_NOTES: Final = (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment"))
_FEW: Final = 30  # characters; with pictures and less text than this the document is a scan pasted into Word


def read(data: bytes, *, name: str, charset: str | None, media_type: str) -> Page:  # noqa: ARG001 - readers have one signature
    """Return the page that a Word document holds.

    Raises :class:`ArchiveError` for a damaged or encrypted file or one without a document in it, :class:`SourceTooLargeError`
    beyond the bounds of :mod:`.archive`, :class:`MissingExtraError` without lxml.
    """
    return _Document(Archive(data, name=name)).page(media_type)


class _Document:
    """A Word document being read."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.characters = 0
        self.generated = 0
        self.pictures = 0
        self.damaged: list[str] = []
        self.main = self._main_part()
        self.relations = self._relations(self.main)

    def page(self, media_type: str) -> Page:
        root = self._part(self.main)
        numbered = self._related("numbering")
        styles, default = read_styles(self._root(self._related("styles")))
        numbering = Numbering(read_instances(self._root(numbered)), styles, default)
        heads, feet = self._margins(root)
        body = self._story(root, numbering)
        notes = [block for part, kind in _NOTES for block in self._notes(part, kind)]
        blocks = [*heads, *body, *notes, *feet]
        page = assemble(merge_asides(blocks), [], reader="docx", media_type=media_type, characters=self.characters + self.generated)
        page.warnings += [*self._warnings(root, numbering, page), *reading_warnings(page, "")]
        return page

    def _main_part(self) -> str:
        kinds = self._relations("")
        for kind, target in kinds.values():
            if kind == "officeDocument" and target in self.archive:
                return target
        if "word/document.xml" in self.archive:
            return "word/document.xml"
        raise ArchiveError(f"{self.archive.name}: no document in it; it may be a workbook, slides or a damaged file: save it as DOCX")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return id to (kind, target) of the relationships of a part; those that lead outside are left out."""
        folder, _, file = part.rpartition("/")
        member = f"{folder}/_rels/{file}.rels".lstrip("/")
        found: dict[str, tuple[str, str]] = {}
        if member in self.archive:
            for item in children(self._root(member), "Relationship"):
                if attribute(item, "TargetMode") != "External":
                    kind = attribute(item, "Type").rpartition("/")[2]
                    found[attribute(item, "Id")] = (kind, resolve(part, attribute(item, "Target")))
        return found

    def _related(self, kind: str) -> str:
        """Return the part of a kind; empty where the document has none."""
        return next((target for found, target in self.relations.values() if found == kind and target in self.archive), "")

    def _root(self, part: str) -> Element | None:
        if not part:
            return None
        root, damaged = parse_xml(self.archive.read(part), name=f"{self.archive.name}: {part}")
        if damaged:
            self.damaged.append(part)
        return root

    def _part(self, part: str) -> Element:
        """Return the root of a part with text; its characters are counted before anything is taken apart."""
        root = self._root(part)
        assert root is not None  # noqa: S101 - a part with a name has a root, or an error is raised
        self.pictures += settle(root)
        self.characters += sum(count_characters(item.text or "") for item in root.iter() if local(item) in {"t", "delText"})
        return root

    def _story(self, element: Element, numbering: Numbering | None) -> list[RawBlock]:
        story = Story(numbering)
        for body in children(element, "body") if local(element) == "document" else (element,):
            story.walk(body)
        blocks = story.finish()
        self.generated += story.generated
        return blocks

    def _margins(self, root: Element) -> tuple[list[RawBlock], list[RawBlock]]:
        """Return the blocks of headers and of footers: running heads and feet, page numbers, and the head elements of a first page."""
        heads: list[RawBlock] = []
        feet: list[RawBlock] = []
        done: set[str] = set()
        for item in root.iter():
            kind = local(item)
            if kind not in {"headerReference", "footerReference"}:
                continue
            _, part = self.relations.get(attribute(item, "id"), ("", ""))
            if part in done or part not in self.archive:
                continue
            done.add(part)
            is_head = kind == "headerReference"
            for block in self._story(self._part(part), None):
                (heads if is_head else feet).append(margin_block(block, is_head=is_head))
        return heads, feet

    def _notes(self, part: str, kind: str) -> Iterator[RawBlock]:
        name = self._related(part)
        if not name:
            return
        for note in children(self._part(name), kind):
            for block in self._story(note, None):
                block.aside = block.aside or kind
                block.grid = None
                yield block

    def _warnings(self, root: Element, numbering: Numbering, page: Page) -> Iterator[NoticeWarning]:
        if self.damaged:
            yield NoticeWarning("damaged-part", f"{', '.join(self.damaged)}: damaged XML, read as far as it goes; fetch the file again")
        if numbering.unknown:
            forms = ", ".join(sorted(numbering.unknown))
            yield NoticeWarning("numbering-format", f"automatic numbering in {forms} was written in decimals; compare the labels")
        if any(True for _ in descend(root, "altChunk")):
            yield NoticeWarning(
                "embedded-document", "the document embeds another file, which was not read; save it anew in Word and read that"
            )
        if self.pictures and len(page.text) < _FEW:
            yield NoticeWarning(
                "image-only",
                f"{self.pictures} pictures and hardly any text: a scan in a Word file; export it as PDF and read that with OCR",
            )
        if any(placed.grid.cut for placed in page.grids):
            yield NoticeWarning("table-cut", "a table has rows far longer than the others; their last cells are in the text only")
