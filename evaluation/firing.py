"""What each rule fires on across notices that nobody annotated, and how often a person found it right.

A sheet holds a reproducible sample of norms for a person to judge. What is kept of it is a list of ids and verdicts without a word
of the notices: page, norm and a hash of the sentence say which norm was judged, a hash of its type and actors what it was then, so
that a later run can tell how many of the verdicts are still about what the rules say. Lists lie in ``verdicts``: ``gov_cn.tsv`` is the
one to report, the others are of samples that rules were improved by, and what those hold is in no new sample.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from math import sqrt
from pathlib import Path
from typing import Final

from ..extract.text import tidy
from ..schemas.errors import GongwenError, SourceNotFoundError
from ..schemas.norms import Norm
from ..schemas.notice import Notice
from .findings import plain

__all__ = [
    "FiringReport",
    "Judged",
    "Precision",
    "Verdict",
    "VerdictError",
    "fire",
    "load",
    "precision",
    "record",
    "sample",
    "sheet",
]

_HASH: Final = 10  # hexadecimal digits; among some thousands of sentences two have the same once in a hundred million times
_ASKED: Final = ("found", "type", "actors")
_Z: Final = 1.96  # 95 % of a normal distribution


class VerdictError(GongwenError):
    """A list of verdicts is missing or malformed."""


@dataclass(slots=True)
class FiringReport:
    """How often each rule fired, for which type, with examples."""

    pages: int
    sentences: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    """Sentences by rule and type, in the order of the pages."""
    failed: list[str] = field(default_factory=list)
    """Pages that could not be parsed, with the error."""

    def table(self, examples: int = 2) -> str:
        """Return the counts as text, most frequent rule first, with the first ``examples`` of each that differ."""
        total = sum(map(len, self.sentences.values()))
        lines = [f"{self.pages} pages, {total} norms, {len({rule for rule, _ in self.sentences})} rules"]
        for (rule, kind), sentences in sorted(self.sentences.items(), key=lambda item: (-len(item[1]), item[0])):
            lines.append(f"{len(sentences):6} {rule or '(no name)'} → {kind}")
            lines += [f"         {sentence[:100]}" for sentence in list(dict.fromkeys(sentences))[:examples]]
        return "\n".join([*lines, *(f"not parsed: {message}" for message in self.failed)])


@dataclass(slots=True, frozen=True)
class Judged:
    """A norm as the sheet shows it."""

    page: str
    norm: str
    sentence: str
    """Hash of the sentence."""
    output: str
    """Hash of type and actors."""
    rule: str
    type: str
    actors: str
    text: str

    @classmethod
    def of(cls, page: str, norm: Norm) -> Judged:
        """Return ``norm`` of the file ``page`` as it is judged."""
        output = "\n".join((norm.type, *sorted(map(plain, norm.actors))))
        actors = "、".join(norm.actors) + f" ({norm.actor_source})"
        return cls(page, norm.id, _digest(plain(norm.exact)), _digest(output), norm.rule, norm.type, actors, tidy(norm.exact))


@dataclass(slots=True, frozen=True)
class Verdict:
    """What a person said of a norm; each of the last three is y, n, or empty where not judged."""

    page: str
    norm: str
    sentence: str
    output: str
    rule: str
    found: str = ""
    """Whether the sentence is a norm."""
    type: str = ""
    actors: str = ""


@dataclass(slots=True)
class Precision:
    """Figures of a list of verdicts."""

    right: Counter[str]
    """By question, the norms that are right in it."""
    judged: int
    still: Counter[str]
    """As :attr:`right`, of the norms that are still put out as they were judged."""
    same: int
    """How many those are."""
    changed: int
    """Sentences that are still norms, with another type or other actors."""
    wrong: list[str] = field(default_factory=list)
    """Norms that are still put out as they were judged, and in what they were found wrong."""

    def table(self) -> str:
        """Return the figures as text: shares with their 95 % interval (Wilson), as judged and of what is still put out so."""
        gone = self.judged - self.same - self.changed
        lines = [f"{self.judged} norms judged; put out as then {self.same}, otherwise {self.changed}, no more {gone}"]
        lines += [
            f"{name:8} {_share(self.right[name], self.judged)}   of those put out as then {_share(self.still[name], self.same)}"
            for name in _ASKED
        ]
        return "\n".join(lines)


Parser = Callable[[Path], Notice]


def fire(folder: Path, parse: Parser | None = None) -> tuple[FiringReport, list[Judged]]:
    """Parse the HTML pages below ``folder`` and return what each rule fired on, and every norm.

    Raises :class:`SourceNotFoundError` where there is no page; a page that cannot be parsed is listed.
    """
    if parse is None:
        from ..extract import parse as pipeline

        parse = pipeline
    pages = sorted(path for path in folder.rglob("*.htm*") if path.is_file())
    if not pages:
        raise SourceNotFoundError(f"{folder}: no HTML page below it; name a folder of .html files")
    report = FiringReport(len(pages))
    norms: list[Judged] = []
    for page in pages:
        try:
            notice = parse(page)
        except GongwenError as error:
            report.failed.append(f"{page.name}: {error}")
            continue
        for norm in notice.norms or ():
            judged = Judged.of(page.name, norm)
            report.sentences[judged.rule, judged.type].append(judged.text)
            norms.append(judged)
    return report, norms


def sample(norms: Iterable[Judged], count: int, seed: int, without: Container[str] = (), judged: Iterable[Verdict] = ()) -> list[Judged]:
    """Return ``count`` of ``norms``, in the order given, none from a page whose name without ending is in ``without``, none ``judged``.

    Which ones depends on ``seed``, page and sentence alone, so that a rule that finds one norm more or less changes little.
    """
    known = {(item.page, item.sentence) for item in judged}
    eligible = {key: item for item in norms if Path(item.page).stem not in without and (key := (item.page, item.sentence)) not in known}
    chosen = set(sorted(eligible, key=lambda key: _digest(f"{seed}\n{key[0]}\n{key[1]}"))[:count])
    return [item for key, item in eligible.items() if key in chosen]


def sheet(norms: list[Judged], path: Path, known: Iterable[Verdict] = ()) -> None:
    """Write ``norms`` to ``path`` as tab-separated values for a person to judge: y or n under found, type, actors.

    A verdict of ``known`` on the same sentence with the same output is filled in.
    """
    before = {(item.page, item.sentence, item.output): item for item in known}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writerow([*_COLUMNS, "is_type", "is_actors", "text"])
        for item in norms:
            verdict = before.get((item.page, item.sentence, item.output))
            answers = [verdict.found, verdict.type, verdict.actors] if verdict else ["", "", ""]
            writer.writerow([item.page, item.norm, item.sentence, item.output, item.rule, *answers, item.type, item.actors, item.text])


def record(judged: Path, path: Path) -> list[Verdict]:
    """Keep the verdicts of the sheet at ``judged`` as the list at ``path``, without types, actors and sentences; return them."""
    verdicts = load(judged)
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(item) for item in verdicts)
    return verdicts


def load(path: Path) -> list[Verdict]:
    """Return the verdicts of a list or a sheet; raises :class:`VerdictError` where it is missing or malformed."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(_verdicts(path, file))
    except OSError as error:
        raise VerdictError(
            f"{path}: no verdicts ({error.strerror}); make a sheet with `firing FOLDER --sample N`, judge it, `record` it"
        ) from error


