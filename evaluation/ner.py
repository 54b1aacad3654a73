"""``gongwen train ner``: a character tagger from gold and silver files, with the figures it reaches on documents it has not seen.

Silver documents (what our rules mark) teach it what notices look like, gold ones then what is right. It is measured leaving one gold
document out at a time; a silver document that is one of the gold ones is left out always. Without gold it is measured on silver
documents, a fifth of them left out at a time, against the rules' own marks: then the figures say how well it imitates the rules.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from ..extract import parse
from ..schemas.errors import MissingExtraError, OutputError
from ..schemas.model import Span
from .findings import Findings, entity_items, from_notice
from .metrics import Score, Scores, pool, score
from .ner_data import TYPES, GoldDocument, MarkedText, gold_documents, others, silver_documents

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from ..extract.taggers import Tagger
    from .ner_model import CharTagger, Schedule

__all__ = ["METRICS", "Training", "train_ner"]

METRICS: Final = "metrics.json"
_FOLDS: Final = 5
_SEEN: Final = {"orgs": "ORG", "gpes": "GPE"}


@dataclass(slots=True, frozen=True)
class Training:
    """What came of a training; the same as is written to ``metrics.json``."""

    folder: Path
    figures: dict[str, Any]

    def table(self) -> str:
        """Return the figures as a few lines."""
        lines = [f"{self.figures['documents']}", f"left out: {self.figures['left_out']}"]
        for who, by_type in self.figures["scores"].items():
            for kind, one in by_type.items():
                shown = " ".join(
                    f"{name} {'–' if one[name] is None else format(one[name], '.3f')}" for name in ("precision", "recall", "f1")
                )
                lines.append(f"{who:6} {kind:4} {shown}  ({one['found']} of {one['gold']}, {one['output']} marked)")
        lines.append(f"{self.figures['seconds']:.0f} s, {self.figures['bytes'] / 1e6:.1f} MB, written to {self.folder}")
        return "\n".join(lines) + "\n"


def train_ner(
    out: Path,
    gold: Path | None = None,
    silver: Sequence[Path] = (),
    *,
    epochs: int = 8,
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> Training:
    """Train a tagger on the gold files of ``gold`` and the notices in ``silver``, write it to the folder ``out``, return its figures.

    ``epochs`` is how often each silver line is seen; ``tell`` is given a word now and then. Raises :class:`MissingExtraError` without
    torch, :class:`GoldError` where there is nothing to learn from, :class:`OutputError` where ``out`` cannot be written.
    """
    try:
        from .ner_model import save_model
    except ImportError as error:
        raise MissingExtraError(f"training needs torch ({error}); run: pip install 'gongwen[torch]'") from error
    _make(out)
    started = monotonic()
    golden = gold_documents(gold) if gold else []
    silvery = others(silver_documents(silver), [document.marked for document in golden]) if silver else []
    trainer = _Trainer(silvery, [document.marked for document in golden], epochs, seed)
    tell(f"{len(golden)} gold and {len(silvery)} silver documents, {trainer.characters} characters")
    scores = _left_out(trainer, golden, tell) if golden else _folds(trainer, silvery, tell)
    model = trainer.final()
    save_model(out, model, trainer.tokenizer, trainer.labels)
    figures = {
        "documents": f"{len(golden)} gold and {len(silvery)} silver documents, {trainer.characters} characters",
        "left_out": "one gold document at a time" if golden else "a fifth of the silver documents at a time, against the rules' marks",
        "scores": {who: {_SEEN[name]: _plain(one) for name, one in by_type.items() if name in _SEEN} for who, by_type in scores.items()},
        "epochs": epochs,
        "seed": seed,
        "seconds": round(monotonic() - started, 1),
        "parameters": sum(value.numel() for value in model.parameters()),
        "bytes": sum(file.stat().st_size for file in out.iterdir() if file.name != METRICS),
    }
    (out / METRICS).write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Training(out, figures)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / METRICS).write_text("{}\n", encoding="utf-8")  # an hour of training is not to end in a folder that cannot be written
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror}); name a folder that can be") from error


def _plain(one: Score | None) -> dict[str, Any]:
    return (one or Score()).to_dict()


class _Trainer:
    """Trains on silver first, then on gold; the silver part is done once for all that share it."""

    def __init__(self, silver: list[MarkedText], gold: list[MarkedText], epochs: int, seed: int) -> None:
        from .ner_model import Schedule, char_tokenizer, label_names

        self.silver, self.gold, self.seed = silver, gold, seed
        self.labels = label_names(TYPES)
        # Not of the gold texts where there are others: a character that only the document left out has must be unknown.
        self.tokenizer: Tokenizer = char_tokenizer([document.text for document in silver or gold])
        self.characters = sum(len(document.text) for document in (*silver, *gold))
        self._rough = Schedule(epochs, 3e-3)
        # Gold alone is little to learn from: it is seen more often, and from scratch at the full rate.
        self._fine = Schedule(epochs, 1e-3) if silver else Schedule(4 * epochs, 3e-3)
        self._taught: CharTagger | None = None

    def _fresh(self) -> CharTagger:
        import torch

        from .ner_model import CharTagger

        torch.manual_seed(self.seed)
        return CharTagger(self.tokenizer.get_vocab_size(), len(self.labels))

    def _fit(self, model: CharTagger, documents: list[MarkedText], plan: Schedule) -> CharTagger:
        from .ner_model import fit, one_thread

        with one_thread():
            fit(model, documents, self.tokenizer, self.labels, plan, self.seed)
        return model

    def on_silver(self, documents: list[MarkedText]) -> CharTagger:
        """Return a model that has seen these silver documents."""
        return self._fit(self._fresh(), documents, self._rough)

    def on_gold(self, documents: list[MarkedText]) -> CharTagger:
        """Return a model that has seen all silver documents, then these gold ones."""
        from copy import deepcopy

        if self.silver and self._taught is None:
            self._taught = self.on_silver(self.silver)
        return self._fit(deepcopy(self._taught) if self._taught else self._fresh(), documents, self._fine)

    def final(self) -> CharTagger:
        """Return the model that has seen everything."""
        return self.on_gold(self.gold) if self.gold else self.on_silver(self.silver)

    def tagger(self, model: CharTagger) -> Tagger:
        """Return ``model`` as a tagger."""
        from .ner_model import as_tagger

        return as_tagger(model, self.tokenizer, self.labels, "in training")


def _left_out(trainer: _Trainer, documents: list[GoldDocument], tell: Callable[[str], None]) -> dict[str, Scores]:
    """Return the scores of the model, of the rules, and of the rules with the model's vote, each document unseen by the model."""
    found: dict[str, list[Scores]] = {"model": [], "rules": [], "vote": []}
    for left in documents:
        tagger = trainer.tagger(trainer.on_gold([one.marked for one in documents if one is not left]))
        voted = from_notice(parse(left.raw, media_type="text/plain", tagger=tagger), left.locator)
        for who, findings in (("model", _tagged(left, tagger)), ("rules", left.rules), ("vote", voted)):
            found[who].append(_only_entities(score(left.findings, findings)))
        tell(f"{left.marked.name}: F1 of the " + "; ".join(f"{who} {_f1(scores[-1])}" for who, scores in found.items()))
    return {who: pool(scores) for who, scores in found.items()}


