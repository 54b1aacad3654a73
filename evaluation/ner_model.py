"""A small character tagger: dilated convolutions over characters, trained from nothing on a CPU and exported to ONNX.

Iterated dilated convolutions (Strubell et al. 2017, "Fast and accurate entity recognition with iterated dilated convolutions") see some
thirty characters to either side, learn from a few hundred kilobytes of text in minutes, and are exported without any trick; a BERT of
the same size trained from nothing needs far more text. What is written is what :mod:`gongwen.extract.taggers.token_classifier` runs.
"""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import torch
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import NFKC
from tokenizers.pre_tokenizers import Split
from torch import Tensor, nn

from ..extract.taggers.schemes import read_labels
from ..extract.taggers.token_classifier import CONFIG, ONNX, TOKENIZER, TokenClassifier
from .ner_data import MarkedText

__all__ = ["PAD", "CharTagger", "Schedule", "as_tagger", "char_tokenizer", "export_onnx", "fit", "label_names", "one_thread", "save_model"]

PAD: Final = 0
_UNKNOWN: Final = "[UNK]"
_UNKNOWN_ID: Final = 1
_IGNORED: Final = -100
_HIDDEN: Final = 0.08
"""Share of characters that are hidden in training, so that it learns what to make of one it does not know."""
_BATCH_CHARACTERS: Final = 512
_OVERLAP: Final = 64
_WIDTH: Final = 96
_DILATIONS: Final = (1, 2, 4, 8, 1, 2, 4, 8)
"""Of one convolution of three after the other: thirty characters to either side."""
_WINDOW: Final = 512
"""Tokens that it is given at once; it could take more."""


