from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest
from gongwen.corpora.store import Corpus, open_corpus
from gongwen.corpora.store import links as links_module
from gongwen.corpora.store.links import unlink
from gongwen.corpora.store.rows import TABLES
from gongwen.schemas.notice import Notice
from hypothesis import given, settings
from hypothesis import strategies as st
from made_notices import make_notice, store

STATE = make_notice(
    "国务院关于深入推进新型城镇化建设的若干意见",
    "国发〔2016〕8号",
    "国务院",
    "2016年2月2日",
    ["一、总体要求", "坚持以人为本。", "二、重点任务", "（一）培育小城镇。", "（二）完善设施。"],
)
PROVINCE = make_notice(
    "江苏省人民政府关于培育创建江苏特色小镇的指导意见",
    "苏政发〔2016〕176号",
    "江苏省人民政府",
    "2016年12月30日",
    ["一、目标", "培育小镇。"],
)
CITY = make_notice(
    "南通市人民政府办公室关于印发培育创建南通特色小镇实施方案的通知",
    "通政办发〔2017〕158号",
    "南通市人民政府办公室",
    "2017年9月1日",
    ["现将方案印发给你们。", "一、任务", "（一）编制规划。"],
)
TONGLIAO = make_notice(
    "通辽市人民政府办公室关于做好春季造林工作的通知",
    "通政办发〔2018〕20号",
    "通辽市人民政府办公室",
    "2018年3月1日",
    ["一、造林", "抓紧造林。"],
)
NO_NUMBER = make_notice("南通市人民政府关于加强城市绿化管理工作的意见", "", "南通市人民政府", "2015年5月5日", ["一、绿化", "加强管理。"])
OLD_LAW = make_notice("中华人民共和国城乡建设法", "", "", "", ["第一章 总则", "第一条 为了建设，制定本法。", "第二条 建设应当规划。"])
CATALOGUE = make_notice("江苏省产业指导目录（2016年版）", "", "江苏省人民政府", "2016年6月1日", ["一、目录", "鼓励发展。"])
TRIAL = make_notice(
    "江苏省人民政府办公厅关于印发江苏省小镇考核办法（试行）的通知",
    "苏政办发〔2016〕9号",
    "江苏省人民政府办公厅",
    "2016年3月3日",
    ["一、考核", "每年考核。"],
)
WIDE_STATE = make_notice(
    "国务院办公厅关于促进乡村民宿健康发展的意见", "国办发〔2015〕7号", "国务院办公厅", "2015年3月3日", ["一、民宿", "促进发展。"]
)
WIDE_CITY = make_notice(
    "南通市人民政府关于促进乡村民宿健康发展的意见", "通政发〔2016〕3号", "南通市人民政府", "2016年3月3日", ["一、民宿", "促进发展。"]
)
TWIN = make_notice(
    "江苏省人民政府关于表彰先进单位的决定", "苏政发〔2015〕1号", "江苏省人民政府", "2015年1月5日", ["一、单位", "予以表彰。"]
)
SECOND_TWIN = make_notice(
    "江苏省人民政府关于表彰先进单位的决定", "苏政发〔2016〕1号", "江苏省人民政府", "2016年1月5日", ["一、单位", "再次表彰。"]
)
STANDING = (STATE, PROVINCE, CITY, TONGLIAO, NO_NUMBER, OLD_LAW, CATALOGUE, TRIAL, WIDE_STATE, WIDE_CITY, TWIN, SECOND_TWIN)


