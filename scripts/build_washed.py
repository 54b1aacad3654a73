"""Count how the words of ``extract/data/washed_pairs.json`` are used in clean policy Chinese; writes washed_contexts.json.

Counts of neighbouring characters only: figures, from which no sentence can be made. Needs jieba (MIT), whose dictionary gives
the compounds of every word (原则, 基础设施), and folders of clean texts (.txt, .html, .docx; one notice a line in .jsonl titles):

    python scripts/build_washed.py FOLDER_OR_FILE …
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from gongwen.extract import parse
from gongwen.extract.damage.contexts import features, read_pairs
from gongwen.extract.text import fold

DATA = Path(__file__).parents[1] / "extract" / "data"
LEAST = 2
"""A pair of neighbours seen less often is left out, which keeps the file small."""
COMMON = 300
VERY_COMMON = 1000
"""Occurrences of a word from which one, and two, more are asked for."""
COMPOUND = 3
"""Occurrences that a compound of the dictionary or of the list of collocations counts as."""


def read(path: Path) -> str:
    """Return the text of a clean source, widths folded."""
    if path.suffix == ".jsonl":
        return "\n".join(json.loads(line)["title"] for line in path.read_text("utf-8").splitlines())
    if path.suffix == ".docx":
        import docx

        return fold("\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs))
    return fold(parse(path).text)


def compounds(words: set[str]) -> list[str]:
    """Return the compounds of the dictionary that hold one of ``words``, none of a person, place or brand."""
    import jieba

    dictionary = Path(jieba.__file__).with_name("dict.txt").read_text("utf-8")
    found = []
    for line in dictionary.splitlines():
        word, frequency, tag = line.split()
        known = any(inner in word and inner != word for inner in words)
        if known and len(word) <= 6 and int(frequency) >= 3 and not tag.startswith("nr"):
            found.append(word)
    return found


def build(texts: list[str], words: set[str], listed: list[str]) -> dict[str, object]:
    """Return the counts over ``texts`` and compounds, ready to be written."""
    count: Counter[str] = Counter()
    around: dict[str, dict[str, Counter[str]]] = {word: {"L": Counter(), "R": Counter(), "E": Counter()} for word in words}
    for text in texts:
        for word in words:
            at = text.find(word)
            while at >= 0:
                count[word] += 1
                for kind, signs in features(text, at, at + len(word)):
                    around[word][kind].update(signs[: length + 1] for length in range(len(signs)))
                at = text.find(word, at + len(word))
    for word in words:
        count[word] += COMPOUND * add_compounds(around[word], word, listed)
    written = {}
    for word in sorted(words):
        least = LEAST + (count[word] > COMMON) + (count[word] > VERY_COMMON)
        written[word] = {"n": count[word], "at": {kind: keep(seen, least) for kind, seen in around[word].items() if seen}}
    return {"characters": sum(map(len, texts)), "words": written}


def add_compounds(around: dict[str, Counter[str]], word: str, listed: list[str]) -> int:
    """Count the neighbours that ``word`` has in its compounds; returns how many compounds it has."""
    own = [compound for compound in listed if word in compound and compound != word]
    for compound in own:
        before, _, behind = compound.partition(word)
        for kind, signs in (("L", before[::-1][:2]), ("R", behind[:2])):
            for length in range(1, len(signs) + 1):
                around[kind][signs[:length]] += COMPOUND
    return len(own)


def keep(seen: Counter[str], least: int) -> dict[str, int]:
    """Return the counts of at least ``least``; those of the single characters below it together under the empty key."""
    rest = sum(n for signs, n in seen.items() if n < least and len(signs) == 1)
    return {"": rest} | {signs: n for signs, n in sorted(seen.items()) if n >= least}


def main() -> None:
    """Build the file from the sources named on the command line."""
    pairs = json.loads((DATA / "washed_pairs.json").read_text("utf-8"))
    paths = [Path(name) for name in sys.argv[1:]]
    sources = sorted(file for path in paths for file in (path.iterdir() if path.is_dir() else [path]))
    texts = [read(file) for file in sources if file.suffix in (".txt", ".html", ".docx", ".jsonl") and file.name != "gold.jsonl"]
    words = {word for pair in read_pairs() for word in (pair.intended, pair.observed)}
    listed = [*compounds(words), *(compound for group in pairs["collocations"].values() for compound in group)]
    head = {
        "source": f"counted by scripts/build_washed.py in {len(texts)} public notices, reports and lists of titles, and jieba's dictionary",
        "date": datetime.now(UTC).date().isoformat(),
    }
    file = DATA / "washed_contexts.json"
    file.write_text(json.dumps(head | build(texts, words, listed), ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(f"{file}: {file.stat().st_size} bytes from {sum(map(len, texts))} characters")


if __name__ == "__main__":
    main()
