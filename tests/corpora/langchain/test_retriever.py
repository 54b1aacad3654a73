"""ClauseRetriever: LangChain's standard tests, and what they do not ask."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from gongwen.corpora import build
from gongwen.corpora.langchain import ClauseRetriever, ClauseSplitter, GongwenLoader
from gongwen.schemas.errors import CorpusNotFoundError
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings
from langchain_core.indexing import InMemoryRecordManager
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate, PromptTemplate
from langchain_core.prompts import format_document as in_words
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from langchain_core.vectorstores import InMemoryVectorStore, VectorStore
from langchain_tests.integration_tests.retrievers import RetrieversIntegrationTests
from pydantic import ValidationError

SAMPLES = Path(__file__).parents[2] / "samples"
QUESTION = "特色小镇每年考核几次，不合格的怎么办？"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    build([str(SAMPLES / "*.html"), str(SAMPLES / "*.txt")], folder, jobs=1)
    return folder


@pytest.fixture(scope="module")
def vectors(corpus: Path) -> InMemoryVectorStore:
    store = InMemoryVectorStore(Bigrams())
    ClauseRetriever(corpus=corpus, vectorstore=store).index()
    return store


class Bigrams(Embeddings):
    """An embedding model that knows no more than pairs of characters: texts that share many are near."""

    size = 512

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector = [1e-9] * self.size
        for pair in pairwise(text):
            vector[(ord(pair[0]) * 31 + ord(pair[1])) % self.size] += 1
        return vector


class _Standard(RetrieversIntegrationTests):
    more: dict[str, Any] = {}  # noqa: RUF012 - tests change nothing

    @pytest.fixture(autouse=True)
    def _on(self, corpus: Path, vectors: InMemoryVectorStore) -> None:
        self.given = {"corpus": corpus, **({"vectorstore": vectors} if self.more else {}), **self.more}

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return ClauseRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return self.given

    @property
    def retriever_query_example(self) -> str:
        return QUESTION


class TestByWords(_Standard):
    pass


class TestByVectors(_Standard):
    more = {"mode": "vectors"}  # noqa: RUF012


class TestByBoth(_Standard):
    more = {"mode": "hybrid"}  # noqa: RUF012


MODES = [{}, {"mode": "vectors"}, {"mode": "hybrid"}]


@pytest.mark.parametrize("more", MODES)
def test_what_answers_stands_first_with_its_address(corpus: Path, vectors: InMemoryVectorStore, more: dict[str, Any]) -> None:
    retriever = ClauseRetriever(corpus=corpus, vectorstore=vectors if more else None, k=3, **more)
    best = retriever.invoke("投向主导产业的资金不得低于总投资的多少？")[0]
    assert best.page_content == "(四)投资实在。扣除商品住宅和商业综合体以后,投向主导产业的资金不得低于总投资的50%。"
    wanted = {
        "reference": "吉政办明电〔2019〕5号 第一部分第(四)项",
        "uri": "/akn/cn-220000/doc/notice/2019-02-03/吉政办明电-2019-5/!main~sec_1__subsec_4",
        "heading_path": "吉林省加快特色产业小镇创建实施方案 > 一、创建标准 > (四)投资实在",
        "issuing_agency": "吉林省人民政府办公厅",
        "year": 2019,
    }
    assert {key: best.metadata[key] for key in wanted} == wanted
    assert best.metadata["score"] > 0


@pytest.mark.parametrize("more", MODES)
@pytest.mark.parametrize("max_chars", [None, 1000, 25])
def test_all_words_stand_where_the_metadata_say(
    corpus: Path, vectors: InMemoryVectorStore, more: dict[str, Any], max_chars: int | None
) -> None:
    texts = {document.metadata["uri"]: document.page_content for document in GongwenLoader(corpus=corpus).lazy_load()}
    splitter = ClauseSplitter(max_chars=max_chars)
    retriever = ClauseRetriever(corpus=corpus, vectorstore=vectors if more else None, k=8, splitter=splitter, **more)
    for question in (QUESTION, "第一批名单里成长类的小镇", "组织保障", "各区投资任务分别是多少亿元"):
        documents = retriever.invoke(question)
        places = [(own["notice_uri"], own["start_index"], own["end_index"]) for own in (document.metadata for document in documents)]
        for document, (notice, start, end) in zip(documents, places, strict=True):
            assert texts[notice][start:end] == document.page_content
            assert len(document.page_content) <= (max_chars or 10_000)
        for (one, start, end), (other, other_start, other_end) in combinations(places, 2):
            assert one != other or end <= other_start or other_end <= start  # no words are given twice


def test_the_metadata_are_those_of_the_splitter(corpus: Path) -> None:
    split = {document.metadata["uri"]: document for document in ClauseSplitter().lazy_split(GongwenLoader(corpus=corpus).lazy_load())}
    for document in ClauseRetriever(corpus=corpus).invoke("主体清楚 管理灵活 投资实在 规划先行"):
        score = document.metadata.pop("score")
        assert score > 0
        assert document == split[document.metadata["uri"]]
        assert document.id == split[document.metadata["uri"]].id


def test_a_heading_brings_the_words_below_it(corpus: Path) -> None:
    (document,) = ClauseRetriever(corpus=corpus, k=1).invoke("创建程序")
    assert document.metadata["eid"] == "main__sec_2"
    assert document.page_content.startswith("二、创建程序\n(一)申报。")
    assert "(四)命名" in document.page_content
    (short,) = ClauseRetriever(corpus=corpus, k=1, splitter=ClauseSplitter(max_chars=60)).invoke("创建程序")
    assert short.page_content.startswith("二、创建程序\n(一)申报。")
    assert short.metadata["end_index"] < document.metadata["end_index"]


def test_of_a_long_clause_the_piece_that_answers_is_given(corpus: Path) -> None:
    (document,) = ClauseRetriever(corpus=corpus, k=1, splitter=ClauseSplitter(max_chars=80)).invoke("公主岭市大岭汽车物流小镇")
    assert document.metadata["eid"] == "annex_1"
    assert "公主岭市大岭汽车物流小镇" in document.page_content


def test_headings_can_stand_before_the_words(corpus: Path) -> None:
    best = ClauseRetriever(corpus=corpus, k=1, splitter=ClauseSplitter(context=True)).invoke("投向主导产业的资金不得低于多少")[0]
    assert best.page_content.startswith("吉林省加快特色产业小镇创建实施方案 > 一、创建标准\n(四)投资实在。")


@pytest.mark.parametrize("more", MODES)
@pytest.mark.parametrize(
    ("scope", "key", "value"),
    [
        ({"region": "330600"}, "region_code", "330600"),
        ({"region": "吉林省"}, "region_code", "220000"),
        ({"region": "330000", "agency": "嘉兴市"}, "region_code", "330400"),
        ({"year": 2019}, "year", 2019),
        ({"agency": "吉林省人民政府"}, "issuing_agency", "吉林省人民政府办公厅"),
        ({"document_type": "通知"}, "document_type", "通知"),
    ],
)
def test_only_notices_in_scope(
    corpus: Path, vectors: InMemoryVectorStore, more: dict[str, Any], scope: dict[str, Any], key: str, value: Any
) -> None:
    retriever = ClauseRetriever(corpus=corpus, vectorstore=vectors if more else None, k=4, **scope, **more)
    assert [document.metadata[key] for document in retriever.invoke("特色小镇创建")] == [value] * 4
    nowhere = ClauseRetriever(corpus=corpus, vectorstore=vectors if more else None, year=1950, **more)
    assert nowhere.invoke("特色小镇创建") == []


@pytest.mark.parametrize("question", ["", "？", "量子纠缠", "\x00", '"a" AND (b', "镇", "x" * 5000, "\ud800"])
def test_any_question_is_answered_or_not(corpus: Path, question: str) -> None:
    found = ClauseRetriever(corpus=corpus).invoke(question)
    assert bool(found) == (question == "镇")


@pytest.mark.parametrize("more", MODES)
async def test_calls_side_by_side_answer_as_one_by_one(corpus: Path, vectors: InMemoryVectorStore, more: dict[str, Any]) -> None:
    retriever = ClauseRetriever(corpus=corpus, vectorstore=vectors if more else None, **more)
    questions = [QUESTION, "谁牵头负责", "财政资金怎么扶持", "第一批名单"] * 5
    alone = [retriever.invoke(question) for question in questions]
    assert retriever.batch(questions) == alone
    assert await retriever.abatch(questions) == alone
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(retriever.invoke, questions)) == alone


def test_a_chain_answers_with_its_sources(corpus: Path) -> None:
    seen: list[str] = []
    model = GenericFakeChatModel(messages=iter([AIMessage("每年一次,见吉政办明电〔2019〕5号 第五部分第(三)项。")]))
    prompt = ChatPromptTemplate.from_messages([("system", "只按下列条款回答,并注明出处:\n{clauses}"), ("human", "{question}")])
    line = PromptTemplate.from_template("[{reference}] {page_content}")

    def listed(documents: list[Document]) -> str:
        return "\n".join(in_words(document, line) for document in documents)

    def remember(value: Any) -> Any:
        seen.append(value.to_string())
        return value

    retriever = ClauseRetriever(corpus=corpus, k=3)
    chain = (
        {"clauses": retriever | listed, "question": RunnablePassthrough()} | prompt | RunnableLambda(remember) | model | StrOutputParser()
    )
    assert chain.invoke(QUESTION) == "每年一次,见吉政办明电〔2019〕5号 第五部分第(三)项。"
    assert "[吉政办明电〔2019〕5号 第五部分第(三)项] (三)加强考核考评。小镇有进有出,每年综合考核一次" in seen[0]


class Counting(DeterministicFakeEmbedding):
    texts: int = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.texts += len(texts)
        return super().embed_documents(texts)


def clauses_of(corpus: Path) -> int:
    return len({document.id for document in ClauseSplitter().lazy_split(GongwenLoader(corpus=corpus).lazy_load())})


def test_only_new_clauses_are_embedded(tmp_path: Path) -> None:
    notice = tmp_path / "a.txt"
    notice.write_text(
        "关于加强档案工作的通知\n一、专人管理。各乡镇指定专人。\n二、定期检查。每季检查一次。\n某县人民政府\n2020年3月1日\n",
        encoding="utf-8",
    )
    corpus = tmp_path / "corpus"
    build([str(notice)], corpus, jobs=1)
    model = Counting(size=8)
    retriever = ClauseRetriever(corpus=corpus, vectorstore=InMemoryVectorStore(model), k=20)
    count = clauses_of(corpus)
    assert retriever.index() == {"num_added": count, "num_updated": 0, "num_skipped": 0, "num_deleted": 0}
    assert retriever.index(batch_size=2) == {"num_added": 0, "num_updated": 0, "num_skipped": count, "num_deleted": 0}
    assert model.texts == count
    build([str(SAMPLES / "jilin_roster.html")], corpus, jobs=1)
    assert retriever.index()["num_added"] == clauses_of(corpus) - count
    assert model.texts == clauses_of(corpus)


def test_vectors_older_than_the_corpus_give_no_stale_words(tmp_path: Path) -> None:
    build([str(SAMPLES / "jilin_roster.html")], tmp_path / "old", jobs=1)
    build([str(SAMPLES / "shaoxing_repost.txt")], tmp_path / "new", jobs=1)
    store = InMemoryVectorStore(Bigrams())
    ClauseRetriever(corpus=tmp_path / "old", vectorstore=store).index()
    store.add_documents([Document(page_content="特色小镇", metadata={"source": "elsewhere"})])
    newer = ClauseRetriever(corpus=tmp_path / "new", vectorstore=store)
    assert newer.invoke(QUESTION) == []
    newer.index()
    assert {document.metadata["region_code"] for document in newer.invoke(QUESTION)} == {"330600"}
    manager = InMemoryRecordManager("gongwen")
    manager.create_schema()
    fresh = ClauseRetriever(corpus=tmp_path / "old", vectorstore=InMemoryVectorStore(Bigrams()))
    fresh.index(record_manager=manager)
    other = ClauseRetriever(corpus=tmp_path / "new", vectorstore=fresh.vectorstore)
    done = other.index(record_manager=manager)
    assert done["num_deleted"] == clauses_of(tmp_path / "old")
    assert done["num_added"] == clauses_of(tmp_path / "new")
    assert other.index(record_manager=manager)["num_skipped"] == clauses_of(tmp_path / "new")


class Silent(InMemoryVectorStore):
    """A vector store that does not tell which ids it has."""

    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        return VectorStore.get_by_ids(self, ids)


def test_a_vector_store_that_does_not_tell_is_written_over(corpus: Path) -> None:
    store = Silent(DeterministicFakeEmbedding(size=8))
    retriever = ClauseRetriever(corpus=corpus, vectorstore=store)
    assert retriever.index()["num_added"] == retriever.index()["num_added"]
    assert len(store.store) == clauses_of(corpus)


def test_what_is_wrong_is_said(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusNotFoundError, match="gongwen build"):
        ClauseRetriever(corpus=tmp_path)
    with pytest.raises(ValidationError, match="needs a vector store"):
        ClauseRetriever(corpus=corpus, mode="hybrid")
    with pytest.raises(ValidationError, match="region"):
        ClauseRetriever(corpus=corpus, region="某省")
    with pytest.raises(ValueError, match="vectorstore="):
        ClauseRetriever(corpus=corpus).index()
    with pytest.raises(ValueError, match="one Document"):
        ClauseRetriever(corpus=corpus).invoke(QUESTION, k=0)
