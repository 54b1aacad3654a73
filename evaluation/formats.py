"""One notice in many formats: is it the same notice whatever it came in? Files of one stem are compared, and every difference listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from ..extract import parse
from ..extract.readers import FORMATS
from ..extract.text import fold, squeeze
from ..schemas.errors import GongwenError, SourceNotFoundError
from ..schemas.notice import Notice

__all__ = ["Comparison", "Difference", "compare_formats"]


@dataclass(slots=True, frozen=True)
class Difference:
    """What one file says otherwise than the first of its stem."""

    file: str
    component: str
    """title | number | clauses | text | error"""
    expected: str
    found: str


@dataclass(slots=True)
class Comparison:
    """The files of one stem."""

    stem: str
    first: str
    """The file that the others are compared with."""
    files: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the comparison as lines to print."""
        yield f"{self.stem}: {len(self.files)} files, compared with {self.first}; the same: {', '.join(self.same) or 'none'}"
        for item in self.differences:
            yield f"  {item.file}: {item.component}: {item.expected or '(nothing)'} -> {item.found or '(nothing)'}"


def compare_formats(folder: Path) -> list[Comparison]:
    """Return a comparison for each stem of two files or more in ``folder``, by name.

    Compared are title, document number, clauses (eid and heading) and the paragraphs of the text, blanks and widths of characters
    aside. The first is the file whose format stands first in the table of formats: it needs the least interpretation. Raises
    :class:`SourceNotFoundError` where there is nothing to compare.
    """
    ranks = {suffix: rank for rank, item in enumerate(FORMATS) for suffix in item.suffixes}
    groups: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        if path.is_file() and not path.name.startswith("."):
            groups.setdefault(path.stem, []).append(path)
    several = {
        stem: sorted(paths, key=lambda path: ranks.get(path.suffix.lower(), len(ranks))) for stem, paths in groups.items() if len(paths) > 1
    }
    if not several:
        raise SourceNotFoundError(f"{folder}: no two files of one name; put the same notice there in several formats (a.docx, a.pdf)")
    return [_compare(stem, paths) for stem, paths in several.items()]


def _compare(stem: str, paths: list[Path]) -> Comparison:
    result = Comparison(stem, "")
    reference: Notice | None = None
    for path in paths:
        result.files.append(path.name)
        try:
            notice = parse(path)
        except GongwenError as error:
            result.differences.append(Difference(path.name, "error", "", f"{type(error).__name__}: {error}"))
            continue
        if reference is None:
            reference, result.first = notice, path.name
            continue
        found = list(_differences(path.name, reference, notice))
        result.differences += found
        if not found:
            result.same.append(path.name)
    return result


def _differences(name: str, expected: Notice, found: Notice) -> Iterator[Difference]:
    pairs = (
        ("title", _plain(expected.metadata.title), _plain(found.metadata.title)),
        ("number", _plain(expected.metadata.document_number), _plain(found.metadata.document_number)),
    )
    for component, one, other in pairs:
        if one != other:
            yield Difference(name, component, one, other)
    for component, before, after in (("clauses", _clauses(expected), _clauses(found)), ("text", _paragraphs(expected), _paragraphs(found))):
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for kind, start, end, first, last in matcher.get_opcodes():
            if kind != "equal":
                yield Difference(name, component, " | ".join(before[start:end]), " | ".join(after[first:last]))


def _clauses(notice: Notice) -> list[str]:
    return [f"{clause.eid} {_plain(clause.heading)}".rstrip() for clause in notice.clauses]


def _paragraphs(notice: Notice) -> list[str]:
    return [kept for line in notice.text.split("\n") if (kept := _plain(line))]


def _plain(text: str | None) -> str:
    return squeeze(fold(text or ""))
