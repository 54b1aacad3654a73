"""A small character tagger: dilated convolutions over characters, trained from nothing on a CPU and exported to ONNX.

Iterated dilated convolutions (Strubell et al. 2017, "Fast and accurate entity recognition with iterated dilated convolutions") see some
thirty characters to either side, learn from a few hundred kilobytes of text in minutes, and are exported without any trick; a BERT of
the same size trained from nothing needs far more text. What is written is what :mod:`gongwen.extract.taggers.token_classifier` runs.
"""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import torch
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import NFKC
from tokenizers.pre_tokenizers import Split
from torch import Tensor, nn

from ..extract.taggers.token_classifier import CONFIG, ONNX, TOKENIZER

__all__ = ["PAD", "CharTagger", "char_tokenizer", "export_onnx", "save_model"]

PAD: Final = 0
_UNKNOWN: Final = "[UNK]"
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


def char_tokenizer(texts: Sequence[str], least: int = 2) -> Tokenizer:
    """Return a tokenizer whose tokens are the characters that ``texts`` have ``least`` times; widths are folded (NFKC)."""
    counts: dict[str, int] = {}
    fold = NFKC()
    for text in texts:
        for char in fold.normalize_str(text):
            counts[char] = counts.get(char, 0) + 1
    known = sorted(char for char, count in counts.items() if count >= least)
    tokenizer = Tokenizer(WordLevel({"[PAD]": PAD, _UNKNOWN: 1, **{char: 2 + at for at, char in enumerate(known)}}, unk_token=_UNKNOWN))
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
