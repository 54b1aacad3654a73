"""A trained model from its folder to the notice: ``gongwen train ner`` and ``gongwen parse --ner-model``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import gongwen
import pytest

for library in ("torch", "onnx", "onnxscript", "onnxruntime", "tokenizers"):
    pytest.importorskip(library, reason=f"{library} of the extras ner and torch is not installed")

COMMAND = [sys.executable, "-c", "from gongwen.cli import main; main()"]
NOTICE = """德惠市人民政府关于做好秋收工作的通知
各县人民政府：
　　德惠市人民政府负责督查。
德惠市人民政府
2020年9月1日
"""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, check=False, text=True, timeout=300)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that knows one name by heart."""
    from gongwen.evaluation.ner_data import MarkedText
    from gongwen.evaluation.ner_model import CharTagger, Schedule, char_tokenizer, fit, label_names, one_thread, save_model
    from torch import manual_seed

    texts = [MarkedText("", "由德惠市人民政府负责督查。\n德惠市人民政府\n各县人民政府：\n关于做好秋收工作的通知\n" * 10, [])]
    name, text = "德惠市人民政府", texts[0].text
    starts = [at for at in range(len(text)) if text.startswith(name, at)]
    texts[0].marks.extend((at, at + len(name), "ORG") for at in starts)
    tokenizer, labels = char_tokenizer([text]), label_names(("ORG", "GPE"))
    manual_seed(1)
    tagger = CharTagger(tokenizer.get_vocab_size(), len(labels))
    with one_thread():
        fit(tagger, texts, tokenizer, labels, Schedule(60, 3e-3), seed=1)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    folder.mkdir()
    save_model(folder, tagger, tokenizer, labels)
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def sources_of(data: str | bytes) -> set[str]:
    return {entity.source for entity in gongwen.loads(data).entities or [] if entity.exact == "德惠市人民政府"}


def test_a_model_votes_on_the_entities(model: Path, source: Path) -> None:
    done = run("parse", source, "--ner-model", model)
    assert (done.returncode, done.stderr) == (0, "")
    assert "rules+tiny" in sources_of(done.stdout)
    assert sources_of(run("parse", source).stdout) == {"rules"}


def test_every_process_loads_the_model_for_itself(model: Path, source: Path, tmp_path: Path) -> None:
    other = source.with_name("other.txt")
    other.write_bytes(source.read_bytes())
    done = run("parse", source, other, "--ner-model", model, "--jobs", "2", "-o", tmp_path / "out")
    assert (done.returncode, done.stderr.splitlines()[-1][:15]) == (0, "2 of 2 parsed, ")
    for name in ("notice.json", "other.json"):
        assert "rules+tiny" in sources_of((tmp_path / "out" / name).read_bytes())


def test_a_folder_without_a_model_is_one_error_for_all_sources(source: Path) -> None:
    done = run("parse", source, source, source.parent, "--ner-model", source.parent, "--jsonl")
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == f"error: {source.parent / 'config.json'}: not there; save the model with save_pretrained(), which writes it [ModelFolderError]\n"
    )


def test_a_model_is_trained_and_then_votes(source: Path, tmp_path: Path) -> None:
    done = run("train", "ner", "-o", tmp_path / "model", "--silver", source, "--epochs", "1")
    assert done.returncode == 0
    assert "0 gold and 1 silver documents" in done.stderr
    assert f"written to {tmp_path / 'model'}" in done.stdout
    assert run("parse", source, "--ner-model", tmp_path / "model").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"), [((), "nothing to learn from: name a folder of gold files"), (("gold",), "Missing option")]
)
def test_wrong_usage_of_train_ends_with_2(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    out = ("-o", tmp_path / "model") if not arguments else ()
    done = run("train", "ner", *arguments, *out)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in " ".join(done.stderr.split())
