"""Any token-classification model in a local folder, as a tagger; no hub, ever.

The folder is what such models are saved as: ``config.json`` with ``id2label``, ``tokenizer.json``, and the model itself, as
``model.onnx`` (run by onnxruntime) or as weights that transformers reads (run by torch). ``label_map.json``, where there is one,
says which of our entity types each of its types is.

Text of any length goes through in windows: line by line, because a line is a paragraph and no name crosses it, and a line longer
than the model reads in windows that overlap; of the tokens two windows share, each takes those nearer to its middle.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ...schemas.errors import MissingExtraError, ModelFolderError
from . import Tagged
from .schemes import Label, Scored, read_labels, spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer

    Ids = NDArray[np.int64]
    Logits = NDArray[np.float32]
    Engine = Callable[[dict[str, Ids]], Logits]

__all__ = ["CONFIG", "LABEL_MAP", "ONNX", "TOKENIZER", "TokenClassifier", "load_tagger"]

CONFIG: Final = "config.json"
TOKENIZER: Final = "tokenizer.json"
ONNX: Final = "model.onnx"
LABEL_MAP: Final = "label_map.json"
_WEIGHTS: Final = ("model.safetensors", "pytorch_model.bin", "model.safetensors.index.json")

_WINDOW: Final = 512
"""Tokens, the special ones included, of a model that does not say how many it reads; attention costs the square of them."""
_OVERLAP: Final = 64
"""Tokens that two windows share; an agency's name in full has seldom more than 30 characters."""
_BATCH_TOKENS: Final = 4096
"""Tokens in one batch, padding included: some 50 MB for a base model."""
_ROBERTA_LIKE: Final = frozenset(("roberta", "xlm-roberta", "camembert", "longformer"))
"""Their position embeddings count from one past the padding's."""
_INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")