def tongzhou(sentence: str, date: str = "2018年5月6日") -> Notice:
    return make_notice(
        "南通市通州区人民政府关于小镇建设的通知", "通政发〔2018〕77号", "南通市通州区人民政府", date, [f"一、依据\n{sentence}"]
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path / "corpus", write=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with open_corpus(tmp_path_factory.mktemp("standing") / "corpus", write=True) as opened:
        store(opened, *STANDING)
        yield opened


def links(corpus: Corpus, notice: Notice) -> list[tuple[str, str | None, str | None, str | None, str]]:
    """Status, id of the target, eid, candidates and reason of each citation of a notice."""
    return corpus.db.execute(
        "SELECT c.status, t.id, c.target_eid, c.candidates, c.reason FROM citations c JOIN notices n USING (notice)"
        " LEFT JOIN notices t ON t.notice = c.target WHERE n.id = ? ORDER BY c.position",
        (notice.id,),
    ).fetchall()


RESOLVED = [
    ("按照国发〔2016〕8号文件执行。", STATE, None),
    ("根据《国务院关于深入推进新型城镇化建设的若干意见》（国发〔2016〕8号）第二部分第（一）项，推进建设。", STATE, "main__sec_2__subsec_1"),
    ("根据《国务院关于深入推进新型城镇化建设的若干意见》第二部分，推进建设。", STATE, "main__sec_2"),
    ("根据《国务院关于深入推进新型城镇化建设的若干意见》第九部分，推进建设。", STATE, None),
    ("根据《关于培育创建江苏特色小镇的指导意见》（苏政发〔2016〕176号）和会议精神。", PROVINCE, None),
    ("根据《省政府关于培育创建江苏特色小镇的指导意见》的要求。", PROVINCE, None),
    ("根据《培育创建江苏特色小镇的指导意见》的要求。", PROVINCE, None),
    ("按照通政办发〔2017〕158号文件要求推进。", CITY, None),
    ("落实《培育创建南通特色小镇实施方案》。", CITY, None),
    ("落实《市政府办公室关于印发〈培育创建南通特色小镇实施方案〉的通知》。", CITY, None),
    ("落实《南通市培育创建南通特色小镇实施方案》（通政办发[2017]158号）。", CITY, None),
    ("根据《南通市人民政府关于加强城市绿化管理工作的意见》（通政发〔2015〕31号）。", NO_NUMBER, None),
    ("依据《中华人民共和国城乡建设法》第二条的规定。", OLD_LAW, "main__chp_1__art_2"),
    ("依据《城乡建设法》第二条第一款的规定。", OLD_LAW, "main__chp_1__art_2"),
    ("对照《江苏省产业指导目录（2016年版）》。", CATALOGUE, None),
    ("按照《江苏省小镇考核办法（试行）》考核。", TRIAL, None),
    ("按照《江苏省小镇考核办法》考核。", TRIAL, None),
    ("按照市政府《关于促进乡村民宿健康发展的意见》推进。", WIDE_CITY, None),
    ("按照《国务院办公厅关于促进乡村民宿健康发展的意见》推进。", WIDE_STATE, None),
    ("学习《江苏省人民政府关于表彰先进单位的决定》（苏政发〔2016〕1号）。", SECOND_TWIN, None),
]


@pytest.mark.parametrize(("sentence", "target", "eid"), RESOLVED)
def test_what_a_citation_means(standing: Corpus, sentence: str, target: Notice, eid: str | None) -> None:
    (found,) = resolve_once(standing, tongzhou(sentence))
    assert found[:4] == ("resolved", target.id, eid, None), found


AMBIGUOUS = [
    # Which of two twins, or whether the one of another level or edition is meant, the words do not say.
    ("学习《江苏省人民政府关于表彰先进单位的决定》。", [TWIN, SECOND_TWIN], "2 notices have this title"),
    ("按照《关于促进乡村民宿健康发展的意见》推进。", [WIDE_STATE, WIDE_CITY], "bodies of several levels"),
    ("对照《江苏省产业指导目录》。", [CATALOGUE], "which edition is meant is not said"),
    # 通政办发 is the code of 南通, 通化 and 通辽.
    ("按照通政办发〔2018〕20号文件执行。", [TONGLIAO], "another place may have the agency code"),
    ("根据《国务院关于促进残疾人就业的意见》（国发〔2016〕8号）。", [STATE], "has another title"),
]


@pytest.mark.parametrize(("sentence", "candidates", "reason"), AMBIGUOUS)
def test_what_the_words_leave_open(standing: Corpus, sentence: str, candidates: list[Notice], reason: str) -> None:
    ((status, target, _, listed, why),) = resolve_once(standing, tongzhou(sentence))
    assert (status, target) == ("ambiguous", None)
    assert listed == "[" + ",".join(f'"{identity}"' for identity in sorted(notice.id for notice in candidates)) + "]"
    assert reason in why


UNRESOLVED = [
    ("按照国发〔2016〕9号文件执行。", "no notice of the corpus has the number 国发〔2016〕9号"),
    ("按照《江苏省河道管理条例》执行。", "no notice of the corpus has this title"),
    ("落实《政府工作报告》。", "alone names no one document"),
    # The title is there, and something speaks against it.
    (
        "根据《江苏省人民政府关于培育创建江苏特色小镇的指导意见》（苏政发〔2015〕3号）。",
        "苏政发〔2016〕176号 has this title, but another number",
    ),
    ("对照《江苏省产业指导目录（2012年版）》。", None),
    ("根据《江苏省发展改革委关于培育创建江苏特色小镇的指导意见》。", "but was issued by 江苏省人民政府"),
    ("根据《无锡市人民政府关于加强城市绿化管理工作的意见》。", "no notice of the corpus has this title"),
    ("原《关于小镇建设的通知》同时废止。", "the notice itself has this title"),
]


@pytest.mark.parametrize(("sentence", "reason"), UNRESOLVED)
def test_what_is_no_notice_of_the_corpus(standing: Corpus, sentence: str, reason: str | None) -> None:
    found = resolve_once(standing, tongzhou(sentence))
    if reason is None:
        assert all(status != "resolved" for status, *_ in found)
        return
    ((status, target, _, listed, why),) = found
    assert (status, target, listed) == ("unresolved", None, None)
    assert reason in why


def test_a_notice_cites_none_that_is_later(standing: Corpus) -> None:
    early = tongzhou("根据《江苏省人民政府关于培育创建江苏特色小镇的指导意见》的要求。", date="2015年5月6日")
    ((status, _, _, _, reason),) = resolve_once(standing, early)
    assert status == "unresolved"
    assert "later than what cites it" in reason


def test_a_short_name_is_the_document_that_it_was_defined_for(standing: Corpus) -> None:
    body = "根据《国务院关于深入推进新型城镇化建设的若干意见》（国发〔2016〕8号，以下简称《意见》），制定本通知。\n落实《意见》第二部分。"
    found = resolve_once(standing, tongzhou(body))
    assert [row[:3] for row in found] == [("resolved", STATE.id, None), ("resolved", STATE.id, "main__sec_2")]


def resolve_once(corpus: Corpus, notice: Notice) -> list[tuple[str, str | None, str | None, str | None, str]]:
    """Return the links of a notice among those that stand, and leave the corpus as it was."""
    store(corpus, notice)
    try:
        return links(corpus, notice)
    finally:
        remove(corpus, notice)


def remove(corpus: Corpus, notice: Notice) -> None:
    (key,) = corpus.db.execute("SELECT notice FROM notices WHERE id = ?", (notice.id,)).fetchone()
    unlink(corpus.db, key)
    for table in (*TABLES, "passages", "names", "citation_keys", "notices"):
        corpus.db.execute(f"DELETE FROM {table} WHERE notice = ?", (key,))
    corpus.db.execute("DELETE FROM sources")
    corpus.db.execute("DELETE FROM documents WHERE notice = ?", (key,))


CITING = (
    tongzhou("按照国发〔2016〕8号文件和《江苏省人民政府关于表彰先进单位的决定》执行。"),
    make_notice(
        "南通市人民政府关于小镇的意见",
        "通政发〔2018〕5号",
        "南通市人民政府",
        "2018年1月2日",
        ["一、依据", "根据《关于促进乡村民宿健康发展的意见》、通政办发〔2018〕20号和苏政发〔2016〕1号。"],
    ),
)
POOL = (*STANDING, *CITING)


def state(corpus: Corpus) -> list[tuple[object, ...]]:
    return corpus.db.execute(
        "SELECT n.id, c.position, c.status, t.id, c.target_eid, c.candidates, c.reason FROM citations c JOIN notices n USING (notice)"
        " LEFT JOIN notices t ON t.notice = c.target ORDER BY n.id, c.position"
    ).fetchall()


@settings(max_examples=16)
@given(st.permutations(range(len(POOL))), st.sets(st.integers(0, len(POOL) - 1), max_size=6), st.sampled_from((0, 1, 50)))
def test_links_depend_on_the_notices_and_not_on_their_order(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], removed: set[int], crowd: int
) -> None:
    """Nor on whether a name became that of a crowd before or after it was cited."""
    folder = tmp_path_factory.mktemp("orders")
    with (
        pytest.MonkeyPatch.context() as patch,
        open_corpus(folder / "one", write=True) as one,
        open_corpus(folder / "other", write=True) as other,
    ):
        patch.setattr(links_module, "_CROWD", crowd)
        store(one, *(POOL[index] for index in order))
        for index in sorted(removed, key=order.index):
            remove(one, POOL[index])
        store(other, *(notice for index, notice in enumerate(POOL) if index not in removed))
        assert state(one) == state(other)


