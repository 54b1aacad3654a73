"""Gold files, given to an annotation tool to be corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final, Literal

import orjson

from ...schemas.errors import OutputError
from ...schemas.gold import load_gold
from ..files import write_file
from .annotated import COMPONENTS, AnnotatedText, Component
from .annotating import annotate_gold
from .brat import brat_configuration, brat_files
from .doccano import doccano_line
from .label_studio import label_studio_task, labelling_interface

__all__ = ["TOOLS", "ToolFormat", "export_gold"]

ToolFormat = Literal["brat", "doccano", "label-studio"]
TOOLS: Final[Mapping[ToolFormat, str]] = {"brat": "", "doccano": ".jsonl", "label-studio": ".json"}
"""The tools, with the ending of the file that each is given; BRAT is given a folder."""


def export_gold(form: ToolFormat, files: Iterable[Path], out: Path, *, components: Collection[Component] | None = None) -> int:
    """Write the gold files ``files`` (X.json, each beside its text) as ``form`` to ``out``, and return how many there were.

    ``components`` are those to write, all where left out. ``out`` is a folder for BRAT and a file for the others; the labelling interface
    of Label Studio is written beside it, with the ending ``.xml``. Names in a tool are those of the files, by which
    :func:`~gongwen.corpora.importing.import_gold` finds them again. Raises :class:`GoldError` where a file is no gold file,
    :class:`OutputError` where ``out`` cannot be written.
    """
    texts = [annotate_gold(load_gold(file), COMPONENTS if components is None else components) for file in files]
    written = _brat(texts, out) if form == "brat" else _doccano(texts, out) if form == "doccano" else _label_studio(texts, out)
    for path, data in written.items():
        write_file(path, data)
    return len(texts)


def _brat(texts: list[AnnotatedText], out: Path) -> dict[Path, bytes]:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{out}: cannot be made ({error.strerror}); name a folder that can be written to") from error
    files = {f"{text.name}{suffix}": data for text in texts for suffix, data in brat_files(text).items()}
    return {out / name: data for name, data in (files | brat_configuration()).items()}


def _doccano(texts: list[AnnotatedText], out: Path) -> dict[Path, bytes]:
    return {out: b"".join(map(doccano_line, texts))}


def _label_studio(texts: list[AnnotatedText], out: Path) -> dict[Path, bytes]:
    return {out: orjson.dumps(list(map(label_studio_task, texts))), out.with_suffix(".xml"): labelling_interface()}
