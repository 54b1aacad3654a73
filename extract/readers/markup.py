"""XML as the members of DOCX and OFD have it: parsed without entities, network or bounds lifted, read by local names.

Producers use several namespaces for one vocabulary (transitional and strict OOXML, two of OFD, and misspelt ones), so names are
compared without them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...schemas.errors import ArchiveError, MissingExtraError, SourceTooLargeError
from ..limits import current

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = object  # lxml is loaded by the first document that needs it

__all__ = ["Element", "attribute", "child", "children", "descend", "local", "parse_xml", "value"]


def parse_xml(data: bytes, *, name: str) -> tuple[Element, bool]:
    """Return the root of an XML document, and whether it was damaged and read as far as it goes.

    Raises :class:`ArchiveError` where nothing of it can be read or it declares entities, :class:`SourceTooLargeError` where it has more
    elements than allowed or they are nested deeper, :class:`MissingExtraError` without lxml. ``name`` is for messages.
    """
    limits = current()
    limits.check_tags(data.count(b"<"), name=name)
    if b"<!DOCTYPE" in data:  # in text it cannot stand: "<" is escaped there
        raise _declared(name)
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError(f"{name}: reading this format needs lxml; pip install 'gongwen[office]'") from error
    for recover in (False, True):
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True, recover=recover
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
        if root is not None:
            if root.getroottree().docinfo.doctype:  # in an encoding other than ASCII's
                raise _declared(name)
            if _depth(root) > limits.depth:
                raise SourceTooLargeError(f"{name}: elements nested deeper than the {limits.depth} allowed; no program writes such a file")
            return root, recover
    raise ArchiveError(f"{name}: not XML that can be read; the file is damaged: fetch it again, or save it anew")


def _declared(name: str) -> ArchiveError:
    # OPC (ECMA-376-2, 8.1.4) forbids it, and OFD has none.
    return ArchiveError(f"{name}: declares a document type (DTD), with which entities can be made to grow without end; the file is hostile")


def _depth(root: Element) -> int:
    from lxml.etree import iterwalk

    deepest = depth = 0
    for event, _ in iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def local(element: Element) -> str:
    """Return the name of an element without its namespace; empty for what is no element (an entity)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children of a name, in order."""
    if element is not None:
        for found in element:
            if local(found) == name:
                yield found


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child of a name, or what a path of names leads to; None where there is none."""
    for name in path:
        element = next(children(element, name), None)
    return element


def descend(element: Element, name: str) -> Iterator[Element]:
    """Yield the elements of a name below ``element``, in document order."""
    for found in element.iter():
        if local(found) == name:
            yield found


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """Return the value of an attribute, whatever its namespace."""
    if element is None:
        return default
    found = element.get(name)
    if found is not None:
        return found
    for key, text in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return text
    return default


def value(element: Element | None, *path: str) -> str:
    """Return the ``val`` attribute of what a path leads to; empty where there is none."""
    return attribute(child(element, *path), "val")
