"""What a light classifier makes of the sentences: trained on all gold documents but one, tested on that one, for each in turn.

Logistic regression over character n-grams of the sentence and of its heading, with where it stands and whether a mark of
responsibility closes its clause. It says for each unit of :mod:`.units` the type of the norm, or none; its figures stand beside those
of the rules on the same units. The rules were written with these documents in sight, the classifier never sees the one it is tested on:
where both are equal, the classifier has done more.

The vote is decided beforehand and not tuned: the classifier overrules the rules where it gives its own answer a probability of at
least :data:`SURE`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..schemas.errors import MissingExtraError
from ..schemas.gold import GoldFile
from ..schemas.notice import Notice
from .findings import from_gold
from .gold import load_all
from .metrics import Score, Scores, pool
from .norms import BLANK, NormItem, norms_of_gold, norms_of_notice, pair, score_norms
from .units import Unit, units

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

__all__ = ["NONE", "SURE", "ClassifierReport", "Sample", "Trainer", "leave_one_out", "samples"]

NONE: Final = "none"
SURE: Final = 0.8
_CONTENDERS: Final = ("rules", "classifier", "vote")


@dataclass(slots=True)
class Sample:
    """A unit with what the gold and the rules say of it."""

    unit: Unit
    item: NormItem
    """Where it stands in the gold text."""
    gold: str
    """Type of the norm, or none."""
    rules: str


@dataclass(slots=True)
class ClassifierReport:
    """Right answers over all units, and the scores of the norms that each contender would put out."""

    documents: list[str]
    units: int
    right: dict[str, Counter[str]]
    """Units answered right by contender and document."""
    sizes: Counter[str]
    """Units by document."""
    scores: dict[str, Scores]
    overruled: Counter[str]
    """Units on which the vote differs from the rules: right where the rules were wrong, wrong where they were right, neither."""

    def table(self) -> str:
        """Return the figures as text."""
        lines = [f"{self.units} units of {len(self.documents)} documents, each tested by a model that was trained on the others"]
        lines.append(f"{'units answered right':24}" + "".join(f"{name:>12}" for name in _CONTENDERS))
        for document in self.documents:
            size = self.sizes[document]
            lines.append(f"  {document:22}" + "".join(f"{self.right[name][document] / size:12.3f}" for name in _CONTENDERS))
        lines.append(f"{'all':24}" + "".join(f"{self.right[name].total() / self.units:12.3f}" for name in _CONTENDERS))
        for component, label in (("norm_units", "norms found, F1"), ("norms", "with the right type, F1")):
            lines.append(f"{label:24}" + "".join(f"{_f1(self.scores[name].get(component)):>12}" for name in _CONTENDERS))
        told = ", ".join(f"{count} {what}" for what, count in sorted(self.overruled.items())) or "none"
        return "\n".join([*lines, f"rules overruled by the vote (classifier at least {SURE:.0%} sure): {told}"])


Trainer = Callable[[Sequence[Unit], Sequence[str]], Callable[[Sequence[Unit]], list[tuple[str, float]]]]
"""Learns from units and their types; the result gives for units the likeliest type and its probability."""


def leave_one_out(gold_dir: Path, parse: Callable[[Path], Notice] | None = None, train: Trainer | None = None) -> ClassifierReport:
    """Return how the classifier does on each gold document when trained on the others, beside the rules and the vote of both.

    ``parse`` is the pipeline whose rules are compared. Raises :class:`GoldError` where a gold file is missing or wrong and
    :class:`MissingExtraError` where scikit-learn is not installed.
    """
    if parse is None:
        from ..extract import parse as pipeline

        parse = pipeline
    train = train or _train
    files = [file for file in load_all(gold_dir) if file.gold.norms]
    documents = {file.gold.source: samples(file, parse) for file in files}
    names = list(documents)
    report = ClassifierReport(names, 0, {name: Counter() for name in _CONTENDERS}, Counter(), {}, Counter())
    found: dict[str, list[Scores]] = {name: [] for name in _CONTENDERS}
    for file in files:
        name, own = file.gold.source, documents[file.gold.source]
        others = [item for other, items in documents.items() if other != name for item in items]
        predict = train([item.unit for item in others], [item.gold for item in others])
        guesses = predict([item.unit for item in own])
        report.units += len(own)
        report.sizes[name] = len(own)
        answers = {"rules": [item.rules for item in own], "classifier": [kind for kind, _ in guesses]}
        answers["vote"] = [kind if sure >= SURE else item.rules for item, (kind, sure) in zip(own, guesses, strict=True)]
        for contender, kinds in answers.items():
            report.right[contender][name] = sum(kind == item.gold for item, kind in zip(own, kinds, strict=True))
            found[contender].append(_scores(file, own, kinds))
        report.overruled.update(_overruled(own, answers["vote"]))
    report.scores = {name: pool(scores) for name, scores in found.items()}
    return report


def samples(file: GoldFile, parse: Callable[[Path], Notice]) -> list[Sample]:
    """Return the units of the text of ``file`` with what its gold says of them, and what the norms of ``parse`` say."""
    _, locator = from_gold(file)
    text, found = units(file.sources[0])
    alignment = locator.align(text)
    result = [Sample(unit, replace(BLANK, place=alignment.place(unit.span), quote=unit.words, eid=unit.eid), NONE, NONE) for unit in found]
    by_item = {id(sample.item): sample for sample in result}
    items = [sample.item for sample in result]
    for gold, item in pair(norms_of_gold(file.gold, locator) or [], items).matched:
        by_item[id(item)].gold = gold.type
    for norm, item in pair(norms_of_notice(parse(file.sources[0]), locator) or [], items).matched:
        by_item[id(item)].rules = norm.type
    return result


def _scores(file: GoldFile, own: list[Sample], kinds: list[str]) -> Scores:
    _, locator = from_gold(file)
    found = [replace(item.item, type=kind) for item, kind in zip(own, kinds, strict=True) if kind != NONE]
    return score_norms(norms_of_gold(file.gold, locator), found)


def _overruled(own: list[Sample], vote: list[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for item, kind in zip(own, vote, strict=True):
        if kind != item.rules:
            counts["for the better" if kind == item.gold else "for the worse" if item.rules == item.gold else "neither right"] += 1
    return counts


def _train(known: Sequence[Unit], types: Sequence[str]) -> Callable[[Sequence[Unit]], list[tuple[str, float]]]:
    model = _pipeline().fit(known, types)
    classes = [str(name) for name in model.classes_]

    def predict(asked: Sequence[Unit]) -> list[tuple[str, float]]:
        if not asked:
            return []
        return [max(zip(classes, map(float, row), strict=True), key=lambda pair: pair[1]) for row in model.predict_proba(asked)]

    return predict


def _pipeline() -> Pipeline:
    try:
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import FeatureUnion, make_pipeline
        from sklearn.preprocessing import FunctionTransformer
    except ImportError as error:
        raise MissingExtraError("the classifier needs scikit-learn, which is not installed: pip install 'gongwen[bench]'") from error

    def each(value: Callable[[Unit], Any]) -> FunctionTransformer:
        return FunctionTransformer(lambda items: [value(item) for item in items])

    def grams(value: Callable[[Unit], str]) -> Any:
        return make_pipeline(each(value), TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True))

    features = FeatureUnion(
        [
            ("words", grams(lambda unit: f"^{unit.words}$")),
            ("opening", grams(lambda unit: f"^{unit.words[:12]}")),
            ("heading", grams(lambda unit: f"^{unit.heading}$")),
            ("place", make_pipeline(each(_where), DictVectorizer())),
        ]
    )
    return make_pipeline(features, LogisticRegression(C=10, max_iter=2000))


def _where(unit: Unit) -> dict[str, float]:
    steps = unit.eid.split("__")
    return {
        "first": float(unit.position == 0),
        "last": float(unit.followers == 0),
        "marked": float(unit.marked),
        "depth": min(len(steps), 5) / 5,
        "length": min(len(unit.words), 200) / 200,
        f"part {steps[0].split('_')[0]}": 1.0,
        f"level {steps[-1].rpartition('_')[0]}": 1.0,
        f"stop {unit.words[-1:]}": 1.0,
    }


def _f1(score: Score | None) -> str:
    return "–" if score is None or score.f1 is None else f"{score.f1:.3f}"
