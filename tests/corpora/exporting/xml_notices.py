"""Notices for the tests of XML: made of anything, and those of the project."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from gongwen.corpora.exporting.xml_writer import xml_text
from gongwen.extract import parse
from gongwen.schemas.errors import GongwenError
from gongwen.schemas.norms import Entity, Norm
from gongwen.schemas.notice import Block, Citation, Clause, Notice, Part, Quantity
from hypothesis import strategies as st

ROOT = Path(__file__).parents[3]
SAMPLES = tuple(sorted(path for path in (ROOT / "tests" / "samples").iterdir() if path.suffix in {".txt", ".html"}))
GOLD = tuple(sorted((ROOT.parent / "shared" / "gold").glob("*.txt")))
# Scans take seconds each; their notices are not another kind.
SHARED = tuple(
    sorted(
        path
        for path in (ROOT.parent / "shared" / "corpus").rglob("*")
        if path.is_file() and path.suffix not in {".jpg", ".png", ".jsonl", ".md"} and path.parent.name != "scan"
    )
)

TEXT = """长山县人民政府办公室关于印发校舍修缮办法的通知
长政办发〔2020〕7号
各乡镇人民政府:
根据《中小学校舍条例》,现将《校舍修缮办法》印发给你们,请遵照执行。原《校舍办法》(长政办发〔2011〕3号)同时废止。
长山县人民政府办公室
2020年3月1日
校舍修缮办法
一、总体要求
(一)先急后缓。危房须于2020年6月30日前修好,投入不低于1.5亿元。
1.先修教室。
以上各项由县教育局督促。
(二)量力而行。
上述两项适用于全县。
二、经费
由县财政局拨付30—50万元。
附件
校舍修缮计划表
"""

_LEVELS = ("book", "chp", "scn", "art", "clause", "point", "sec", "subsec", "para", "subpara", "item", "odd level")
_BASE = parse(TEXT.encode())
_WORDS = st.text(
    st.one_of(st.sampled_from("第一条(1)、。:甲乙丙<&>\"'\n\n\t \r"), st.characters(exclude_categories=())), min_size=1, max_size=60
)


@lru_cache(maxsize=3)
def parsed(paths: tuple[Path, ...]) -> list[tuple[str, Notice]]:
    """Return the notices that are in files, those that cannot be read passed over."""
    found = []
    for path in paths:
        with suppress(GongwenError):
            found.append((path.name, parse(path)))
    return found


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    """Return a notice of any text, with clauses, parts, blocks and marks anywhere, nested or not."""
    text = draw(_WORDS)
    size = len(text)

    def place() -> tuple[int, int]:
        first, second = draw(st.tuples(st.integers(0, size), st.integers(0, size)))
        return min(first, second), max(first, second)

    def words() -> tuple[int, int, str]:
        start, end = place()
        return start, end, text[start:end]

    def some(most: int) -> range:
        return range(draw(st.integers(0, most)))

    notice = deepcopy(_BASE)
    notice.text = text
    notice.metadata.evidence = {}
    kinds = st.sampled_from(("title", "number", "addressees", "paragraph", "heading", "signature", "date", "note", "attachments"))
    notice.blocks = [Block(*place(), draw(kinds)) for _ in some(6)]
    notice.parts = [Part(draw(st.sampled_from(("cover", "main", "annex_1"))), "main", None, *place()) for _ in some(3)]
    notice.clauses = []
    for number in some(8):
        start, end = place()
        level = draw(st.sampled_from(_LEVELS))
        eid = f"main__{level if ' ' not in level else 'item'}_{number + 1}"
        label = text[start : start + draw(st.integers(0, 2))]
        heading = draw(st.sampled_from((None, text[start + len(label) : end][:4])))
        notice.clauses.append(Clause(eid, "main", level, number, label, heading, start, end))
    value = draw(st.decimals(allow_nan=False) | st.just(Decimal("NaN")))
    notice.quantities = [Quantity(*words(), "main", value, None, "万 元", "ge") for _ in some(3)]
    notice.citations = [
        Citation(*words(), "main", "条 例", None, relation=draw(st.sampled_from((None, "amends", "basis")))) for _ in some(3)
    ]
    types = st.sampled_from(("ORG", "GPE", "LOC", "PER", "DATE", "MONEY", "DOC"))
    notice.entities = [Entity(*words(), type=draw(types)) for _ in some(5)]
    notice.norms = [
        Norm(*words(), id=draw(st.sampled_from(("main__n_1", "1 n"))), eid="main", type="obligation", actors=[], actor_source="none")
        for _ in some(3)
    ]
    notice.tables, notice.rosters, notice.lists, notice.repairs, notice.checks = [], [], [], None, []
    return notice


def tight(words: str) -> str:
    """Return ``words`` without blanks, as XML can hold it."""
    return xml_text("".join(words.split()))
