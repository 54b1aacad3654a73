"""Reader for OFD (GB/T 33190-2016 版式文档): documents, pages in order with their templates, annotations, seals and attachments noted.

Pages become sheets of characters with places, and the geometry of :mod:`.pdf` makes lines, tables and paragraphs of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...schemas.errors import ArchiveError, GongwenError, MissingExtraError, SourceDamagedError, SourceEncryptedError, SourceTooLargeError
from ...schemas.notice import NoticeWarning, PageReading
from ..limits import current
from ..page import Page, RawBlock, assemble, count_characters
from .archive import Archive, resolve
from .furniture import merge_asides
from .image import page_image
from .markup import Element, attribute, child, children, descend, local, parse_xml
from .ocr.pages import PageImage, ocr_facts, place_in_images, scan_pages, seals_of, unreadable
from .ofd_page import MILLIMETRE, Objects, box_of
from .pdf import blocks_of_sheets
from .pdf.sheets import Sheet

if TYPE_CHECKING:
    from .ocr.sheet import Scan

__all__ = ["read"]

_A4: Final = (0.0, 0.0, 210.0, 297.0)
_COVER: Final = 0.4  # share of a page that an image covers, from which on it may be a scan
_FEW: Final = 30  # characters; a page with an image and no more text than that shows more than its text says
_NEEDS_OCR: Final = "reading them needs OCR: pip install 'gongwen[ocr]'"
_ANNOTATIONS: Final = {"Stamp": "seal", "Watermark": "watermark"}
_RESOURCES: Final = ("PublicRes", "DocumentRes")


def read(data: bytes, *, name: str, charset: str | None, media_type: str) -> Page:  # noqa: ARG001 - readers have one signature
    """Return the page that an OFD file holds.

    Raises :class:`ArchiveError` for a damaged file or one without a document, :class:`SourceEncryptedError`,
    :class:`SourceTooLargeError` beyond the limits of a document, and :class:`MissingExtraError` without lxml or, for a file of nothing
    but images, without OCR.
    """
    reader = _Reader(Archive(data, name=name))
    reader.read_documents()
    scans = reader.recognise()
    blocks = blocks_of_sheets(reader.sheets)
    place_in_images(blocks, scans)
    blocks = merge_asides([*blocks, *reader.aside])
    characters = sum(sheet.characters for sheet in reader.sheets) + reader.characters
    page = assemble(blocks, [], reader="ofd", media_type=media_type, characters=characters, pages=len(reader.sheets))
    recognised = {scan.sheet.number for scan in scans}
    page.page_readings = [
        PageReading(sheet.number, "ocr", "an image covers the page")
        if sheet.number in recognised
        else PageReading(sheet.number, "text-layer", f"{sheet.characters} characters of text")
        for sheet in reader.sheets
    ]
    if scans:
        page.ocr = ocr_facts(scans)
        page.seals = seals_of(scans)
    page.warnings += reader.warnings
    if not page.text:
        page.warnings.append(NoticeWarning("empty-text", "no notice text was found in the source; see set_aside for what was"))
    return page


@dataclass(slots=True)
class _Document:
    """A document of the file, being read."""

    path: str
    root: Element
    objects: Objects
    media: dict[str, str] = field(default_factory=dict)
    """Files of images by id."""
    templates: dict[str, str] = field(default_factory=dict)
    box: tuple[float, float, float, float] = _A4


class _Reader:
    """Reads the documents of a file into sheets."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.sheets: list[Sheet] = []
        self.aside: list[RawBlock] = []
        self.characters = 0
        """Those that stand on no sheet: of annotations."""
        self.warnings: list[NoticeWarning] = []
        self._parts: dict[str, Element] = {}
        self._images: dict[int, str] = {}
        """The member with the image that covers a page, by number of the page; empty where it is missing."""

    def read_documents(self) -> None:
        """Read all documents of the file."""
        if any(name.rpartition("/")[2].lower() in {"encryptions.xml", "decryptseed.dat"} for name in self.archive.names):
            raise SourceEncryptedError(f"{self.archive.name}: is encrypted; save it without a password")
        bodies = list(self._bodies())
        if not bodies:
            raise ArchiveError(f"{self.archive.name}: no document in it; it may be damaged or no OFD: fetch it again")
        if len(bodies) > 1:
            self._warn("several-documents", f"the file holds {len(bodies)} documents; they were read one after the other")
        for path, signatures in bodies:
            document = self._document(path)
            if document is not None:
                self._pages(document)
                self._annotations(document)
                self._attachments(document)
            self._seals(signatures)

    def recognise(self) -> list[Scan]:
        """Recognise the pages that are images, and put what is read in their places; name those that cannot be."""
        missing = [number for number, member in self._images.items() if not member]
        if missing:
            self._warn("page-not-read", f"pages {', '.join(map(str, missing))} are images that are not in the file; fetch it again")
        wanted = {number: member for number, member in self._images.items() if member}
        if not wanted:
            return []
        try:
            scans = scan_pages(self._read_images(wanted), len(wanted))
        except MissingExtraError as error:
            numbers = ", ".join(map(str, wanted))
            if not any(sheet.characters for sheet in self.sheets):
                raise MissingExtraError(f"{self.archive.name}: its pages ({numbers}) are images; {_NEEDS_OCR}") from error
            self._warn("page-not-read", f"pages {numbers} are images; {_NEEDS_OCR}")
            return []
        for scan in scans:
            layer = self.sheets[scan.sheet.number - 1]
            text = "".join(glyph[0] for run in layer.runs for glyph in run.glyphs).strip()
            self.aside.append(RawBlock(text, aside="text-layer", page=layer.number))
            self.characters += layer.characters
            self.sheets[scan.sheet.number - 1] = scan.sheet
        self.aside += unreadable(scans)
        self.characters += sum(count_characters(text) for scan in scans for _, text in scan.aside)
        return scans

    def _read_images(self, wanted: dict[int, str]) -> Iterator[PageImage]:
        for number, member in wanted.items():
            try:
                data = self.archive.read(member)
                yield page_image(data, number=number, width=self.sheets[number - 1].width, name=f"{self.archive.name}: {member}")
            except (ArchiveError, SourceDamagedError) as error:
                self._warn("page-not-read", f"page {number} is an image that cannot be read: {error}")

    def _bodies(self) -> Iterator[tuple[str, str]]:
        """Yield the paths of each document and of its signatures (GB/T 33190-2016, 7.4)."""
        root = self._part("OFD.xml")
        for body in children(root, "DocBody"):
            path = self._find("OFD.xml", _text(child(body, "DocRoot")))
            if path:
                yield path, self._find("OFD.xml", _text(child(body, "Signatures")), quiet=True)

    def _document(self, path: str) -> _Document | None:
        root = self._part(path)
        if root is None:
            return None
        document = _Document(path, root, Objects())
        common = child(root, "CommonData")
        document.box = _page_box(child(common, "PageArea")) or _A4
        for item in common if common is not None else ():
            if local(item) in _RESOURCES:
                self._resources(document, self._find(path, _text(item)))
            elif local(item) == "TemplatePage":
                document.templates[attribute(item, "ID")] = self._find(path, attribute(item, "BaseLoc"))
        return document

    def _resources(self, document: _Document, path: str) -> None:
        """Note the composite units, drawing parameters and images of a resource file (7.9); fonts are not needed."""
        root = self._part(path)
        folder = attribute(root, "BaseLoc").strip().rstrip("/")
        for item in root.iter() if root is not None else ():
            if local(item) == "CompositeGraphicUnit":
                document.objects.composites[attribute(item, "ID")] = item
            elif local(item) == "DrawParam":
                document.objects.colours[attribute(item, "ID")] = item
            elif local(item) == "MultiMedia":
                file = _text(child(item, "MediaFile"))
                found = self._find(path, f"{folder}/{file}" if folder else file, quiet=True)
                document.media[attribute(item, "ID")] = found or self._find(path, file, quiet=True)

    def _pages(self, document: _Document) -> None:
        limits = current()
        pages = list(children(child(document.root, "Pages"), "Page"))
        limits.check_pages(len(self.sheets) + len(pages), name=self.archive.name)
        for item in pages:
            limits.begin_page()
            root = self._part(self._find(document.path, attribute(item, "BaseLoc")))
            box = (_page_box(child(root, "Area")) if root is not None else None) or document.box
            sheet = Sheet(len(self.sheets) + 1, box[2] * MILLIMETRE, box[3] * MILLIMETRE)
            self.sheets.append(sheet)
            if root is None:
                self._warn("page-unreadable", f"page {sheet.number} cannot be read; fetch the file again or export it anew")
                continue
            for resource in children(root, "PageRes"):
                self._resources(document, self._find(document.path, _text(resource)))
            for template in children(root, "Template"):
                self._content(document, self._part(document.templates.get(attribute(template, "TemplateID"), "")), sheet, box)
            self._content(document, root, sheet, box)
            self.aside += [RawBlock(text, aside="hidden", page=sheet.number) for text in document.objects.hidden if text]
            document.objects.hidden.clear()
            self._note_image(document, sheet)

    def _note_image(self, document: _Document, sheet: Sheet) -> None:
        """Note the image of a page that is nothing else."""
        pictures = document.objects.pictures
        if sheet.images >= _COVER and sheet.characters < _FEW:
            resource, _ = max(pictures, key=lambda picture: picture[1])
            self._images[sheet.number] = document.media.get(resource, "")
        pictures.clear()

    def _content(self, document: _Document, root: Element | None, sheet: Sheet, box: tuple[float, float, float, float]) -> None:
        if root is not None:
            for content in children(root, "Content"):
                document.objects.read(content, sheet, (box[0], box[1]))

    def _annotations(self, document: _Document) -> None:
        """Set the texts of annotations aside (chapter 15): of stamps, watermarks and notes."""
        listed = self._find(document.path, _text(child(document.root, "Annotations")), quiet=True)
        for item in children(self._part(listed), "Page"):
            root = self._part(self._find(listed, _text(child(item, "FileLoc")), quiet=True))
            for annotation in children(root, "Annot"):
                sheet = Sheet(0, 1.0, 1.0)
                for appearance in children(annotation, "Appearance"):
                    document.objects.read(appearance, sheet)
                text = " ".join("".join(glyph[0] for glyph in run.glyphs).strip() for run in sheet.runs)
                text = " ".join([text, *document.objects.hidden]).strip()
                document.objects.hidden.clear()
                self.characters += sheet.characters
                if text:
                    self.aside.append(RawBlock(text, aside=_ANNOTATIONS.get(attribute(annotation, "Type"), "annotation")))

    def _attachments(self, document: _Document) -> None:
        """Name the files that the document carries (chapter 17): an annex may be among them."""
        listed = self._find(document.path, _text(child(document.root, "Attachments")), quiet=True)
        names = [attribute(item, "Name") for item in children(self._part(listed), "Attachment") if attribute(item, "Visible") != "false"]
        if names:
            self._warn("attachments-not-read", f"the file carries {len(names)} others, which were not read: {', '.join(names)}")

    def _seals(self, path: str) -> None:
        """Note the seals of the signatures (chapter 18): on which pages each stands. Whether they are valid is not examined."""
        for item in children(self._part(path), "Signature"):
            signed = self._part(self._find(path, attribute(item, "BaseLoc"), quiet=True))
            stamps = list(descend(signed, "StampAnnot")) if signed is not None else []
            what = f"with {len(stamps)} seals on its pages" if stamps else "without a visible seal"
            self._warn("signed", f"the file is signed electronically, {what}; whether the signature is valid was not examined")

    # Members

    def _find(self, base: str, target: str, *, quiet: bool = False) -> str:
        """Return the member that ``target`` means in the file ``base``; empty where there is none.

        Producers write paths from the folder of the file, as the standard says, from the root of the archive with or without ``/``, and
        from the folder of the document.
        """
        if not target:
            return ""
        places = (base, "", base.partition("/")[0] + "/")
        for place in places:
            try:
                path = resolve(place, target)
            except ArchiveError:
                continue
            if path in self.archive:
                return path
        if not quiet:
            self._warn("missing-part", f"{target}, named in {base}, is not in the file; it may be incomplete: fetch it again")
        return ""

    def _part(self, path: str) -> Element | None:
        """Return the root of an XML file; None, and a warning, where it cannot be read."""
        if not path:
            return None
        if path not in self._parts:
            try:
                root, damaged = parse_xml(self.archive.read(path), name=f"{self.archive.name}: {path}")
            except (SourceTooLargeError, MissingExtraError):
                raise
            except GongwenError as error:
                if path == "OFD.xml":
                    raise
                self._warn("damaged-part", str(error))
                return None
            if damaged:
                self._warn("damaged-part", f"{path}: damaged XML, read as far as it goes; fetch the file again")
            self._parts[path] = root
        return self._parts[path]

    def _warn(self, code: str, message: str) -> None:
        self.warnings.append(NoticeWarning(code, message))


def _text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _page_box(area: Element | None) -> tuple[float, float, float, float] | None:
    """Return the physical box of a page area, in mm; None where it has none of a size."""
    box = box_of(_text(child(area, "PhysicalBox")))
    return box if box is not None and box[2] > 0 and box[3] > 0 else None
