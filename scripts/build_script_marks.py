"""Write ``extract/data/script_marks.json`` from the tables of the installed OpenCC: ``python scripts/build_script_marks.py``.

OpenCC (https://github.com/BYVoid/OpenCC, Apache-2.0) ships its tables in a binary form and ``opencc_dict``, which writes them as
text. What is kept are single characters: those that only one script writes, and those by which Taiwan and Hong Kong differ.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import opencc

_TARGET = Path(__file__).parents[1] / "extract" / "data" / "script_marks.json"
_CLIB = Path(opencc.__file__).parent / "clib"


def _table(name: str) -> dict[str, list[str]]:
    """Return a dictionary of OpenCC: each key with its candidates, the preferred one first."""
    source = _CLIB / "share" / "opencc" / f"{name}.ocd2"
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "table.txt"
        tool = _CLIB / "bin" / "opencc_dict"
        subprocess.run([tool, "-i", source, "-f", "ocd2", "-o", target, "-t", "text"], check=True)  # noqa: S603 (OpenCC's own tool)
        rows = (line.split("\t") for line in target.read_text(encoding="utf-8").splitlines())
        return {key: values.split(" ") for key, values in rows}


def _only(table: dict[str, list[str]], other: dict[str, list[str]]) -> set[str]:
    """Return the characters that ``table`` always changes and that are the form of the other script for none."""
    results = {value for values in table.values() for value in values}
    return {key for key, values in table.items() if len(key) == 1 and key < "\U00010000" and key not in values} - results - set(other)


def _regional(standard: set[str]) -> tuple[set[str], set[str]]:
    """Return the characters that only Taiwan's standard writes, and those that only Hong Kong's does.

    Of the latter only those that OpenCC has a rule for: it turns 污 into 汙 for Taiwan, where both are written.
    """
    taiwan, hong_kong = _table("TWVariants"), _table("HKVariants")
    pairs = [(taiwan.get(key, [key])[0], hong_kong.get(key, [key])[0]) for key in {*taiwan, *hong_kong}]
    shared = {char for char in standard if char not in taiwan and char not in hong_kong}
    shared |= {one for one, other in pairs if one == other}
    own = {values[0] for values in hong_kong.values()}
    return {one for one, other in pairs if one != other} - shared, {other for one, other in pairs if one != other and other in own} - shared


def main() -> None:
    """Write the file."""
    to_simplified, to_traditional = _table("TSCharacters"), _table("STCharacters")
    taiwan, hong_kong = _regional({value for values in to_traditional.values() for value in values})
    marks = {
        "source": f"OpenCC {opencc.__version__} (https://github.com/BYVoid/OpenCC): TSCharacters, STCharacters, TWVariants, HKVariants",
        "licence": "Apache-2.0",
        "date": datetime.now(UTC).date().isoformat(),
        "traditional": _joined(_only(to_simplified, to_traditional)),
        "simplified": _joined(_only(to_traditional, to_simplified)),
        "taiwan": _joined(taiwan - hong_kong),
        "hong_kong": _joined(hong_kong - taiwan),
    }
    _TARGET.write_text(json.dumps(marks, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(", ".join(f"{len(marks[name])} {name}" for name in ("traditional", "simplified", "taiwan", "hong_kong")))


def _joined(characters: set[str]) -> str:
    return "".join(sorted(characters))


if __name__ == "__main__":
    main()
