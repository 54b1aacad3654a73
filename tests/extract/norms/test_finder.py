"""Norms of whole notices: what is written down, spans in the sacred text, hostile texts, the pages of the corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from gongwen.extract import parse
from gongwen.extract.norms.discourse import Acting
from gongwen.extract.norms.said import Said, Verdict
from gongwen.extract.norms.writing import Writer
from gongwen.extract.text import View
from gongwen.schemas.contract import verify
from gongwen.schemas.errors import GongwenError
from gongwen.schemas.norms import Norm
from gongwen.schemas.notice import Notice, Span
from hypothesis import given
from hypothesis import strategies as st
from processor_time import limited, needs_timer

SAMPLES = Path(__file__).parents[2] / "samples"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "corpus"
HEAD = "关于做好河道管护工作的通知\n甲政办发〔2026〕5号\n各镇人民政府、县直各部门:\n请认真执行。\n"
FOOT = "甲县人民政府办公室\n2026年3月1日\n"


def read(body: str) -> list[Norm]:
    notice = parse((HEAD + body + FOOT).encode(), uri="a.txt")
    assert_sound(notice)
    return (notice.norms or [])[1:]


def spans(norm: Norm) -> Iterator[Span]:
    singles = (norm, norm.inherited_from, norm.deontic_at, norm.aim_at, norm.object_at, norm.consequence_at)
    yield from (span for span in singles if span is not None)
    for several in (norm.actor_spans, norm.responsible, norm.conditions_at, norm.constraints_at, norm.time_limits, norm.frequencies):
        yield from several


def assert_sound(notice: Notice) -> None:
    """What holds for the norms of every notice whatever."""
    verify(notice)
    norms = notice.norms
    assert norms is not None
    assert len({norm.id for norm in norms}) == len(norms)
    known = {part.eid for part in notice.parts} | {clause.eid for clause in notice.clauses}
    for norm in norms:
        assert all(notice.text[span.start : span.end] == span.exact for span in spans(norm))
        assert norm.eid in known
        assert norm.id.startswith(f"{norm.eid}__n_")
        assert norm.strength in range(1, 7) if norm.type != "constitutive" else norm.strength is None
        assert [actor.name for actor in norm.actor_spans] == norm.actors
        assert bool(norm.actors) == (norm.actor_source != "none")
        assert (norm.inherited_from is not None) == (norm.actor_source in ("mark", "inherited"))
        assert all(norm.start <= notice.quantities[at].start and notice.quantities[at].end <= norm.end for at in norm.quantities)
        assert all(link in {other.id for other in norms} for link in norm.breach_of)
    assert [norm.start for norm in norms] == sorted(norm.start for norm in norms)


# -- what is written down


def test_all_that_a_sentence_says() -> None:
    (norm,) = read("一、巡查\n(一)频次。对重点河段,县水务局原则上要每季度巡查2次,2027年底前完成普查。(县水务局牵头,各镇配合)\n")
    assert (norm.eid, norm.id, norm.type, norm.rule) == ("main__sec_1__subsec_1", "main__sec_1__subsec_1__n_1", "obligation", "modal")
    assert (norm.actors, norm.actor_source, norm.deontic, norm.strength) == (["县水务局"], "explicit", "要", 3)
    assert (norm.frequency, norm.frequencies[0].value) == ("每季度", "P3M")
    assert (norm.deadline, norm.time_limits[0].value) == ("2027年底前", "2027-12-31")
    assert [(item.name, item.role) for item in norm.responsible] == [("县水务局", "lead"), ("各镇", "support")]
    assert norm.exact.startswith("对重点河段")


def test_leading_and_supporting_in_the_sentence() -> None:
    (norm,) = read("一、巡查\n由县水务局牵头,县财政局、各镇配合,开展普查。\n")
    assert [(item.name, item.role) for item in norm.responsible] == [("县水务局", "lead"), ("县财政局", "support"), ("各镇", "support")]


def test_the_time_limit_of_a_mark_comes_behind_that_of_the_sentence() -> None:
    (norm,) = read("一、巡查\n3年内完成普查。\n责任单位:县水务局;完成时限:2027年底\n")
    assert [limit.exact for limit in norm.time_limits] == ["3年内", "2027年底"]
    assert norm.deadline == "3年内"


def test_norms_are_counted_by_clause() -> None:
    assert [norm.id for norm in read("一、巡查\n开展沿河排污口普查。公布结果。\n二、清淤\n疏浚沟渠。\n")] == [
        "main__sec_1__n_1",
        "main__sec_1__n_2",
        "main__sec_2__n_1",
    ]


def test_items_are_what_their_introduction_makes_of_them() -> None:
    body = "一、禁止\n河道内不得有下列行为:\n(一)倾倒垃圾;\n(二)围河造田。\n二、清淤\n疏浚沟渠。\n"
    assert [(norm.type, norm.rule) for norm in read(body)] == [
        ("prohibition", "prohibition"),
        ("prohibition", "forbidden-item"),
        ("prohibition", "forbidden-item"),
        ("obligation", "imperative"),
    ]


def test_what_is_no_norm_cannot_be_written_as_one() -> None:
    text = "特此通知。"
    said = Said(text, 0, len(text))
    with pytest.raises(ValueError, match="特此通知"):
        Writer(View(text), [], None).write("main", said, Verdict("formula", None), Acting("none", [], None, "main"), None, [])


# -- the samples


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")) + sorted(SAMPLES.glob("*.html")), ids=lambda path: path.name)
def test_the_samples_are_sound(path: Path) -> None:
    notice = parse(path)
    assert_sound(notice)
    assert len(notice.norms or []) >= 7


def test_words_of_traditional_texts_keep_their_characters() -> None:
    notice = parse(SAMPLES / "taiwan_order.txt")
    norm = next(norm for norm in notice.norms or [] if norm.frequency == "每年")
    assert (norm.exact, norm.aim, norm.object) == ("每年舉辦1至2次敦親睦鄰聚會。", "舉辦", "1至2次敦親睦鄰聚會")


def test_a_converted_text_has_the_norms_of_its_twin() -> None:
    opencc = pytest.importorskip("opencc", reason="converts the sample to traditional characters")
    text = (SAMPLES / "shaoxing_repost.txt").read_text(encoding="utf-8")
    converted = opencc.OpenCC("s2t").convert(text)
    assert len(converted) == len(text)
    plain, traditional = parse(text.encode(), uri="a.txt"), parse(converted.encode(), uri="a.txt")
    assert_sound(traditional)
    for one, other in zip(plain.norms or [], traditional.norms or [], strict=True):
        assert (one.start, one.end, one.type, one.rule, one.strength) == (other.start, other.end, other.type, other.rule, other.strength)
        assert [(actor.start, actor.end) for actor in one.actor_spans] == [(actor.start, actor.end) for actor in other.actor_spans]
        words = [*other.actors, other.aim or "", other.object or "", *other.conditions, other.deadline or "", other.frequency or ""]
        assert all(word in converted for word in words)


def test_a_text_in_chunks_keeps_its_spans_and_loses_the_marks_in_words() -> None:
    notice = parse(SAMPLES / "chunked.txt")
    across = [norm for norm in notice.norms or [] if "\n" in norm.exact]
    assert across, "a chunk mark stands inside a sentence"
    for norm in across:
        assert notice.text[norm.start : norm.end] == norm.exact
        assert all("\n" not in word for word in (*norm.actors, norm.aim or "", norm.object or "", *norm.conditions))


PIECES = [
    "一、总则\n",
    "(一)要求。",
    "1.",
    "各镇",
    "县水务局",
    "要",
    "不得",
    "鼓励",
    "由",
    "对",
    "未完成",
    "的",
    ",",
    "。",
    ";",
    ":",
    "予以淘汰",
    "每季度",
    "3年内",
    "(县水务局负责)",
    "责任单位:",
    "(",
    ")",
    "“",
    "”",
    "《",
    "》",
    "\n",
    " ",
    "疏浚河道",
    "下列情形之一的",
    "12个",
    "x",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_read_soundly(body: str) -> None:
    assert_sound(parse((HEAD + body + "\n" + FOOT).encode(), uri="a.txt"))


@given(st.text(max_size=80))
def test_any_characters_are_read_soundly(body: str) -> None:
    assert_sound(parse((HEAD + "一、总则\n" + body.encode("utf-8", "ignore").decode() + "\n" + FOOT).encode(), uri="a.txt"))


# -- hostile texts: time grows with the text and not with its square

CHARACTERS = 20_000
SECONDS = 2.5
"""Of the processor; in linear time a text takes well under two."""

HOSTILE = {
    "names": "市水务局、",
    "names without joints": "市水务局",
    "levels": "各省、自治区、直辖市、",
    "agents": "由市水务局",
    "approvals": "经市水务局",
    "encouragements": "鼓励企业",
    "modals": "要应须可不得",
    "conditions": "对未完成的,",
    "clauses of nouns": "完成的",
    "verbs": "建立健全",
    "adverbs": "积极切实",
    "adverbs of one character": "均",
    "commas": ",",
    "semicolons": "疏浚河道;",
    "colons": "各镇要:",
    "brackets open": "(",
    "brackets": "(市水务局负责)",
    "brackets in brackets": "(市(",
    "quotes open": "“要",
    "titles open": "《要",
    "marks": "责任单位:市水务局;",
    "marks on lines": "责任单位:市水务局\n",
    "listed": "下列情形之一的,",
    "outcomes": "考核不合格的,予以淘汰。",
    "introductions": "各镇要做好以下工作:\n",
    "one long word": "河",
    "的": "的",
}


@needs_timer
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_in_linear_time(name: str) -> None:
    body = "一、总则\n" + HOSTILE[name] * (CHARACTERS // len(HOSTILE[name])) + "。\n"
    with limited(SECONDS):
        notice = parse((HEAD + body + FOOT).encode(), uri="a.txt")
    assert_sound(notice)


# -- the pages of the corpus


FOLDERS: dict[str, Callable[[Path], bool]] = {
    "gov_cn": lambda path: path.suffix in (".html", ".htm", ".txt"),
    "tw_gazette": lambda path: path.suffix in (".html", ".htm", ".txt", ".xml"),
    "full_pages": lambda path: path.suffix in (".html", ".htm"),
    "docx": lambda path: path.suffix == ".docx",
    "pdf": lambda path: path.suffix == ".pdf",
}
MOST = 60
"""Pages of a folder that are read."""


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_norms_of_real_pages_are_sound(folder: str) -> None:
    place = SHARED / folder
    if not place.is_dir():
        pytest.skip("the reference pages are not part of this repository")
    read_ones = found = 0
    for path in islice((path for path in sorted(place.rglob("*")) if FOLDERS[folder](path)), MOST):
        try:
            notice = parse(path)
        except GongwenError:
            continue  # a page that cannot be read has tests of its own
        assert_sound(notice)
        read_ones += 1
        found += len(notice.norms or [])
    assert read_ones
    assert found


def test_a_sentence_goes_on_over_the_lines_of_a_printed_page() -> None:
    lines = [
        "各区水务局要加快补齐排水管网短板,建立健全管网巡",
        "查养护机制,确保年底前消除全部积水点,让居民出行",
        "更加安全便利。市财政局要安排专项资金支持管网改造",
    ]
    lines += ["任务,并加强资金使用监管,严禁任何单位截留挪用。"]
    text = "甲市人民政府关于治理内涝的通知\n各区人民政府:\n" + "\n".join(lines * 3) + "\n甲市人民政府\n2021年5月1日\n"
    norms = parse(text.encode(), uri="a.txt").norms
    assert norms is not None
    assert [norm.actors for norm in norms[:2]] == [["各区水务局"], ["市财政局"]]
    assert "\n" in norms[0].exact
    assert "\n" not in "".join([norms[0].aim or "", norms[0].object or "", norms[0].deadline or ""])
