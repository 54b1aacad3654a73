"""Write extract/data/verbs.json, the verbs (动词) of the general language, from the dictionary of jieba.

usage: python scripts/build_verbs.py [--check]    --check writes nothing and exits with 1 where the file is out of date.

jieba (MIT) tags each word with its part of speech and its frequency: ``v`` is a verb, ``vn`` one that is as often a noun
(名动词: 建设, 管理).
Words of two characters only: what is longer there is idioms and debris. Same package, same bytes. The verbs of policy texts that the
dictionary lacks or tags otherwise, and those of its verbs that are none in this genre, are in extract/data/policy_verbs.json.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "extract" / "data" / "verbs.json"
DATE = "2026-11-25"
VERSION = "0.42.1"
# Rarer verbs of the dictionary are those of novels (the corpus behind it), and hit inside other words more often than as themselves.
LEAST = {"v": 150, "vn": 30}
WORDS_A_LINE = 24


def table() -> str:
    """Return the file: a JSON object with the words of each tag, the most frequent first."""
    if version("jieba") != VERSION:
        sys.exit(f"jieba {version('jieba')} is installed, the table is made from {VERSION}: pip install jieba=={VERSION}")
    words: dict[str, list[tuple[int, str]]] = {"v": [], "vn": []}
    for line in files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        if len(word) == 2 and tag in words and int(frequency) >= LEAST[tag]:
            words[tag].append((-int(frequency), word))
    about = {
        "source": f"dict.txt of jieba {VERSION} (MIT, https://github.com/fxsjy/jieba): words of two characters tagged v with a frequency"
        f" of {LEAST['v']} or more, vn of {LEAST['vn']} or more; made by scripts/build_verbs.py",
        "date": DATE,
    }
    lines = ["{", *(f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}," for name, value in about.items())]
    for tag, found in words.items():
        ordered = [word for _, word in sorted(found)]
        rows = [" ".join(ordered[at : at + WORDS_A_LINE]) for at in range(0, len(ordered), WORDS_A_LINE)]
        body = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in rows)
        lines += [f'  "{tag}": [', body, "  ]," if tag == "v" else "  ]"]
    return "\n".join([*lines, "}", ""])


def main() -> None:
    """Write the table, or compare it."""
    made = table()
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text(encoding="utf-8") == made else f"{TARGET} is out of date: run python scripts/build_verbs.py")
    TARGET.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
