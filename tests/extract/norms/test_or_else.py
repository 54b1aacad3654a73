"""Or-else links: from what follows a failing back to the norm that it sanctions."""

from __future__ import annotations

import pytest
from gongwen.extract.norms.or_else import link
from gongwen.extract.norms.segments import read_segments
from gongwen.extract.norms.statement import read_statement
from gongwen.schemas.norms import Norm, NormType
from gongwen.schemas.notice import Span

Line = tuple[str, NormType, str]


def build(lines: list[Line]) -> tuple[list[Norm], str]:
    """Return the norms of sentences given with clause, type and words, as the pipeline would hand them over."""
    text = "\n".join(words for *_, words in lines)
    norms: list[Norm] = []
    at = 0
    for number, (eid, kind, words) in enumerate(lines, 1):
        start, at = at, at + len(words) + 1
        found = read_statement(text, start, read_segments(text, start, start + len(words)), kind=kind)
        norm = Norm(start, start + len(words), words, id=f"n_{number}", eid=eid, type=kind, actors=[], actor_source="none")
        norm.conditions_at = [Span.of(text, *bounds) for bounds in found.conditions]
        if found.consequence:
            norm.consequence_at = Span.of(text, *found.consequence)
            norm.consequence = norm.consequence_at.exact
        norms.append(norm)
    return norms, text


A, B, C = "main__sec_1__subsec_1", "main__sec_1__subsec_2", "main__sec_2"
CASES: list[tuple[list[Line], dict[str, list[str]]]] = [
    (  # the test of the same clause
        [(A, "obligation", "建立年度考核制度。"), (A, "obligation", "强化宣传引导。"), (A, "consequence", "考核不合格的,予以淘汰。")],
        {"n_3": ["n_1"]},
    ),
    (  # what was to be handed in, in another clause of the section
        [(A, "obligation", "各镇按月报送台账。"), (B, "obligation", "开展巡查。"), (B, "consequence", "未按时报送台账的,通报批评。")],
        {"n_3": ["n_1"]},
    ),
    (  # of two, the last before it
        [(A, "obligation", "按季验收。"), (A, "obligation", "组织年终验收。"), (A, "consequence", "验收不合格的,责令整改。")],
        {"n_3": ["n_2"]},
    ),
    (  # the sentence says both
        [(A, "obligation", "组织开展实绩考核,对考核不达标的,实施退出机制;")],
        {"n_1": ["n_1"]},
    ),
    (  # another section shares one word only: weak
        [(C, "obligation", "编制资金方案。"), (A, "consequence", "挪用资金的,依法追究责任。")],
        {"n_2": []},
    ),
    (  # another section shares two
        [(C, "obligation", "首年完成投资任务。"), (A, "consequence", "未完成投资任务的,取消资格。")],
        {"n_2": ["n_1"]},
    ),
    (  # words of one kin in one section
        [(A, "obligation", "组织年度评估。"), (B, "consequence", "考核不合格的,予以淘汰。")],
        {"n_2": ["n_1"]},
    ),
    (  # a reward follows an outcome, too
        [(A, "obligation", "县里组织验收。"), (A, "consequence", "对验收合格的,给予奖励。")],
        {"n_2": ["n_1"]},
    ),
    ([(A, "consequence", "考核不合格的,予以淘汰。"), (A, "obligation", "开展考核。")], {"n_1": []}),  # nothing before it
]


@pytest.mark.parametrize(("lines", "links"), CASES)
def test_links(lines: list[Line], links: dict[str, list[str]]) -> None:
    norms, text = build(lines)
    link(norms, text)
    assert {norm.id: norm.breach_of for norm in norms if norm.id in links} == links
    assert all(norm.breach_of == [] for norm in norms if norm.id not in links)