class CharTagger(nn.Module):
    """Logits of a label for each character."""

    def __init__(self, characters: int, labels: int, dropout: float = 0.3) -> None:
        """``characters`` is the size of the vocabulary, padding and the unknown one included."""
        super().__init__()
        self.embed = nn.Embedding(characters, _WIDTH, padding_idx=PAD)
        self.layers = nn.ModuleList(nn.Conv1d(_WIDTH, _WIDTH, 3, padding=step, dilation=step) for step in _DILATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(_WIDTH) for _ in _DILATIONS)
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(_WIDTH, labels)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return (batch, character, label) of (batch, character); what is padded does not reach the rest."""
        mask = attention_mask.unsqueeze(-1).to(torch.float32)
        state = self.dropout(self.embed(input_ids)) * mask
        for layer, norm in zip(self.layers, self.norms, strict=True):
            seen = layer(state.transpose(1, 2)).transpose(1, 2)
            state = (state + self.dropout(torch.relu(norm(seen)))) * mask
        logits: Tensor = self.out(state)
        return logits


@dataclass(slots=True, frozen=True)
class Schedule:
    """How often all lines are seen, and how fast is learnt from them."""

    epochs: int
    rate: float


def fit(model: CharTagger, documents: Sequence[MarkedText], tokenizer: Tokenizer, labels: Sequence[str], plan: Schedule, seed: int) -> None:
    """Train ``model`` on the lines of ``documents``; the same seed gives the same model on the same machine."""
    rows = _rows(documents, tokenizer, labels)
    order = Random(seed)  # noqa: S311 - no secret
    torch.manual_seed(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=0.01)
    batches = _batches(rows)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.rate, total_steps=max(plan.epochs * len(batches), 2))
    loss_of = nn.CrossEntropyLoss(ignore_index=_IGNORED)
    model.train()
    for _ in range(plan.epochs):
        order.shuffle(batches)
        for batch in batches:
            ids, wanted = _padded([row for row, _ in batch], PAD), _padded([row for _, row in batch], _IGNORED)
            hidden = (torch.rand(ids.shape) < _HIDDEN) & (ids != PAD)
            logits = model(ids.masked_fill(hidden, _UNKNOWN_ID), (ids != PAD).long())
            loss = loss_of(logits.flatten(0, 1), wanted.flatten())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            rates.step()
    model.eval()


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch work in one thread: the same sums in the same order on every machine, and for so small a model no slower."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def label_names(types: Sequence[str]) -> list[str]:
    """Return the BIO labels of entity types, by number."""
    return ["O", *(f"{place}-{kind}" for kind in types for place in "BI")]


def _rows(documents: Sequence[MarkedText], tokenizer: Tokenizer, labels: Sequence[str]) -> list[tuple[list[int], list[int]]]:
    """Return ids and labels of each line."""
    rows: list[tuple[list[int], list[int]]] = []
    for document in documents:
        told = ["O"] * len(document.text)
        for start, end, kind in document.marks:
            told[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
        position = 0
        for line in document.text.split("\n"):
            if not line.isspace():
                encoded = tokenizer.encode(line)
                numbers = [labels.index(told[position + start]) for start, _ in encoded.offsets]
                pieces = range(0, len(numbers), _WINDOW)
                rows += [(encoded.ids[at : at + _WINDOW], numbers[at : at + _WINDOW]) for at in pieces]
            position += len(line) + 1
    return rows


def _batches(rows: list[tuple[list[int], list[int]]]) -> list[list[tuple[list[int], list[int]]]]:
    """Group lines of about the same length."""
    batches: list[list[tuple[list[int], list[int]]]] = [[]]
    for row in sorted(rows, key=lambda row: len(row[0])):
        if len(row[0]) * (len(batches[-1]) + 1) > _BATCH_CHARACTERS:
            batches.append([])
        batches[-1].append(row)
    return [batch for batch in batches if batch]


def _padded(rows: Sequence[list[int]], filler: int) -> Tensor:
    return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=filler)


def as_tagger(model: CharTagger, tokenizer: Tokenizer, labels: Sequence[str], name: str) -> TokenClassifier:
    """Return the model as a tagger without writing it; the same windows, the same decoding."""

    def run(inputs: dict[str, Any]) -> Any:
        with one_thread(), torch.inference_mode():
            return model(torch.from_numpy(inputs["input_ids"]), torch.from_numpy(inputs["attention_mask"])).numpy()

    windowed = Tokenizer.from_str(tokenizer.to_str())
    windowed.enable_truncation(_WINDOW, stride=_OVERLAP)
    return TokenClassifier(Path(name), windowed, run, read_labels(labels, {}, name=name), overlap=_OVERLAP, pad=PAD)


def char_tokenizer(texts: Sequence[str], least: int = 2) -> Tokenizer:
    """Return a tokenizer whose tokens are the characters that ``texts`` have ``least`` times; widths are folded (NFKC)."""
    counts: dict[str, int] = {}
    fold = NFKC()
    for text in texts:
        for char in fold.normalize_str(text):
            counts[char] = counts.get(char, 0) + 1
    known = sorted(char for char, count in counts.items() if count >= least)
    tokenizer = Tokenizer(
        WordLevel({"[PAD]": PAD, _UNKNOWN: _UNKNOWN_ID, **{char: 2 + at for at, char in enumerate(known)}}, unk_token=_UNKNOWN)
    )
    tokenizer.normalizer = fold
    tokenizer.pre_tokenizer = Split(Regex(r"[\s\S]"), "isolated")
    return tokenizer


def save_model(folder: Path, model: CharTagger, tokenizer: Tokenizer, labels: Sequence[str]) -> None:
    """Write the model as a folder that ``--ner-model`` takes: tokenizer, configuration, ONNX."""
    config = {
        "model_type": "gongwen-char-cnn",
        "id2label": {str(number): label for number, label in enumerate(labels)},
        "label2id": {label: number for number, label in enumerate(labels)},
        "pad_token_id": PAD,
        "max_position_embeddings": _WINDOW,
    }
    (folder / CONFIG).write_text(json.dumps(config, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    tokenizer.save(str(folder / TOKENIZER), pretty=False)
    export_onnx(model, folder / ONNX)


def export_onnx(model: nn.Module, path: Path) -> None:
    """Write ``model``, which gives logits for ``input_ids`` and ``attention_mask``, for batches and texts of any size."""
    model.eval()
    example = (torch.ones(2, 9, dtype=torch.long), torch.ones(2, 9, dtype=torch.long))  # two tensors: one would become one input
    size = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    chatter = logging.getLogger("torch.onnx")
    level = chatter.level
    chatter.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the exporter's own, of the torch that is pinned: no business of our user
            torch.onnx.export(
                model,
                example,
                path,
                input_names=["input_ids", "attention_mask"],
                output_names=["logits"],
                dynamic_shapes=(size, size),
                external_data=False,
                dynamo=True,
                verbose=False,
            )
    finally:
        chatter.setLevel(level)
