"""GongwenLoader by the contract of LangChain's BaseLoader."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from gongwen.corpora import build
from gongwen.corpora.langchain import ClauseSplitter, GongwenLoader
from gongwen.extract import parse
from gongwen.schemas.errors import ArchiveError, CorpusNotFoundError, SourceNotFoundError
from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

SAMPLES = Path(__file__).parents[2] / "samples"
TWO = [SAMPLES / "jilin_roster.html", SAMPLES / "shaoxing_repost.txt"]


def test_a_notice_is_a_document() -> None:
    notice = parse(TWO[0])
    (document,) = GongwenLoader(TWO[0]).load()
    assert document.page_content == notice.text
    wanted = {
        "source": str(TWO[0]),
        "sha256": notice.source.sha256,
        "id": "cn-220000-2019-吉政办明电-5",
        "uri": notice.uri,
        "document_number": "吉政办明电〔2019〕5号",
        "document_type": "通知",
        "issuing_agency": "吉林省人民政府办公厅",
        "written_date": "2019-02-03",
        "region_code": "220000",
        "year": 2019,
    }
    assert {key: document.metadata.get(key) for key in wanted} == wanted
    assert json.loads(json.dumps(document.metadata)) == document.metadata


def test_what_a_notice_does_not_state_has_no_key(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("关于放假的通知\n明天放假。\n", encoding="utf-8")
    (document,) = GongwenLoader(tmp_path).load()
    assert not {"document_number", "written_date", "region_code", "year", "issuing_agency", "issuing_agencies"} & document.metadata.keys()
    assert None not in document.metadata.values()


async def test_all_ways_of_loading_give_the_same() -> None:
    loader = GongwenLoader(TWO)
    assert isinstance(loader, BaseLoader)
    documents = loader.load()
    assert [document.metadata["source"] for document in documents] == list(map(str, TWO))
    assert list(loader.lazy_load()) == documents
    assert await loader.aload() == documents
    assert [document async for document in loader.alazy_load()] == documents
    assert loader.load_and_split(ClauseSplitter()) == ClauseSplitter().split_documents(documents)  # type: ignore[arg-type]


def test_it_reads_no_further_than_it_is_asked(tmp_path: Path) -> None:
    given = GongwenLoader([TWO[0], tmp_path / "missing.txt"]).lazy_load()
    assert next(given).metadata["source"] == str(TWO[0])
    with pytest.raises(SourceNotFoundError, match=r"missing\.txt"):
        next(given)
    GongwenLoader([tmp_path / "missing.txt"])  # nothing is read before it is asked for


def test_what_is_skipped_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
    loader = GongwenLoader([tmp_path / "broken.docx", TWO[0], tmp_path / "missing.txt", TWO[1]], on_error="skip")
    with caplog.at_level(logging.WARNING):
        assert len(loader.load()) == 2
    assert [uri for uri, _ in loader.errors] == [str(tmp_path / "broken.docx"), str(tmp_path / "missing.txt")]
    assert [type(error) for _, error in loader.errors] == [ArchiveError, SourceNotFoundError]
    assert "missing.txt" in caplog.text
    assert len(loader.load()) == 2
    assert len(loader.errors) == 2


@pytest.mark.parametrize("given", [{}, {"sources": "a.txt", "corpus": "corpus"}, {"sources": []}])
def test_one_origin_is_wanted(given: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="one of the two"):
        GongwenLoader(**given)  # type: ignore[arg-type]


def test_nothing_else_needs_langchain() -> None:
    code = "import sys; import gongwen.corpora, gongwen.cli; sys.exit('langchain_core' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_missing_langchain_is_named() -> None:
    code = (
        "import importlib.util as u\nfound = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'langchain_core' else found(name, *rest)\n"
        "from gongwen.schemas.errors import MissingExtraError\n"
        "try:\n    import gongwen.corpora.langchain\nexcept MissingExtraError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert b"gongwen[llm]" in done.stdout


def test_documents_are_plain_documents_to_others() -> None:
    for document in GongwenLoader(TWO).lazy_load():
        assert isinstance(document, Document)
        assert str(document) == str(Document(page_content=document.page_content, metadata=document.metadata))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    build([str(path) for path in TWO], folder, jobs=1)
    return folder


async def test_a_corpus_is_loaded(corpus: Path) -> None:
    loader = GongwenLoader(corpus=corpus)
    documents = loader.load()
    assert sorted(documents, key=str) == sorted(GongwenLoader(TWO).lazy_load(), key=str)
    assert [document.metadata["id"] for document in documents] == sorted(document.metadata["id"] for document in documents)
    assert [document async for document in loader.alazy_load()] == documents  # each step in a thread of its own
    assert next(loader.lazy_load()) == documents[0]


def test_a_corpus_that_is_not_there(tmp_path: Path) -> None:
    loader = GongwenLoader(corpus=tmp_path)
    with pytest.raises(CorpusNotFoundError, match="gongwen build"):
        loader.load()