def precision(verdicts: list[Verdict], norms: Iterable[Judged]) -> Precision:
    """Return what ``verdicts`` say, and of how many the ``norms`` of today still put out the same. Rows not judged do not count."""
    today = {(item.page, item.sentence): item for item in norms}
    result = Precision(Counter(), 0, Counter(), 0, 0)
    for verdict in verdicts:
        if not verdict.found:
            continue
        result.judged += 1
        right = [name for name in _ASKED if getattr(verdict, name) == "y"]
        result.right.update(right)
        norm = today.get((verdict.page, verdict.sentence))
        if norm is None:
            continue
        if norm.output != verdict.output:
            result.changed += 1
            continue
        result.same += 1
        result.still.update(right)
        if len(right) < len(_ASKED):
            asked = ", ".join(name for name in _ASKED if name not in right)
            result.wrong.append(f"{asked}: {norm.rule} → {norm.type}, {norm.actors}: {norm.page} {norm.text}")
    return result


def _verdicts(path: Path, lines: Iterable[str]) -> Iterator[Verdict]:
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, row in enumerate(rows, 2):
        values = {name: row.get(name) for name in _COLUMNS}
        if any(value is None for value in values.values()):
            raise VerdictError(f"{path}:{number}: needs the columns {', '.join(_COLUMNS)}, separated by tabs")
        verdict = Verdict(**{name: value.strip() for name, value in values.items() if value is not None})
        answers = [getattr(verdict, name) for name in _ASKED]
        if set(answers) - {"y", "n", ""} or 0 < answers.count("") < len(answers) or (answers[0] == "n" and "y" in answers):
            raise VerdictError(
                f"{path}:{number}: {'/'.join(answers)!r} is no verdict; found, type and actors are each y or n, or all empty, "
                "and what is no norm has neither right type nor right actors"
            )
        yield verdict


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_HASH]


def _share(right: int, total: int) -> str:
    if not total:
        return "–"
    share, spread = right / total, _Z * _Z / total
    centre = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * sqrt(share * (1 - share) / total + spread / (4 * total))
    return f"{right} of {total} = {share:.3f} [{centre - half:.3f}, {centre + half:.3f}]"


_COLUMNS: Final = tuple(item.name for item in fields(Verdict))
