"""Recognition measured: known texts printed, scanned and read back, beside plain RapidOCR and tesseract.

For each way of printing and scanning (:data:`~gongwen.evaluation.render.VARIANTS`) all pages of all texts are pooled: the character
error rate is the edit distance over the characters of the texts, blanks not counted, page numbers left out on both sides. What the
notice says of itself (document number, date, issuing agency, clauses, rosters) is held against what the text itself gives.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..extract import parse
from ..extract.text import fold, squeeze
from ..schemas.errors import MissingExtraError, SourceNotFoundError
from ..schemas.notice import Notice
from .render import VARIANTS, Sheet, Variant, render

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["OcrReport", "Score", "evaluate_ocr", "tiff"]

OURS = "gongwen"
_PAGE_NUMBER = re.compile(r"[-—–－一·.\s]*\d{1,3}[-—–－一·.\s]*")
Recogniser = Callable[[Sequence[Sheet], Variant], str]


@dataclass(slots=True)
class Score:
    """One recogniser on one variant, all texts pooled."""

    errors: int = 0
    folded: int = 0
    """Errors with full and half width taken for the same."""
    characters: int = 0
    pages: list[float] = field(default_factory=list)
    """Error rate of each page."""

    def add(self, read: str, sheets: Sequence[Sheet]) -> None:
        """Count what was read of the pages of one text against what stands on them."""
        from rapidfuzz.distance import Levenshtein

        wanted = [squeeze("".join(sheet.lines)) for sheet in sheets]
        text = "".join(wanted)
        wrong = [0] * len(wanted)
        ends = [sum(map(len, wanted[: index + 1])) for index in range(len(wanted))]
        for step in Levenshtein.editops(text, squeeze(read)):
            wrong[min(sum(end <= step.src_pos for end in ends), len(wrong) - 1)] += 1
        self.errors += sum(wrong)
        self.folded += Levenshtein.distance(fold(text), fold(squeeze(read)))
        self.characters += len(text)
        self.pages += [count / max(len(page), 1) for count, page in zip(wrong, wanted, strict=True)]

    @property
    def rate(self) -> float:
        """Errors per character."""
        return self.errors / self.characters if self.characters else 0.0


@dataclass(slots=True)
class OcrReport:
    """Scores by variant and recogniser, and what our notices say wrongly."""

    scores: dict[str, dict[str, Score]] = field(default_factory=dict)
    right: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    """By variant and kind of value: how many are right, of how many."""
    figures: dict[str, list[int]] = field(default_factory=dict)
    """By variant: wrong figures that were flagged, wrong figures, figures flagged, figures."""
    faults: list[str] = field(default_factory=list)

    def table(self) -> str:
        """Return the figures as text."""
        names = list(next(iter(self.scores.values())))
        kinds = list(next(iter(self.right.values())))
        lines = ["character error rate in % (worst page; widths folded)".ljust(4)]
        lines.append(" ".join(["variant".ljust(18), *(name.center(24) for name in names), *kinds]))
        for variant, scores in self.scores.items():
            cells = [
                f"{100 * score.rate:6.2f} ({max(score.pages):6.1%};{100 * score.folded / score.characters:6.2f})"
                for score in scores.values()
            ]
            right = [f"{good}/{of}".center(len(kind)) for kind, (good, of) in self.right[variant].items()]
            lines.append(" ".join([variant.ljust(18), *(cell.center(24) for cell in cells), *right]))
        for name in names:
            own = [found[name] for found in self.scores.values()]
            characters = sum(score.characters for score in own)
            pooled = sum(score.errors for score in own) / characters
            lines.append(f"{name}: {100 * pooled:.3f} % of {characters} characters pooled")
        return "\n".join([*lines, *self.faults])


def evaluate_ocr(folder: Path, most_pages: int | None = None, variants: Sequence[Variant] = VARIANTS, *, peers: bool = True) -> OcrReport:
    """Return the report on the texts (``.txt``) of a folder, of each at most ``most_pages`` pages.

    Raises :class:`SourceNotFoundError` where there is none, :class:`MissingExtraError` without Pillow or rapidfuzz.
    """
    if find_spec("rapidfuzz") is None:
        raise MissingExtraError("counting errors needs rapidfuzz; run: pip install 'gongwen[bench]'")
    texts = sorted(folder.glob("*.txt"))
    if not texts:
        raise SourceNotFoundError(f"{folder}: no .txt in it; name a folder of notices as text")
    report = OcrReport()
    recognisers = _recognisers() if peers else {}
    for variant in variants:
        scores = report.scores.setdefault(variant.name, {name: Score() for name in [OURS, *recognisers]})
        right = report.right.setdefault(variant.name, {})
        for text in texts:
            sheets = render(text, variant)[:most_pages]
            notice = parse(tiff(sheets, variant), uri=f"{text.stem}.{variant.name}.tiff")
            scores[OURS].add(notice.text, sheets)
            for name, recognise in recognisers.items():
                scores[name].add(recognise(sheets, variant), sheets)
            printed = parse("\n".join(line for sheet in sheets for line in sheet.paragraphs).encode(), media_type="text/plain")
            for kind, good, fault in _compare(printed, notice):
                counts = right.setdefault(kind, [0, 0])
                counts[0] += good
                counts[1] += 1
                if not good:
                    report.faults.append(f"{text.stem}.{variant.name}: {kind}: {fault}")
    return report


def tiff(sheets: Sequence[Sheet], variant: Variant) -> bytes:
    """Return the pages as one TIFF, as a scanner gives them."""
    buffer = BytesIO()
    first, *others = (sheet.image for sheet in sheets)
    first.save(buffer, "TIFF", save_all=True, append_images=others, compression="tiff_deflate", dpi=(variant.dpi, variant.dpi))
    return buffer.getvalue()


def _compare(printed: Notice, read: Notice) -> Iterator[tuple[str, bool, str]]:
    """Yield (kind, right, what is wrong) for each kind of value that the printed notice has."""
    wanted, found = printed.metadata, read.metadata
    for kind, want, got in (
        ("number", wanted.document_number, found.document_number),
        ("date", wanted.written_date, found.written_date),
        ("agency", wanted.issuing_agencies, found.issuing_agencies),
        ("clauses", [_clause(item) for item in printed.clauses], [_clause(item) for item in read.clauses]),
    ):
        if want:
            yield kind, want == got, f"{want} printed, {got} read" if kind != "clauses" else _difference(want, got)
    rows, got_rows = ([_row(row) for roster in notice.rosters for row in roster.entries] for notice in (printed, read))
    if rows:
        yield "roster", rows == got_rows, _difference(rows, got_rows)
    failed = [check.message for check in read.checks if check.status == "fail"]
    own = [check.message for check in printed.checks if check.status == "fail"]
    yield "checks", failed == own, "; ".join(failed)


def _clause(clause: Any) -> str:
    return f"{clause.eid} {fold(squeeze(clause.heading or ''))}"


def _row(row: Any) -> str:
    return fold(squeeze(f"{row.number} {row.name} {row.group} {sorted(row.attributes.values())}"))


def _difference(wanted: object, got: object) -> str:
    one, other = list(wanted), list(got)  # type: ignore[call-overload]
    lost = [item for item in one if item not in other]
    new = [item for item in other if item not in one]
    return f"{len(one) - len(lost)} of {len(one)}; missing {lost[:4]}, instead {new[:4]}"


def _recognisers() -> dict[str, Recogniser]:
    found: dict[str, Recogniser] = {"RapidOCR": _rapidocr()}
    if shutil.which("tesseract"):
        found["tesseract"] = _tesseract
    return found


def _rapidocr() -> Recogniser:
    import numpy as np
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical"})

    def recognise(sheets: Sequence[Sheet], _: Variant) -> str:
        results: list[Any] = [engine(np.asarray(sheet.image)[..., ::-1]) for sheet in sheets]
        return _without_numbers(line for result in results for line in result.txts or ())

    return recognise


def _tesseract(sheets: Sequence[Sheet], variant: Variant) -> str:
    lines: list[str] = []
    for sheet in sheets:
        command = ["tesseract", "stdin", "stdout", "-l", "chi_sim", "--dpi", str(variant.dpi)]
        done = subprocess.run(command, input=_png(sheet.image), capture_output=True, check=True)  # noqa: S603 - found in the path
        lines += done.stdout.decode().splitlines()
    return _without_numbers(lines)


def _png(image: Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _without_numbers(lines: Iterator[str] | list[str]) -> str:
    return "\n".join(line for line in lines if not _PAGE_NUMBER.fullmatch(line.strip()))
