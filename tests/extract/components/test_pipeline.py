from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pytest

pytest.importorskip("spacy", reason="the extra spacy is not installed")
pytest.importorskip("jieba", reason="the extra spacy is not installed")

import gongwen
import spacy
from gongwen.extract.components import COMPONENTS, make_nlp
from gongwen.schemas.contract import dumps
from gongwen.schemas.errors import SpanError
from gongwen.schemas.notice import Entity, Norm, Notice
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "tests" / "samples").glob("*.txt"))
KEYS = ("entities", "clauses", "citations", "quantities", "norms")
TEXT = """青禾市人民政府关于扶持手工作坊的通知
青政发〔2020〕7号
各县人民政府：
　　一、目标
　　年底前建成作坊20个以上，投资不低于3亿元。
　　二、办法
　　（一）登记。市商务局应当照《青禾市作坊登记规定》（青政发〔2019〕3号）登记，每户补助2万元。
青禾市人民政府
2020年3月5日
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return make_nlp()


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    return nlp(TEXT)


def behind(doc: Doc) -> Notice:
    notice = doc._.gongwen
    assert isinstance(notice, Notice)
    return notice


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_object_of_the_notice_has_its_span(nlp: Language, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    doc = nlp(text)
    notice = behind(doc)
    assert doc.text == notice.text == text
    for key in KEYS:
        objects = getattr(notice, key) or []
        assert [span._.gongwen for span in doc.spans[key]] == objects
        for span, one in zip(doc.spans[key], objects, strict=True):
            assert span.start_char <= one.start < one.end <= span.end_char
            assert text[one.start : one.end] == getattr(one, "exact", text[one.start : one.end])
    assert [str(span.label_) for span in doc.spans["clauses"]] == [clause.level for clause in notice.clauses]


def test_spans_have_their_labels_and_objects(doc: Doc) -> None:
    number = doc.spans["citations"][0]
    assert number.text == "《青禾市作坊登记规定》（青政发〔2019〕3号）"
    assert number._.citation.document_number == "青政发〔2019〕3号"
    assert (number._.quantity, number._.norm, number._.entity, number._.place) == (None, None, None, None)
    assert [(span.label_, span._.quantity.unit) for span in doc.spans["quantities"]] == [("ge", "个"), ("ge", "亿元"), ("eq", "万元")]
    assert [span._.clause.eid for span in doc.spans["clauses"]] == ["main__sec_1", "main__sec_2", "main__sec_2__subsec_1"]


def test_a_span_that_is_not_ours_has_nothing_behind_it(doc: Doc) -> None:
    for span in (doc[0:2], Span(doc, 0, 2, span_id="norms/99999"), Span(doc, 0, 2, span_id="text/0"), Span(doc, 0, 2, span_id="norms/x")):
        assert span._.gongwen is None
        assert span._.norm is None


def test_what_did_not_run_is_null_and_gives_no_spans(nlp: Language) -> None:
    notice = gongwen.parse(TEXT.encode(), uri="town.txt", media_type="text/plain")
    notice.entities = notice.norms = None
    doc = nlp.make_doc(notice.text)
    doc._.gongwen = notice
    nlp(doc)
    assert (doc._.norms, doc._.entities, doc.ents) == (None, None, ())
    assert (len(doc.spans["norms"]), len(doc.spans["entities"])) == (0, 0)
    assert len(doc.spans["clauses"]) == 3


# -- entities and norms that are given, so that these tests know them


def given_notice() -> Notice:
    notice = gongwen.parse(TEXT.encode(), uri="town.txt", media_type="text/plain")

    def at(words: str) -> tuple[int, int, str]:
        start = notice.text.index(words)
        return start, start + len(words), words

    notice.entities = [
        Entity(*at("青禾市人民政府"), "ORG", body="青禾市人民政府"),
        Entity(*at("青禾市"), "GPE", region_code="999900", status="resolved"),
        Entity(*at("市商务局"), "ORG"),
    ]
    notice.norms = [
        Norm(*at("市商务局应当照《青禾市作坊登记规定》（青政发〔2019〕3号）登记，每户补助2万元。"), "n", "main", "obligation", [], "none")
    ]
    return notice


def test_a_notice_that_was_read_otherwise_can_be_given(nlp: Language) -> None:
    notice = given_notice()
    doc = nlp.make_doc(notice.text)
    doc._.gongwen = notice
    nlp(doc)
    assert doc._.gongwen == notice
    assert [(ent.text, ent.label_, ent._.entity.body) for ent in doc.ents] == [
        ("青禾市人民政府", "ORG", "青禾市人民政府"),
        ("市商务局", "ORG", None),
    ]
    assert [(span.text, span._.place) for span in doc.spans["entities"]] == [
        ("青禾市人民政府", None),
        ("青禾市", "999900"),
        ("市商务局", None),
    ]
    norm = doc.spans["norms"][0]
    assert (norm.label_, norm._.norm, doc._.norms) == ("obligation", notice.norms[0], notice.norms)  # type: ignore[index]


def test_a_notice_of_another_text_is_refused(nlp: Language) -> None:
    with pytest.raises(SpanError, match=r"characters and the Doc 2, or others: make the Doc of notice\.text"):
        nlp.make_doc("通知")._.gongwen = given_notice()


def test_entities_that_stand_there_already_stay(nlp: Language) -> None:
    notice = given_notice()
    doc = nlp.make_doc(notice.text)
    doc._.gongwen = notice
    taken = doc.char_span(0, len("青禾市"), label="GPE", alignment_mode="expand")
    assert taken is not None
    doc.ents = [taken]
    nlp(doc)
    assert [(ent.start_char, ent.label_) for ent in doc.ents] == [(0, "GPE"), (notice.text.index("市商务局"), "ORG")]


def test_with_another_tokenizer_spans_cover_whole_tokens_and_objects_are_exact() -> None:
    nlp = spacy.blank("en")  # cuts at blanks: lines of Chinese are one token
    for name in COMPONENTS:
        nlp.add_pipe(name)
    text = "Notice: 各县 照《青禾市作坊登记规定》办理， 每户补助2万元整。"
    doc = nlp(text)
    citation = doc.spans["citations"][0]
    assert citation.text == "照《青禾市作坊登记规定》办理"
    assert citation._.citation.exact == "《青禾市作坊登记规定》"
    assert text[citation._.gongwen.start : citation._.gongwen.end] == "《青禾市作坊登记规定》"


@settings(max_examples=40)
@given(text=st.one_of(st.text(st.characters(codec="utf-8")), st.text(st.sampled_from("一、二（）市局应当《》2019年号〔〕万元\n 　，。各"))))
def test_any_text_is_read_as_it_stands(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == behind(doc).text == text
    assert [span._.gongwen for key in KEYS for span in doc.spans[key]] == [one for key in KEYS for one in getattr(behind(doc), key) or []]


# -- where a Doc goes


def same(one: Doc, other: Doc) -> None:
    assert other._.gongwen == one._.gongwen
    assert [ent._.entity for ent in other.ents] == [ent._.entity for ent in one.ents]
    for key in KEYS:
        assert [span._.gongwen for span in other.spans[key]] == [span._.gongwen for span in one.spans[key]]


@pytest.fixture
def whole(nlp: Language) -> Doc:
    notice = given_notice()
    doc = nlp.make_doc(notice.text)
    doc._.gongwen = notice
    return nlp(doc)


def test_bytes_keep_all(whole: Doc) -> None:
    same(whole, Doc(spacy.blank("zh").vocab).from_bytes(whole.to_bytes()))


def test_a_doc_bin_keeps_all_with_user_data_and_reads_anew_without(whole: Doc, doc: Doc) -> None:
    kept = DocBin(store_user_data=True, docs=[whole]).to_bytes()
    same(whole, next(iter(DocBin().from_bytes(kept).get_docs(spacy.blank("zh").vocab))))
    bare = DocBin(docs=[doc]).to_bytes()
    same(doc, next(iter(DocBin().from_bytes(bare).get_docs(spacy.blank("zh").vocab))))


def test_a_doc_of_two_is_read_anew(nlp: Language, doc: Doc) -> None:
    with pytest.warns(UserWarning, match="Skipping Doc custom extension 'gongwen'"):
        both = Doc.from_docs([nlp("各县：照办。"), doc])
    assert behind(both).text == both.text


def test_several_processes_keep_all(nlp: Language, doc: Doc) -> None:
    first, second = nlp.pipe([TEXT, "各县：照办。"], n_process=2, batch_size=1)
    same(doc, first)
    assert behind(second).text == "各县：照办。"


def test_a_pipeline_is_saved_and_loaded(nlp: Language, doc: Doc, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "nlp")
    loaded = spacy.load(tmp_path / "nlp")
    assert loaded.pipe_names == list(COMPONENTS)
    same(doc, loaded(TEXT))
    assert [token.text for token in loaded.make_doc(TEXT)] == [token.text for token in doc]


def test_the_notice_is_plain_json(doc: Doc) -> None:
    assert doc.user_data["._.", "gongwen", None, None] == dumps(doc._.gongwen)


# -- entry points


def declared() -> dict[str, dict[str, str]]:
    points: dict[str, dict[str, str]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    return points


def test_every_component_has_its_entry_point() -> None:
    assert set(declared()["spacy_factories"]) == set(COMPONENTS)
    for group, points in declared().items():
        for name, value in points.items():
            assert callable(EntryPoint(name, value, group).load())
            if group == "spacy_factories":
                assert spacy.blank("zh").has_factory(name)


def test_spacy_finds_them_by_itself() -> None:
    if "gongwen_norms" not in entry_points(group="spacy_factories").names:
        pytest.skip("gongwen was installed here before it had entry points; install it again")
    code = (
        "import spacy; nlp = spacy.blank('zh'); nlp.add_pipe('gongwen_quantities'); doc = nlp('不低于3亿元。');"
        "print(doc.spans['quantities'][0]._.quantity.unit)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "亿元\n"


def test_whoever_loads_spacy_does_not_load_our_pipeline() -> None:
    """Entry points are imported with every pipeline; what they import has to be little."""
    if "gongwen_norms" not in entry_points(group="spacy_factories").names:
        pytest.skip("gongwen was installed here before it had entry points; install it again")
    code = "import sys, spacy; spacy.blank('zh'); print(*sys.modules)"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
    assert "gongwen.extract.components.annotations" in loaded
    assert not loaded & {"gongwen.extract.pipeline", "gongwen.extract.units", "gongwen.schemas.contract", "selectolax", "jieba"}


def test_whoever_parses_does_not_load_spacy() -> None:
    code = f"import sys, gongwen; gongwen.parse({TEXT!r}.encode(), uri='x.txt'); print(*sys.modules)"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
    assert "gongwen.extract.pipeline" in loaded
    assert not loaded & {"spacy", "jieba", "torch", "transformers", "tokenizers", "onnxruntime", "numpy"}


@pytest.mark.parametrize("library", ["spacy", "jieba"])
def test_a_library_that_is_missing_is_named_with_its_extra(library: str) -> None:
    code = (
        f"import sys; sys.modules[{library!r}] = None\n"
        "from gongwen.schemas.errors import MissingExtraError\n"
        "try:\n    from gongwen.extract.components import make_nlp\n    make_nlp()('x')\n"
        "except MissingExtraError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "run: pip install 'gongwen[spacy]'" in done.stdout