def _tagged(document: GoldDocument, tagger: Tagger) -> Findings:
    text = document.notice.text
    alignment = document.locator.align(text)
    forms = [
        (found.type, text[found.start : found.end])
        for found in tagger.tag(text)
        if document.locator.in_body(alignment.place(Span.of(text, found.start, found.end)))
    ]
    return entity_items(forms)


def _folds(trainer: _Trainer, documents: list[MarkedText], tell: Callable[[str], None]) -> dict[str, Scores]:
    scores: list[Scores] = []
    for fold in range(min(_FOLDS, len(documents))):
        left = documents[fold::_FOLDS]
        tagger = trainer.tagger(trainer.on_silver([one for one in documents if one not in left] or documents[:0]))
        for one in left:
            wanted = entity_items((kind, one.text[start:end]) for start, end, kind in one.marks)
            found = entity_items((tagged.type, one.text[tagged.start : tagged.end]) for tagged in tagger.tag(one.text))
            scores.append(_only_entities(score(wanted, found)))
        tell(f"fold {fold + 1}: F1 {_f1(pool(scores))} so far")
    return {"model": pool(scores)}


def _only_entities(scores: Scores) -> Scores:
    return {name: one for name, one in scores.items() if name in _SEEN}


def _f1(scores: Scores) -> str:
    return ", ".join(
        f"{kind} {'–' if one is None or one.f1 is None else format(one.f1, '.2f')}"
        for name, kind in _SEEN.items()
        if name in scores
        for one in (scores[name],)
    )
