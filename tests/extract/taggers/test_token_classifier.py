from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from gongwen.extract.taggers import Tagger
from gongwen.extract.taggers.token_classifier import load_tagger
from gongwen.schemas.errors import MissingExtraError, ModelFolderError, ModelLabelsError
from hypothesis import given
from hypothesis import strategies as st

Found = list[tuple[int, int, str]]


@pytest.fixture(scope="module")
def onnx(onnx_folder: Path) -> Tagger:
    return load_tagger(onnx_folder)


@pytest.fixture(scope="module")
def by_torch(torch_folder: Path) -> Tagger:
    return load_tagger(torch_folder)


def expected(text: str) -> Found:
    """What the model was trained to mark: 甲乙…, 丙丁…, by its own rule and not by the model."""
    return [
        (one.start(), one.end(), "ORG" if "乙" in one[0] or "甲" in one[0] else "LOC") for one in re.finditer("甲乙*|乙+|丙丁*|丁+", text)
    ]


def marked(tagger: Tagger, text: str) -> Found:
    return [(one.start, one.end, one.type) for one in tagger.tag(text)]


TEXTS = [
    "在甲乙乙和丙丁。",
    "甲乙甲乙丙丁丙",
    "的abc甲乙ab",  # words of several pieces
    "☃甲乙\U0001f600丙丁\U00020000",  # unknown, and beyond the basic plane
    "　甲 乙\t\n\n 丙丁\r\n甲",
    "é甲乙ﬁ丙",  # the normalizer changes lengths
    "\n",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_names_are_found_where_they_stand(text: str, onnx: Tagger, by_torch: Tagger) -> None:
    wanted = expected(text) if "甲 乙" not in text else [(1, 4, "ORG"), (8, 10, "LOC"), (12, 13, "ORG")]  # blanks are no tokens
    assert marked(onnx, text) == wanted
    assert marked(by_torch, text) == wanted
    assert all(0.5 < one.score <= 1 for one in onnx.tag(text))


def test_a_line_longer_than_the_model_reads_goes_through_in_windows(onnx: Tagger, by_torch: Tagger) -> None:
    """The model reads 32 tokens; a name lies over every border of the windows at some shift."""
    for shift in (0, 1, 7, 13, 14, 15, 16, 28, 29, 30, 31):
        text = "的" * shift + "与甲乙乙乙在丙丁丁" * 40 + "\n" + "三丙丁" * 15
        assert marked(onnx, text) == expected(text)
    assert marked(by_torch, text) == expected(text)


@given(text=st.text(st.sampled_from("甲乙丙丁的和abc\n\U0001f600é—２"), max_size=300))
def test_offsets_are_exact_in_any_text(onnx: Tagger, text: str) -> None:
    assert marked(onnx, text) == expected(text)


@given(text=st.text())
def test_whatever_a_text_holds_entities_lie_in_it_apart(onnx: Tagger, text: str) -> None:
    found = onnx.tag(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_loading_says_nothing(torch_folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    load_tagger(torch_folder)
    assert capfd.readouterr() == ("", "")


def test_the_name_is_that_of_the_folder(onnx: Tagger, by_torch: Tagger) -> None:
    assert (onnx.name, by_torch.name) == ("tiny-onnx", "tiny-torch")


# -- labels


@pytest.fixture
def copy(onnx_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(onnx_folder, tmp_path / "copy"))


def test_a_map_in_the_folder_gives_the_types(copy: Path) -> None:
    (copy / "label_map.json").write_text('{"LOC": "GPE", "ORG": null}', encoding="utf-8")
    assert marked(load_tagger(copy), "甲乙丙丁") == [(2, 4, "GPE")]


def test_a_map_that_is_given_comes_before_that_of_the_folder(copy: Path) -> None:
    (copy / "label_map.json").write_text('{"LOC": "GPE", "ORG": null}', encoding="utf-8")
    assert marked(load_tagger(copy, {"ORG": "PER"}), "甲乙丙丁") == [(0, 2, "PER"), (2, 4, "GPE")]


# -- what may be wrong with a folder


def relabel(copy: Path, names: object) -> None:
    config = json.loads((copy / "config.json").read_bytes())
    (copy / "config.json").write_text(json.dumps(config | {"id2label": names}), encoding="utf-8")


FAULTS: list[tuple[Callable[[Path], object], str]] = [
    (lambda copy: (copy / "config.json").unlink(), r"config\.json: not there; save the model"),
    (lambda copy: (copy / "config.json").write_text("{", encoding="utf-8"), r"config\.json: cannot be read as JSON .*; write it anew"),
    (lambda copy: (copy / "config.json").write_text("[]", encoding="utf-8"), r"config\.json: holds no JSON object"),
    (lambda copy: relabel(copy, None), r"config\.json: no id2label; write there"),
    (lambda copy: relabel(copy, {"0": "O", "2": "ORG"}), r"config\.json: id2label has no label '1'; number them"),
    (lambda copy: (copy / "tokenizer.json").unlink(), r"tokenizer\.json: not there; write it with AutoTokenizer"),
    (lambda copy: (copy / "tokenizer.json").write_text("{}", encoding="utf-8"), r"tokenizer\.json: cannot be read"),
    (lambda copy: (copy / "model.onnx").unlink(), r"neither model\.onnx nor weights .* lie there"),
    (lambda copy: (copy / "model.onnx").write_bytes(b"nothing"), r"model\.onnx: onnxruntime cannot load it .*; export it again"),
    (shutil.rmtree, r"copy: no such folder; name the folder"),
]


@pytest.mark.parametrize(("spoil", "message"), FAULTS)
def test_a_folder_that_is_no_model_is_named_with_a_remedy(copy: Path, spoil: Callable[[Path], object], message: str) -> None:
    spoil(copy)
    with pytest.raises(ModelFolderError, match=message):
        load_tagger(copy)


def test_a_model_with_another_number_of_labels_is_noticed(copy: Path) -> None:
    relabel(copy, {"0": "O", "1": "B-ORG"})
    with pytest.raises(ModelFolderError, match=r"gives \(1, 4, 5\) for \(1, 4\) tokens and 2 labels of config\.json; they do not belong"):
        load_tagger(copy).tag("甲乙")


def test_labels_that_are_none_of_ours_are_named(copy: Path) -> None:
    relabel(copy, {"0": "O", "1": "B-X", "2": "I-X", "3": "B-LOC", "4": "I-LOC"})
    with pytest.raises(ModelLabelsError, match=r"copy: its labels X are none of"):
        load_tagger(copy)


def test_weights_of_a_language_model_are_no_tagger(torch_folder: Path, tmp_path: Path) -> None:
    from transformers import BertForTokenClassification, BertModel

    folder = tmp_path / "bert"
    shutil.copytree(torch_folder, folder)
    model = BertForTokenClassification.from_pretrained(torch_folder, local_files_only=True)
    BertModel(model.config, add_pooling_layer=False).save_pretrained(folder)
    with pytest.raises(ModelFolderError, match=r"bert: its weights lack classifier\.bias, classifier\.weight; it is no trained"):
        load_tagger(folder)


@pytest.mark.parametrize(
    ("library", "folder", "extra"),
    [("tokenizers", "onnx_folder", "ner"), ("onnxruntime", "onnx_folder", "ner"), ("transformers", "torch_folder", "torch")],
)
def test_a_library_that_is_missing_is_named_with_its_extra(
    library: str, folder: str, extra: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = request.getfixturevalue(folder)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=rf"pip install 'gongwen\[{extra}\]'"):
        load_tagger(path)
