from __future__ import annotations

from itertools import pairwise

import pytest
from annotated_texts import annotated_texts, same_annotations
from gongwen.corpora.exporting.annotated import COMPONENTS, LABELS, AnnotatedText, Annotation, Link
from gongwen.corpora.exporting.brat import brat_configuration, brat_files, read_brat
from gongwen.schemas.errors import AnnotationError
from hypothesis import given

TEXT = "𠮷野家镇\n  人民政府要建\n\n3个 作坊"


@given(annotated_texts())
def test_what_goes_out_comes_back(annotated: AnnotatedText) -> None:
    files = brat_files(annotated)
    back = read_brat(files[".ann"], files[".txt"].decode(), "name.ann")
    assert back.text == annotated.text
    same_annotations(annotated, back)


@given(annotated_texts())
def test_brat_reads_every_line_as_it_was_written(annotated: AnnotatedText) -> None:
    """What brat's own reader checks: no line break within a line, fragments apart, and their words joined by blanks."""
    for line in brat_files(annotated)[".ann"].decode().splitlines():
        ident, data, words = [*line.split("\t", 2), ""][:3]
        if not ident.startswith("T"):
            continue
        _, _, offsets = data.partition(" ")
        spans = [tuple(map(int, pair.split(" "))) for pair in offsets.split(";")]
        assert all(end < start for (_, end), (start, _) in pairwise(spans))
        assert words == " ".join(annotated.text[start:end] for start, end in spans)


def test_an_annotation_over_lines_is_written_in_fragments() -> None:
    annotations = [Annotation("a", "ORG", 0, 11), Annotation("b", "norm_obligation", 0, len(TEXT), {"eid": "main", "note": "a|b\\c"})]
    files = brat_files(AnnotatedText("x", "x", TEXT, annotations, [Link("b", "a")], COMPONENTS))
    assert files[".txt"].decode() == TEXT
    assert files[".ann"].decode().split("\n") == [
        "T1\tORG 0 4;7 11\t𠮷野家镇 人民政府",
        "T2\tnorm_obligation 0 4;7 14;16 21\t𠮷野家镇 人民政府要建 3个 作坊".replace("7 14", "7 13").replace("16 21", "15 20"),
        "R1\tactor Arg1:T2 Arg2:T1",
        "#1\tAnnotatorNotes T2\teid=main | note=a\\pb\\\\c",
        "",
    ]


WRONG = [
    ("T1\tORG 0 3\t𠮷野家镇\n", "a.ann:1: ORG at 0 3 was made on '𠮷野家镇', but there stands '𠮷野家'"),
    ("T1\tORG 0 4;7 8;9 11\t𠮷野家镇 人 政府\n", "leaves out words between its fragments"),
    ("T1\tORG 7 11;0 4\t人民政府 𠮷野家镇\n", "leaves out words between its fragments"),
    ("T1\tPerson 0 4\t𠮷野家镇\n", "'Person' at 0..4 is no label of ours"),
    ("\nE1\tORG:T1\n", "a.ann:2: 'E1\\tORG:T1' is nothing"),
    ("R1\tPart-of Arg1:T1 Arg2:T2\n", "nothing that can be taken over"),
    ("T1\tORG 0 4\t𠮷野家镇\n#1\tAnnotatorNotes T1\tsee above\n", "a.ann: T1: the note 'see above' is no field"),
]


@pytest.mark.parametrize(("lines", "message"), WRONG)
def test_what_is_wrong_is_named(lines: str, message: str) -> None:
    with pytest.raises(AnnotationError) as caught:
        read_brat(lines.encode(), TEXT, "a.ann")
    assert message in str(caught.value)


def test_the_configuration_has_all_labels() -> None:
    files = {name: data.decode().splitlines() for name, data in brat_configuration().items()}
    annotation = files["annotation.conf"]
    assert annotation[1 : annotation.index("[relations]")] == list(LABELS)
    assert [line.partition(" | ")[0] for line in files["visual.conf"] if " | " in line] == list(LABELS)
