"""A token classifier that the tests train and save themselves: 甲乙乙 is an organisation, 丙丁 a place, each character by itself."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

LABELS = ("O", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
MEANING = {"甲": "B-ORG", "乙": "I-ORG", "丙": "B-LOC", "丁": "I-LOC"}
OTHERS = "的和与在了一二三。,"
POSITIONS = 32


def make_tokenizer() -> Any:
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import TemplateProcessing

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *MEANING, *OTHERS, "a", "##b", "##c"]
    tokenizer = Tokenizer(WordPiece({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    return tokenizer


def train(tokenizer: Any) -> Any:
    import torch
    from transformers import BertConfig, BertForTokenClassification

    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=POSITIONS,
        id2label=dict(enumerate(LABELS)),
        label2id={label: number for number, label in enumerate(LABELS)},
    )
    model = BertForTokenClassification(config)
    words = [*MEANING, *OTHERS, "[UNK]", "a", "##b", "##c"]
    wanted = {tokenizer.token_to_id(word): LABELS.index(MEANING.get(word, "O")) for word in words}
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    generator = random.Random(7)
    for _ in range(80):
        rows = [[generator.choice(list(wanted)) for _ in range(POSITIONS)] for _ in range(16)]
        ids = torch.tensor(rows)
        loss = model(input_ids=ids, labels=torch.tensor([[wanted[one] for one in row] for row in rows])).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.eval()


@pytest.fixture(scope="session")
def torch_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model as transformers saves it."""
    pytest.importorskip("torch", reason="the extra torch is not installed")
    pytest.importorskip("transformers", reason="the extra torch is not installed")
    folder = tmp_path_factory.mktemp("model") / "tiny-torch"
    tokenizer = make_tokenizer()
    from gongwen.evaluation.ner_model import one_thread

    with one_thread():  # on a busy machine two threads wait for each other
        train(tokenizer).save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture(scope="session")
def onnx_folder(torch_folder: Path) -> Path:
    """The same model exported, without the weights that torch would read."""
    for library in ("onnx", "onnxscript", "onnxruntime"):
        pytest.importorskip(library, reason=f"{library} of the extra torch is not installed")
    from gongwen.evaluation.ner_model import export_onnx
    from torch import Tensor, nn
    from transformers import BertForTokenClassification

    model = BertForTokenClassification.from_pretrained(torch_folder, local_files_only=True)

    class Logits(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
            logits: Tensor = self.model(input_ids=input_ids, attention_mask=attention_mask).logits
            return logits

    folder = torch_folder.with_name("tiny-onnx")
    folder.mkdir()
    for name in ("config.json", "tokenizer.json"):
        (folder / name).write_bytes((torch_folder / name).read_bytes())
    export_onnx(Logits(), folder / "model.onnx")
    return folder
