from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gongwen.corpora import numbering_gaps
from gongwen.corpora.store import Corpus, open_corpus
from gongwen.schemas.errors import ReferenceFormatError, ReferenceNotFoundError
from made_notices import make_notice, store


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    numbered = [
        make_notice(
            f"南通市人民政府办公室关于第{number}项工作的通知", f"通政办发〔2016〕{number}号", "南通市人民政府办公室", "2016年3月1日"
        )
        for number in (2, 3, 5)
    ]
    citing = make_notice(
        "南通市人民政府关于落实工作的通知",
        "通政发〔2016〕9号",
        "南通市人民政府",
        "2016年12月1日",
        ["一、依据", "根据《南通市人民政府办公室关于绿化的意见》（通政办发〔2016〕4号）和通政办发〔2016〕7号文件。"],
    )
    with open_corpus(tmp_path / "corpus", write=True) as opened:
        store(opened, *numbered, citing)
        yield opened


def test_the_numbers_that_are_missing(corpus: Corpus) -> None:
    gaps = numbering_gaps(corpus, "通政办发", 2016)
    assert (gaps.present, gaps.highest, gaps.region_code, gaps.repeated, gaps.other) == ([2, 3, 5], 7, "320600", [], [])
    assert [(item.sequence, item.document_number, item.title) for item in gaps.missing] == [
        (1, "通政办发〔2016〕1号", None),
        (4, "通政办发〔2016〕4号", "南通市人民政府办公室关于绿化的意见"),
        (6, "通政办发〔2016〕6号", None),
        (7, "通政办发〔2016〕7号", None),
    ]
    assert [item.cited_by for item in gaps.missing] == [[], ["cn-320600-2016-通政发-9"], [], ["cn-320600-2016-通政发-9"]]


def test_a_code_of_two_places_is_asked_back(corpus: Corpus) -> None:
    store(corpus, make_notice("通辽市人民政府办公室关于造林的通知", "通政办发〔2016〕1号", "通辽市人民政府办公室", "2016年3月1日"))
    with pytest.raises(ReferenceFormatError, match="江苏省南通市 \\(320600\\)"):
        numbering_gaps(corpus, "通政办发", 2016)
    gaps = numbering_gaps(corpus, "通政办发", 2016, region="150500")
    assert (gaps.present, gaps.missing) == ([1], [])
    assert numbering_gaps(corpus, "通政办发", 2016, region="南通市").present == [2, 3, 5]


def test_what_is_not_known_is_no_gap(corpus: Corpus) -> None:
    with pytest.raises(ReferenceNotFoundError, match="it has this code in 2016"):
        numbering_gaps(corpus, "通政办发", 2015)
    with pytest.raises(ReferenceNotFoundError, match="no notice of this agency code"):
        numbering_gaps(corpus, "苏政发", 2016)
    with pytest.raises(ReferenceFormatError, match="agency code and a year"):
        numbering_gaps(corpus, "", 2016)
