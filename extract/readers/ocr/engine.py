"""The recogniser: RapidOCR with the PP-OCRv6 models that its wheel carries, so that nothing is ever downloaded.

Only what costs its time is used: detection at a bounded size, recognition of single lines, and, where a page may stand on its
head, the direction of a few of them. One session a process serves all threads; each run uses one thread, and pages run side by side.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ....schemas.errors import MissingExtraError

__all__ = ["ENGINE", "MODEL", "Engine", "Pixels", "Points", "Reading", "engine"]

Pixels = NDArray[Any]
"""Image, bytes: (height, width) grey or (height, width, 3) RGB."""
Points = NDArray[np.float32]
"""Corners of a stretch of text, four of (x, y) from the top left clockwise, in pixels."""

ENGINE: Final = "rapidocr"
MODEL: Final = "PP-OCRv6-small"
_SIDE: Final = 1280
"""Pixels of the longer side that detection sees: A4 at 110 dpi, 16 pt being 24 of them; 2,000 find no more and take 2.7 times as long."""

_LEAST_RATIO: Final = 320 / 48
"""Width to height of the narrowest picture that the recogniser was trained on; shorter lines are padded."""
_SURE: Final = 0.97
"""Confidence below which other readings of a character are kept."""
_CANDIDATES: Final = 5
_POSSIBLE: Final = 0.02


@dataclass(slots=True)
class Reading:
    """What one line says: its characters, how sure the recogniser is of each, and where each was seen."""

    text: str
    confidences: list[float]
    """Of each character, 0 to 1."""
    places: list[float]
    """Of each character, 0 (left end of the line's picture) to 1."""
    others: dict[int, list[tuple[str, float]]] = field(default_factory=dict)
    """By the index of a character that is not sure, what else it may be and how likely that is, the likeliest first."""


class Engine:
    """Detects lines on a page and recognises them; safe to be used by several threads at once."""

    def __init__(self) -> None:
        try:
            import cv2  # noqa: F401 - here, so that an extra that is half there is told at once
            import rjieba  # noqa: F401
            from rapidocr import RapidOCR
        except ImportError as error:
            raise MissingExtraError("reading an image needs a text recogniser; run: pip install 'gongwen[ocr]'") from error
        self._rapid = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_vertical_padding": False,
                "Det.limit_type": "max",
                "Det.limit_side_len": _SIDE,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def detect(self, image: Pixels) -> list[Points]:
        """Return the corners of every stretch of text on a page."""
        from rapidocr.main import RapidOCRError

        try:
            _, found = self._rapid.detect_and_crop(image, {})
        except RapidOCRError:  # its way to say that there is none
            return []
        return [np.asarray(corners, dtype=np.float32) for corners in (found.boxes if found.boxes is not None else ())]

    def crop(self, image: Pixels, corners: Sequence[Points]) -> list[Pixels]:
        """Return the picture of each stretch, straightened."""
        crops: list[Pixels] = self._rapid.crop_text_regions(image, np.asarray(corners))
        return crops

    def recognise(self, crops: list[Pixels]) -> list[Reading]:
        """Return what each picture of a line says; an empty text where it says nothing."""
        recogniser = self._recogniser()
        readings = []
        for crop in crops:
            ratio = max(crop.shape[1] / crop.shape[0], _LEAST_RATIO)
            # One line at a time: a batch pads all of them to the longest, which costs a sixth more.
            odds = recogniser.session(recogniser.resize_norm_img(crop, ratio)[None])[0]
            readings.append(_reading(odds, recogniser.postprocess_op.character, ratio * crop.shape[0] / crop.shape[1]))
        return readings

    def _recogniser(self) -> Any:
        if self._rapid.text_rec is None:
            self._rapid.recognize_txt([np.full((48, 320, 3), 255, np.uint8)])  # it is made at the first use
        return self._rapid.text_rec

    def upside_down(self, crops: list[Pixels]) -> float:
        """Return which share of the lines stands on its head."""
        result: Any = self._rapid.cls_and_rotate(crops)[1]
        turned: int = sum(label == "180" and score > 0.9 for label, score in result.cls_res)
        return turned / len(crops)


def _reading(odds: Pixels, characters: list[str], stretch: float) -> Reading:
    """Return what the odds of each character at each step say (CTC: the best of each step, repeats and blanks taken out).

    ``stretch`` is how many times as wide as the line the picture is that the steps go over.
    """
    best = odds.argmax(axis=1)
    kept = np.flatnonzero((best != 0) & (np.diff(best, prepend=-1) != 0))
    reading = Reading("".join(characters[best[step]] for step in kept), odds[kept, best[kept]].tolist(), [])
    reading.places = [min((step + 0.5) * stretch / len(odds), 1.0) for step in kept.tolist()]
    for at, step in enumerate(kept.tolist()):
        if reading.confidences[at] < _SURE:
            others = np.argsort(odds[step])[-_CANDIDATES:][::-1]
            reading.others[at] = [
                (characters[one], float(odds[step, one])) for one in others if one != best[step] and odds[step, one] > _POSSIBLE
            ]
    return reading


_made: list[Engine] = []
_lock = threading.Lock()


def engine() -> Engine:
    """Return the engine of this process, made on first use. Raises :class:`MissingExtraError` where the extra ``ocr`` is missing."""
    with _lock:
        if not _made:
            _made.append(Engine())
    return _made[0]
