"""Files of annotation tools in, a folder of gold files out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ...schemas.errors import AnnotationError, GongwenError, OutputError
from ...schemas.gold import Gold, GoldFile, dumps_gold, load_gold
from ..exporting.annotated import AnnotatedText, Component, file_name
from ..exporting.brat import read_brat
from ..exporting.doccano import read_doccano
from ..exporting.gold import ToolFormat
from ..exporting.label_studio import read_label_studio
from ..files import write_file
from .gold import gold_of

__all__ = ["READERS", "GoldOutcome", "import_gold"]


@dataclass(slots=True, frozen=True)
class GoldOutcome:
    """What became of one annotated text: the gold file, or the error."""

    name: str
    path: Path | None = None
    """The gold file that was written, its text beside it."""
    error: GongwenError | None = None


def import_gold(
    form: ToolFormat,
    files: Iterable[Path],
    out: Path,
    *,
    base: Path | None = None,
    components: Collection[Component] | None = None,
) -> Iterator[GoldOutcome]:
    """Write ``X.json`` and ``X.txt`` to the folder ``out`` for each annotated text in ``files``, and yield what became of it.

    ``form`` is the tool that wrote the files; of BRAT they are the ``.ann`` files, each with its text beside it. ``base`` is a folder with
    the gold files as they were: what a tool did not annotate is kept from the one of the same name, which has to be there. ``components``
    are those to take over; where left out, those that were exported (of BRAT, and of files that we did not export, those that have an
    annotation). Raises :class:`OutputError` where the folder cannot be made; errors of a text are outcomes, and the others go on.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{out}: cannot be made ({error.strerror}); name a folder that can be written to") from error
    done: set[str] = set()
    for file in files:
        for read in _read(form, file):
            if isinstance(read, GongwenError):
                yield GoldOutcome(str(file), error=read)
                continue
            name = file_name(read.name)
            try:
                if name in done:
                    raise AnnotationError(f"{file}: {name} is annotated twice; give one of the two files, or export one of the two tasks")
                done.add(name)
                yield GoldOutcome(
                    name, _written(out / f"{name}.json", gold_of(read, base=_base(base, name), components=components), read.text)
                )
            except GongwenError as error:
                yield GoldOutcome(name, error=error)


def _read(form: ToolFormat, file: Path) -> Iterator[AnnotatedText | GongwenError]:
    try:
        yield from READERS[form](file)
    except OSError as error:
        yield AnnotationError(f"{error.filename}: cannot be read ({error.strerror})")
    except UnicodeDecodeError as error:
        yield AnnotationError(f"{file}: not UTF-8 ({error.reason} at byte {error.start}); export it again")


def _brat(file: Path) -> Iterator[AnnotatedText | AnnotationError]:
    text = file.with_suffix(".txt").read_bytes().decode()
    try:
        yield read_brat(file.read_bytes(), text, str(file))
    except AnnotationError as error:
        yield error


READERS: Final[Mapping[ToolFormat, Callable[[Path], Iterator[AnnotatedText | AnnotationError]]]] = {
    "brat": _brat,
    "doccano": lambda file: read_doccano(file.read_bytes(), str(file)),
    "label-studio": lambda file: read_label_studio(file.read_bytes(), str(file)),
}
"""By tool, what reads a file that it wrote."""


def _base(folder: Path | None, name: str) -> GoldFile | None:
    return load_gold(folder / f"{name}.json") if folder else None


def _written(path: Path, gold: Gold, text: str) -> Path:
    source = path.with_suffix(".txt")
    data = text.encode()
    if source.exists() and source.read_bytes() != data:
        raise OutputError(f"{source}: holds another text; write to another folder, or see which of the two is meant")
    write_file(source, data)
    write_file(path, dumps_gold(gold))
    return path
