"""Write ``corpora/store/characters.json`` from the installed OpenCC: ``python scripts/build_search_characters.py``.

OpenCC (https://github.com/BYVoid/OpenCC, Apache-2.0) converts words by their context. A search needs the same character for the same
character wherever it stands, so each is converted by itself, by the standards of Taiwan and of Hong Kong.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import opencc

_TARGET = Path(__file__).parents[1] / "corpora" / "store" / "characters.json"
_BLOCKS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32400))
# OpenCC changes these in words only (瞭解, 答覆, 憑藉); 么 it takes for a traditional character.
_IN_WORDS = {"瞭": "了", "覆": "复", "藉": "借"}
_SIMPLIFIED = "么"


def main() -> None:
    """Write the file."""
    taiwan, hong_kong = opencc.OpenCC("tw2s"), opencc.OpenCC("hk2s")
    pairs = dict(_IN_WORDS)
    for char in (chr(code) for block in _BLOCKS for code in block):
        plain = hong_kong.convert(taiwan.convert(char))
        if plain != char and len(plain) == 1 and char not in _SIMPLIFIED:
            pairs.setdefault(char, plain)
    table = {
        "source": f"OpenCC {opencc.__version__} (https://github.com/BYVoid/OpenCC): tw2s and hk2s, character by character",
        "licence": "Apache-2.0",
        "date": datetime.now(UTC).date().isoformat(),
        "traditional": "".join(sorted(pairs)),
        # What a conversion gives may be converted again (薴, 苧, 苎): one form for all of them.
        "simplified": "".join(pairs.get(pairs[char], pairs[char]) for char in sorted(pairs)),
    }
    _TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{len(pairs)} characters")


if __name__ == "__main__":
    main()
