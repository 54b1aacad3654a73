"""Write the table of the cases for norms into docs/norms.md, between its two markers.

usage: python scripts/build_norm_cases.py [--check]    --check writes nothing and exits with 1 where the table is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

from gongwen.extract.norms.cases import CASES

TARGET = Path(__file__).resolve().parent.parent / "docs" / "norms.md"
BEGIN = "<!-- cases: made by scripts/build_norm_cases.py from extract/norms/cases.py -->"
END = "<!-- end of the cases -->"


def table() -> str:
    """Return the cases in order as a Markdown table: number, name, type, reason, examples."""
    rows = ["| no. | case (`rule`) | type | reason | examples |", "|---|---|---|---|---|"]
    for number, case in enumerate(CASES, 1):
        kind = case.type or "no norm"
        rows.append(f"| {number} | `{case.name}` | {kind} | {case.reason} | {'<br>'.join(map(_literal, case.examples))} |")
    return "\n".join(rows)


def _literal(words: str) -> str:
    """Return ``words`` so that Markdown shows them as they are."""
    return "".join(f"\\{char}" if char in r"\_*|`<" else char for char in words)


def rebuilt(document: str) -> str:
    """Return ``document`` with the present table between its markers; raises :class:`ValueError` where they are missing."""
    head, begin, rest = document.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{TARGET}: the markers {BEGIN} and {END} are missing; put them where the table belongs")
    return f"{head}{begin}\n\n{table()}\n\n{end}{tail}"


def main(arguments: list[str]) -> int:
    """Write the table, or with ``--check`` compare it; returns the exit status."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    document = TARGET.read_text(encoding="utf-8")
    current = rebuilt(document)
    if arguments:
        if current == document:
            return 0
        print(f"{TARGET} is out of date; run python scripts/build_norm_cases.py", file=sys.stderr)
        return 1
    TARGET.write_text(current, encoding="utf-8")
    print(f"wrote {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
