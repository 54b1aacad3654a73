"""A small corpus with a chain of places: 国务院, 江苏省, 南通市, 通州区, all in our words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gongwen.corpora.store import Corpus, open_corpus
from made_notices import make_notice, store

STATE = make_notice(
    "国务院关于促进小镇健康发展的若干意见",
    "国发〔2016〕8号",
    "国务院",
    "2016年2月2日",
    [
        "一、总体要求",
        "坚持以人为本。",
        "二、重点任务",
        "（一）培育小镇产业，做强主导行业。",
        "（二）完善基础设施。",
        "（三）改善公共服务。",
    ],
)
PROVINCE = make_notice(
    "江苏省人民政府关于培育创建江苏小镇的指导意见",
    "苏政发〔2016〕176号",
    "江苏省人民政府",
    "2016年12月30日",
    ["一、目标", "根据《国务院关于促进小镇健康发展的若干意见》（国发〔2016〕8号）第二部分第（一）项，培育小镇。"],
)
CITY = make_notice(
    "南通市人民政府办公室关于印发培育创建南通小镇实施方案的通知",
    "通政办发〔2017〕158号",
    "南通市人民政府办公室",
    "2017年9月1日",
    ["一、任务", "根据《江苏省人民政府关于培育创建江苏小镇的指导意见》（苏政发〔2016〕176号），编制规划。"],
)
DISTRICT = make_notice(
    "南通市通州区人民政府关于小镇建设的通知",
    "通政发〔2018〕77号",
    "南通市通州区人民政府",
    "2018年5月6日",
    ["一、依据", "根据通政办发〔2017〕158号文件和《江苏省河道管理条例》，建设小镇。", "二、经费", "按照通政办发〔2017〕160号文件安排。"],
)
REPEAL = make_notice(
    "国务院关于废止部分文件的决定",
    "国发〔2019〕3号",
    "国务院",
    "2019年1月4日",
    ["一、废止", "《国务院关于促进小镇健康发展的若干意见》（国发〔2016〕8号）自本决定公布之日起废止。"],
)
NOTICES = (STATE, PROVINCE, CITY, DISTRICT, REPEAL)


@pytest.fixture(scope="session")
def chained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with open_corpus(tmp_path_factory.mktemp("chained") / "corpus", write=True) as corpus:
        store(corpus, *NOTICES)
        yield corpus