def load_tagger(folder: str | Path, labels: Mapping[str, str | None] | None = None) -> TokenClassifier:
    """Return the tagger that the model in ``folder`` is.

    ``labels`` map its types to ours (``{"LOC": "GPE", "MISC": None}``) and come before those of ``label_map.json``. Raises
    :class:`ModelFolderError` where the folder lacks something or holds something else, :class:`ModelLabelsError` where a type is
    none of ours, :class:`MissingExtraError` where the libraries to run it are not installed.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ModelFolderError(f"{folder}: no such folder; name the folder that holds {CONFIG}, {TOKENIZER} and {ONNX} or the weights")
    config = _read_json(folder / CONFIG, "save the model with save_pretrained(), which writes it")
    mapping = _read_json(folder / LABEL_MAP, "") if (folder / LABEL_MAP).exists() else {}
    names = _label_names(folder, config)
    known = read_labels(names, mapping | dict(labels or {}), name=str(folder))
    tokenizer = _tokenizer(folder)
    window = max(min(_positions(config), _WINDOW), _least(tokenizer))
    overlap = min(_OVERLAP, (window - _least(tokenizer)) // 2)
    tokenizer.no_padding()
    tokenizer.enable_truncation(window, stride=overlap)
    return TokenClassifier(folder, tokenizer, _engine(folder), known, overlap=overlap, pad=int(config.get("pad_token_id") or 0))


class _Window(NamedTuple):
    line: int
    encoding: Encoding


class TokenClassifier:
    """A trained token classifier; made by :func:`load_tagger`."""

    def __init__(self, folder: Path, tokenizer: Tokenizer, engine: Engine, labels: Sequence[Label], *, overlap: int, pad: int) -> None:
        """``engine`` gives the logits (batch, token, label) of a padded batch; ``labels`` are what each of the label ids says.

        ``tokenizer`` cuts lines into windows that share ``overlap`` tokens; ``pad`` is the id that fills a batch.
        """
        self._folder = folder
        self._tokenizer = tokenizer
        self._engine = engine
        self._labels = labels
        self._overlap = overlap
        self._pad = pad

    @property
    def name(self) -> str:
        """What ``Entity.source`` calls it: the name of its folder."""
        return self._folder.resolve().name

    def tag(self, text: str) -> list[Tagged]:
        """Return the entities of ``text`` (any length), in order of place, none overlapping another; offsets in code points."""
        lines = list(_lines(text))
        encodings = [self._tokenizer.encode(text[start:end]) for start, end in lines]  # encode_batch would start threads
        windows = [_Window(at, part) for at, whole in enumerate(encodings) for part in (whole, *whole.overflowing)]
        tokens: list[list[list[Scored]]] = [[] for _ in lines]
        for window, scored in zip(windows, self._scored(windows, lines), strict=True):
            tokens[window.line].append(scored)
        return [found for parts in tokens for found in spans(text, self._merged(parts))]

    def _scored(self, windows: list[_Window], lines: list[tuple[int, int]]) -> list[list[Scored]]:
        """Return the tokens of each window, special ones left out, with the labels that the model gives them."""
        found: list[list[Scored]] = [[]] * len(windows)
        for batch in _batches([len(window.encoding.ids) for window in windows]):
            logits = self._run([windows[at].encoding for at in batch])
            scores = _softmax(logits)
            best = scores.argmax(-1)
            for row, at in enumerate(batch):
                line, encoding = windows[at]
                shift = lines[line][0]
                found[at] = [
                    Scored(shift + start, shift + end, self._labels[best[row, column]], float(scores[row, column, best[row, column]]))
                    for column, ((start, end), special) in enumerate(zip(encoding.offsets, encoding.special_tokens_mask, strict=True))
                    if not special
                ]
        return found

    def _merged(self, windows: list[list[Scored]]) -> list[Scored]:
        """Return the tokens of a line once each: of those that two windows share, the first half from the first."""
        tokens = windows[0]
        half = self._overlap // 2
        for window in windows[1:]:
            tokens = tokens[: len(tokens) - self._overlap + half] + window[half:]
        return tokens

    def _run(self, encodings: list[Encoding]) -> Logits:
        import numpy as np

        width = max(len(encoding.ids) for encoding in encodings)
        ids = np.full((len(encodings), width), self._pad, dtype=np.int64)
        mask, types = np.zeros_like(ids), np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            size = len(encoding.ids)
            ids[row, :size], mask[row, :size], types[row, :size] = encoding.ids, 1, encoding.type_ids
        logits = self._engine(dict(zip(_INPUTS, (ids, mask, types), strict=True)))
        if logits.shape != (*ids.shape, len(self._labels)):
            raise ModelFolderError(
                f"{self._folder}: its model gives {logits.shape} for {ids.shape} tokens and {len(self._labels)} labels of {CONFIG}; "
                "they do not belong together, or it is no token classifier: export it again"
            )
        return logits


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            yield start, start + len(line)
        start += len(line) + 1


def _batches(sizes: list[int]) -> Iterator[list[int]]:
    """Group windows of about the same length, so that little is padded."""
    batch: list[int] = []
    for at in sorted(range(len(sizes)), key=sizes.__getitem__):
        if batch and sizes[at] * (len(batch) + 1) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _softmax(logits: Logits) -> Logits:
    import numpy as np

    raised = np.exp(logits - logits.max(-1, keepdims=True))
    scores: Logits = raised / raised.sum(-1, keepdims=True)
    return scores


# -- the folder


def _read_json(path: Path, remedy: str) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise ModelFolderError(f"{path}: not there; {remedy}") from error
    except (OSError, ValueError) as error:
        raise ModelFolderError(f"{path}: cannot be read as JSON ({error}); write it anew") from error
    if not isinstance(value, dict):
        raise ModelFolderError(f"{path}: holds no JSON object; write it anew")
    return value


def _label_names(folder: Path, config: dict[str, Any]) -> list[str]:
    names = config.get("id2label")
    try:
        if isinstance(names, dict) and names:
            return [str(names[str(number)]) for number in range(len(names))]
    except KeyError as error:
        raise ModelFolderError(f"{folder / CONFIG}: id2label has no label {error}; number them from 0 without gap") from error
    raise ModelFolderError(f"{folder / CONFIG}: no id2label; write there which label each number is, as token classifiers are saved")


def _positions(config: dict[str, Any]) -> int:
    """Return how many tokens the model reads at once, as its configuration says; the usual number where it does not."""
    positions = config.get("max_position_embeddings")
    if not isinstance(positions, int) or positions <= 0:
        return _WINDOW
    return positions - int(config.get("pad_token_id") or 0) - 1 if config.get("model_type") in _ROBERTA_LIKE else positions


def _least(tokenizer: Tokenizer) -> int:
    """Return the length of the shortest window: the special tokens, and one of the text."""
    return int(tokenizer.num_special_tokens_to_add(is_pair=False)) + 1


def _tokenizer(folder: Path) -> Tokenizer:
    path = folder / TOKENIZER
    if not path.exists():
        raise ModelFolderError(
            f"{path}: not there; write it with AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER), which makes it of a vocab.txt"
        )
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise MissingExtraError("running a token classifier needs tokenizers; run: pip install 'gongwen[ner]'") from error
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises bare Exception
        raise ModelFolderError(f"{path}: cannot be read ({error}); write it anew") from error


def _engine(folder: Path) -> Engine:
    if (folder / ONNX).exists():
        return _onnx_engine(folder / ONNX)
    if any((folder / name).exists() for name in _WEIGHTS):
        return _torch_engine(folder)
    raise ModelFolderError(f"{folder}: neither {ONNX} nor weights ({', '.join(_WEIGHTS)}) lie there; copy the model itself too")


def _onnx_engine(path: Path) -> Engine:
    try:
        import onnxruntime
    except ImportError as error:
        raise MissingExtraError(f"{path}: running it needs onnxruntime; run: pip install 'gongwen[ner]'") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no root of their own
        raise ModelFolderError(f"{path}: onnxruntime cannot load it ({str(error).strip()[:200]}); export it again") from error
    wanted = [item.name for item in session.get_inputs()]
    if unknown := [name for name in wanted if name not in _INPUTS]:
        raise ModelFolderError(
            f"{path}: it wants {', '.join(unknown)}, but a token classifier is given {', '.join(_INPUTS)}; export it again"
        )
    outputs = [item.name for item in session.get_outputs()]
    output = "logits" if "logits" in outputs else outputs[0]

    def run(inputs: dict[str, Ids]) -> Logits:
        logits: Logits = session.run([output], {name: inputs[name] for name in wanted})[0]
        return logits

    return run


def _torch_engine(folder: Path) -> Engine:
    try:
        import torch
        from transformers import AutoModelForTokenClassification
        from transformers.utils import logging
    except ImportError as error:
        raise MissingExtraError(
            f"{folder}: without {ONNX} it needs torch and transformers; run: pip install 'gongwen[torch]', or export it to ONNX"
        ) from error
    barred = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call] # on standard error, where our errors are
    try:
        model, loaded = AutoModelForTokenClassification.from_pretrained(
            str(folder), local_files_only=True, trust_remote_code=False, output_loading_info=True
        )
    except Exception as error:  # whatever the code of an architecture raises
        raise ModelFolderError(f"{folder}: transformers cannot load it ({str(error).strip()[:200]}); save it again") from error
    finally:
        if barred:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
    if missing := sorted(loaded["missing_keys"]):  # they would be random: a language model that was never trained for this
        raise ModelFolderError(f"{folder}: its weights lack {', '.join(missing[:3])}; it is no trained token classifier: train it first")
    model.eval()
    takes_types = "token_type_ids" in signature(model.forward).parameters

    def run(inputs: dict[str, Ids]) -> Logits:
        given = {name: torch.from_numpy(value) for name, value in inputs.items() if takes_types or name != "token_type_ids"}
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            with torch.inference_mode():
                logits: Logits = model(**given).logits.float().numpy()
        finally:
            torch.set_num_threads(threads)
        return logits

    return run