def test_a_law_that_comes_after_thousands_cite_it_is_linked_in_linear_time(corpus: Corpus) -> None:
    times = []
    for count in (300, 1200):
        folder = corpus.path.with_name(f"c{count}")
        with open_corpus(folder, write=True) as opened:
            sample = tongzhou("依据《中华人民共和国城乡建设法》第二条的规定。")
            store(opened, sample)
            copy_notice(opened, sample, count)
            start = process_time()
            store(opened, OLD_LAW)
            times.append(process_time() - start)
            resolved = opened.db.execute("SELECT count(*) FROM citations WHERE status = 'resolved' AND target_eid = 'main__chp_1__art_2'")
            assert resolved.fetchone() == (count + 1,)
    assert times[1] < max(10 * times[0], 0.5)


def copy_notice(corpus: Corpus, notice: Notice, count: int) -> None:
    """Multiply the rows of a notice in the tables that links are made of."""
    (key,) = corpus.db.execute("SELECT notice FROM notices WHERE id = ?", (notice.id,)).fetchone()
    for table in ("notices", "citations", "citation_keys"):
        names = [row[1] for row in corpus.db.execute(f"PRAGMA table_info({table})")]
        columns = ", ".join(f'"{name}"' for name in names)
        values = ", ".join("?1" if name == "notice" else f'"{name}"' for name in names)
        for copy in random.Random(1).sample(range(10_000, 10_000 + count), count):
            corpus.db.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE notice = ?2", (copy, key))
