"""The gate: figures that were reached once may not be lost unnoticed.

``gates.json`` pins, for the gold corpus with one hash, the F1 that each component must not fall below. Raising floors is one
command; lowering one needs a flag, so that it is a decision and shows in the history.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING

from ..schemas.errors import GongwenError

if TYPE_CHECKING:
    from .metrics import Scores

__all__ = ["DEFAULT", "GateError", "Gates", "pin"]

DEFAULT = Path(__file__).with_name("gates.json")
_PLACES = 10_000  # floors are kept to four places, rounded down, so that the figure they were pinned from passes


class GateError(GongwenError):
    """The gate file is missing or malformed, or a floor would be lowered without leave."""


@dataclass(slots=True, frozen=True)
class Gates:
    """Pinned floors of pooled F1 by component, and the hash of the gold corpus that they were measured on."""

    corpus: str
    floors: dict[str, float]

    @classmethod
    def load(cls, path: Path = DEFAULT) -> Gates:
        """Return the gates at ``path``; raises :class:`GateError` where there are none or they are malformed."""
        try:
            data = json.loads(path.read_bytes())
            return cls(str(data["corpus"]), {str(name): float(value) for name, value in data["floors"].items()})
        except OSError as error:
            raise GateError(f"{path}: no gates ({error.strerror}); make them with `python -m gongwen.evaluation pin GOLD_DIR`") from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise GateError(
                f'{path}: malformed ({error!r}); it is {{"corpus": SHA256, "floors": {{COMPONENT: F1}}}}, take it from the history'
            ) from error

    def save(self, path: Path) -> None:
        """Write the gates to ``path`` as JSON; raises :class:`OSError` where that cannot be written."""
        content = {"corpus": self.corpus, "floors": dict(sorted(self.floors.items()))}
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")

    def failures(self, corpus: str, pooled: Scores) -> list[str]:
        """Return one message for each floor that ``pooled`` does not reach, and one where the corpus is another; empty: passed."""
        messages: list[str] = []
        if corpus != self.corpus:
            messages.append(
                f"the gold corpus has changed: its hash is {corpus[:12]}…, the floors were pinned on {self.corpus[:12]}…; "
                "read the new figures (`python -m gongwen.evaluation report GOLD_DIR`), then `pin` them"
            )
        for component, least in self.floors.items():
            result = pooled.get(component)
            figure = result.f1 if result else None
            if figure is None:
                messages.append(f"{component}: not run or nothing to score, its floor is {least:.4f}; repair the stage that fills it")
            elif figure < least:
                messages.append(
                    f"{component}: F1 {figure:.4f} is below its floor {least:.4f}; see what is missed "
                    "(`python -m gongwen.evaluation report GOLD_DIR --misses`) and repair it, or lower the floor on purpose "
                    "(`python -m gongwen.evaluation pin GOLD_DIR --allow-lower`)"
                )
        return messages


def pin(corpus: str, pooled: Scores, path: Path = DEFAULT, *, allow_lower: bool = False) -> Gates:
    """Pin the figures of ``pooled`` as floors in ``path`` and return the gates.

    Raises :class:`GateError`, and writes nothing, where a floor would fall or vanish and ``allow_lower`` was not given.
    """
    floors = {name: floor(result.f1 * _PLACES) / _PLACES for name, result in pooled.items() if result and result.f1 is not None}
    before = Gates.load(path).floors if path.exists() else {}
    lowered = [f"{name} {least:.4f} → {floors.get(name, 'none')}" for name, least in before.items() if floors.get(name, -1.0) < least]
    if lowered and not allow_lower:
        raise GateError(f"{path}: pinning would lower floors ({'; '.join(lowered)}); repair the rules, or use --allow-lower and say why")
    gates = Gates(corpus, floors)
    gates.save(path)
    return gates
