"""Label Studio: tasks with predictions out, annotated tasks back in, and the labelling interface that goes with them.

Offsets are code points: the page converts from JavaScript's UTF-16 units (``charsToCodePoints`` in its ``selection-tools.js``, since
label-studio-frontend pull request 308 of 2021). Versions before that stored units (issue 1347), and a region whose border is dragged is
still measured in units within its line. A result carries the words it was made on, so each is checked: where the words stand at its
offsets read as units, and not as code points, it is taken so; where at neither, it is an error.

What no label can say is in a text area of the region, a field a line: ``unit=亿元``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import quoteattr

import orjson

from ...schemas.errors import AnnotationError
from ...schemas.notice import Notice
from .annotated import LABELS, RELATION, AnnotatedText, Annotation, Link, component_of, components_in, fields_from, written_fields
from .annotating import annotate_notice
from .utf16 import Utf16

__all__ = ["label_studio_beside", "label_studio_task", "labelling_interface", "read_label_studio", "write_label_studio"]

_CONTROL: Final = "label"
_NOTES: Final = "fields"
_OBJECT: Final = "text"
_COLOURS: Final = {"entities": "#4e79a7", "citations": "#76b7b2", "quantities": "#f28e2b", "lists": "#9c755f", "norms": "#e15759"}
_PART_COLOUR: Final = "#59a14f"


def write_label_studio(notices: Iterable[Notice], file: BinaryIO) -> None:
    """Write a list of tasks, one a notice, to be imported into a project with :func:`labelling_interface`."""
    file.write(b"[")
    for index, notice in enumerate(notices):
        file.write(b",\n" if index else b"\n")
        file.write(orjson.dumps(label_studio_task(annotate_notice(notice))))
    file.write(b"\n]\n")


def label_studio_task(annotated: AnnotatedText) -> dict[str, Any]:
    """Return the task of one text; its annotations are a prediction, which an annotator copies and corrects."""
    results: list[dict[str, Any]] = []
    for item in annotated.annotations:
        place = {"start": item.start, "end": item.end}
        region = {"id": item.id, "to_name": _OBJECT}
        words = annotated.exact(item)
        results.append({**region, "from_name": _CONTROL, "type": "labels", "value": {**place, "text": words, "labels": [item.label]}})
        if item.fields:
            notes = written_fields(item.fields)
            results.append({**region, "from_name": _NOTES, "type": "textarea", "value": {**place, "text": notes}})
    results += [
        {"type": "relation", "from_id": link.source, "to_id": link.target, "direction": "right", "labels": [RELATION]}
        for link in annotated.links
    ]
    ours = {"name": annotated.name, "uri": annotated.uri, "sha256": annotated.sha256, "components": annotated.components}
    return {"data": {_OBJECT: annotated.text, **ours}, "predictions": [{"model_version": "gongwen", "result": results}]}


def labelling_interface() -> bytes:
    """Return the labelling configuration of the project, XML."""
    labels = "\n".join(
        f"    <Label value={quoteattr(label)} hint={quoteattr(name)} background={quoteattr(_colour(label))}/>"
        for label, name in LABELS.items()
    )
    return f"""<View>
  <Style>.htx-text {{ white-space: pre-wrap; }}</Style>
  <Labels name="{_CONTROL}" toName="{_OBJECT}">
{labels}
  </Labels>
  <Relations><Relation value="{RELATION}"/></Relations>
  <Text name="{_OBJECT}" value="${_OBJECT}" granularity="symbol" saveTextResult="yes"/>
  <TextArea name="{_NOTES}" toName="{_OBJECT}" perRegion="true" editable="true" maxSubmissions="0" placeholder="unit=亿元"/>
