"""Write schemas/notice.schema.json from the dataclasses of the contract.

usage: python scripts/build_schema.py [--check]    --check writes nothing and exits with 1 where the file is out of date.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from gongwen.schemas.contract import json_schema

TARGET = Path(__file__).resolve().parent.parent / "schemas" / "notice.schema.json"


def schema_text() -> str:
    """Return the JSON Schema of the notice as the file has it: two blanks a level, keys as generated, Chinese as it is."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """Write the file, or with ``--check`` compare it; returns the exit status."""
    text = schema_text()
    if arguments == ["--check"]:
        if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text:
            return 0
        print(f"{TARGET} is out of date; run python scripts/build_schema.py", file=sys.stderr)
        return 1
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