</View>
""".encode()


def label_studio_beside() -> dict[str, bytes]:
    """Return the labelling interface as the file that lies beside the tasks, by suffix."""
    return {".xml": labelling_interface()}


def _colour(label: str) -> str:
    component = component_of(label)
    return _PART_COLOUR if component == "norms" and not label.startswith("norm_") else _COLOURS[component]


def read_label_studio(data: bytes, name: str) -> Iterator[AnnotatedText | AnnotationError]:
    """Yield the texts in a file that Label Studio exported as JSON; ``name`` is what messages call the file.

    Of each task the annotation is taken that was not skipped; of several the one that is marked as ground truth. In place of a text comes
    the error where the file or task is not in this format, there is no such annotation or several, the words of a result are not those
    at its offsets, or the text is not that which was exported.
    """
    try:
        tasks = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        yield AnnotationError(f"{name}: not JSON ({error}); export from Label Studio as JSON")
        return
    for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], 1):
        place = f"{name}: task {task.get('id', number) if isinstance(task, dict) else number}"
        try:
            yield _text(task, place, f"{Path(name).stem}-{number}")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            yield AnnotationError(f"{place}: no task as Label Studio exports it ({error!r}); export the project as JSON, not JSON_MIN")
        except AnnotationError as error:
            yield error


def _text(task: dict[str, Any], place: str, name: str) -> AnnotatedText:
    ours = task["data"]
    text: str = ours[_OBJECT]
    results = _chosen(task["annotations"], place)
    notes = {item["id"]: item["value"]["text"] for item in results if item.get("from_name") == _NOTES}
    annotations = list(_annotations(results, text, place))
    for item in annotations:
        item.fields = fields_from(_lines(notes.get(item.id)), f"{place}: {item.label} at {item.start}..{item.end}")
    links = [Link(item["from_id"], item["to_id"]) for item in results if item["type"] == "relation"]
    found = components_in(annotations, place)
    components = tuple(ours.get("components") or found)
    annotated = AnnotatedText(ours.get("name") or name, ours.get("uri") or place, text, annotations, links, components)
    if "sha256" in ours and ours["sha256"] != annotated.sha256:
        raise AnnotationError(f"{place}: the text is not that which was exported; text is not to be changed in the tool, import it again")
    return annotated


def _chosen(annotations: list[dict[str, Any]], place: str) -> list[dict[str, Any]]:
    done = [item for item in annotations if not item.get("was_cancelled")]
    chosen = [item for item in done if item.get("ground_truth")] if len(done) > 1 else done
    if len(chosen) != 1:
        raise AnnotationError(
            f"{place}: {len(done)} annotations; " + ("mark one as ground truth" if done else "annotate it, or export annotated tasks only")
        )
    results: list[dict[str, Any]] = chosen[0]["result"]
    return results


def _annotations(results: list[dict[str, Any]], text: str, place: str) -> Iterator[Annotation]:
    """Yield the labelled regions; offsets are units where that fits the words of all of them and code points do not."""
    labelled = [item for item in results if item["type"] == "labels"]
    in_points, in_units = _in_points(text), _in_units(text)
    misfits = [item for item in labelled if in_points(item["value"]) is None]
    if misfits and all(in_units(item["value"]) for item in labelled):
        in_points = in_units
    for item in labelled:
        (label,) = item["value"]["labels"]
        found = in_points(item["value"]) or in_units(item["value"])
        if found is None:
            start, end, words = (item["value"][name] for name in ("start", "end", "text"))
            raise AnnotationError(
                f"{place}: {label} at {start}..{end} was made on {words[:20]!r}, but there stands {text[start:end][:20]!r}; mark it again"
            )
        yield Annotation(item["id"], label, *found)


def _in_points(text: str) -> Callable[[dict[str, Any]], tuple[int, int] | None]:
    def place(value: dict[str, Any]) -> tuple[int, int] | None:
        start, end = int(value["start"]), int(value["end"])
        return (start, end) if "text" not in value or _same(text[start:end], value["text"]) else None

    return place


def _in_units(text: str) -> Callable[[dict[str, Any]], tuple[int, int] | None]:
    units = Utf16(text)

    def place(value: dict[str, Any]) -> tuple[int, int] | None:
        start, end = units.to_points(int(value["start"])), units.to_points(int(value["end"]))
        return (start, end) if start is not None and end is not None and _same(text[start:end], value.get("text", "")) else None

    return place


def _same(words: str, shown: str) -> bool:
    r"""Tell whether ``shown``, as a page shows ``words``, may be these: blanks run together there, and line breaks are written ``\n``."""
    return "".join(words.split()) == "".join(shown.replace("\\n", " ").split())


def _lines(written: str | list[str] | None) -> list[str]:
    """Return the lines of a text area: a list, one where a line was broken; a single one is a string in some exports."""
    boxes = [written] if isinstance(written, str) else written or []
    return [line for box in boxes for line in box.splitlines() if line.strip()]
