"""IG Script: components in place, and the sentence back from it."""

from __future__ import annotations

import re

import pytest
from gongwen.corpora import ig_script
from gongwen.schemas.norms import Actor, ActorSource, Norm, NormType, TimeLimit
from gongwen.schemas.notice import Span
from hypothesis import given
from hypothesis import strategies as st

# A reader of its own, by the description of the notation: it knows nothing of how the lines are written.
SYMBOL = re.compile(r"(?:A|Bdir|Bind|Cac|Cex|E|P)(?:,p)?(?:\[[^\]]*\])?(?=[({])|(?:[DIMFO])(?:\[[^\]]*\])?(?=[({])")
TWINS = str.maketrans("﹙﹚﹛﹜〚〛↵", "(){}[]\n")


def read(line: str) -> tuple[str, list[str]]:
    """Return the sentence of a line and its components, each as symbol and words."""
    body = line.split(" [id=", 1)[0]
    found: list[str] = []
    words, end = _read(body, 0, "", found)
    assert end == len(body)
    return words.translate(TWINS), found


def _read(line: str, at: int, close: str, found: list[str]) -> tuple[str, int]:
    words = ""
    while at < len(line):
        if close and line[at] == close:
            return words, at + 1
        blank = at + (line[at] == " ")
        symbol = SYMBOL.match(line, blank)
        if symbol and (blank > at or at == 0 or line[at - 1] == "("):
            place = len(found)
            inner, at = _read(line, symbol.end() + 1, ")" if line[symbol.end()] == "(" else "}", found)
            found.insert(place, f"{symbol[0]} {inner.translate(TWINS)}")
            words += inner
        elif line.startswith((" (", "("), at) and SYMBOL.match(line, blank + 1):  # alternatives
            inner, at = _read(line, blank + 1, ")", found)
            words += inner
        elif line.startswith(" [OR]", at):
            at += len(" [OR]")
        else:
            assert line[at] not in "(){}[]", line
            words += line[at]
            at += 1
    assert not close, line
    return words, at


def norm(sentence: str, kind: NormType = "obligation", source: ActorSource = "explicit", **parts: str | list[str]) -> Norm:
    """Return a norm at offset 7 whose parts stand where their words first stand in the sentence."""

    def find(words: str) -> Span:
        start = sentence.index(words)
        return Span(7 + start, 7 + start + len(words), words)

    made = Norm(7, 7 + len(sentence), sentence, id="main__n_1", eid="main", type=kind, actors=[], actor_source=source)
    for name, value in parts.items():
        spans = [find(words) for words in ([value] if isinstance(value, str) else value)]
        if name == "actors":
            made.actor_spans = [Actor(span.start, span.end, span.exact, name=span.exact, source="explicit", eid="main") for span in spans]
            made.actors = [span.exact for span in spans]
        elif name == "limits":
            made.time_limits = [TimeLimit(span.start, span.end, span.exact, kind="within", value="P30D") for span in spans]
        else:
            setattr(made, f"{name}_at", spans if name in ("conditions", "constraints") else spans[0])
    return made


# the norm, its line without the annotations at the end
LINES = [
    (
        norm("各乡镇要在30日内建立河湖台账。", actors="各乡镇", deontic="要", limits="30日内", aim="建立", object="河湖台账"),
        "A(各乡镇) D(要)在 Cex[deadline=P30D](30日内) I(建立) Bdir(河湖台账)。",
    ),
    (
        norm("取水户拒不整改的,按照规定处罚。", conditions="取水户拒不整改的", constraints="按照规定", aim="处罚"),
        "Cac(取水户拒不整改的), Cex(按照规定) I(处罚)。",
    ),
    (  # brackets of the text are no notation
        norm("县(市)水务局\n报送[月报]。", actors="县(市)水务局", aim="报送", object="[月报]"),
        "A(县﹙市﹚水务局)↵ I(报送) Bdir(〚月报〛)。",
    ),
    (  # either may do it
        norm("水务局或者镇政府可通报结果。", "permission", actors=["水务局", "镇政府"], deontic="可", aim="通报", object="结果"),
        "(A(水务局)或者 [OR] A(镇政府)) D(可) I(通报) Bdir(结果)。",
    ),
    (  # both do it: side by side means and
        norm("水务局和镇政府通报结果。", actors=["水务局", "镇政府"], aim="通报"),
        "A(水务局)和 A(镇政府) I(通报)结果。",
    ),
    (
        norm("每年考核,不达标的,取消资格;", aim="考核", conditions="不达标的", consequence="取消资格"),
        "每年 I(考核), Cac(不达标的), O(取消资格);",
    ),
    (  # an or-else that is all the sentence commands is the statement
        norm("不达标的,取消资格;", aim="取消", conditions="不达标的", consequence="取消资格"),
        "Cac(不达标的), I(取消)资格;",
    ),
    (  # a condition that is a statement of its own
        norm("镇政府收到申请后,公示。", actors="镇政府", aim="收到", conditions="镇政府收到申请后"),
        "Cac{ A(镇政府) I(收到)申请后},公示。",
    ),
    (  # the words of a condition are not lost around its actor
        norm("经领导小组同意,公布名录。", actors="领导小组", conditions="经领导小组同意", aim="公布"),
        "Cac(经领导小组同意), I(公布)名录。",
    ),
    (
        norm("本办法所称河湖,是指天然河道。", "constitutive", aim="是指", object="天然河道"),
        "本办法所称 E(河湖), F(是指) P(天然河道)。",
    ),
    (
        norm("委员会由水务局、财政局组成。", "constitutive", actors=["水务局", "财政局"], aim="组成"),
        "E(委员会)由 P(水务局)、 P(财政局) F(组成)。",
    ),
]


@pytest.mark.parametrize(("given_norm", "line"), LINES)
def test_components_are_marked_in_place(given_norm: Norm, line: str) -> None:
    (written,) = ig_script([given_norm])
    assert written.split(" [id=", 1)[0] == line
    assert read(written)[0] == given_norm.exact


def test_an_actor_that_the_sentence_does_not_name_stands_behind_it() -> None:
    sentence = norm("建立河湖台账。", source="inherited", aim="建立")
    sentence.actor_spans = [Actor(0, 3, "各乡镇", name="各乡镇", source="inherited", eid="main")]
    (line,) = ig_script([sentence])
    assert line == "I(建立)河湖台账。 [id=main__n_1] [type=obligation] A[source=inherited](各乡镇)"


def test_what_sanctions_a_norm_is_its_or_else() -> None:
    duty = norm("组织年度考核。", aim="组织", object="年度考核")
    sanction = norm("考核不合格的,取消资格。", "consequence", conditions="考核不合格的", aim="取消", consequence="取消资格")
    sanction.id, sanction.breach_of = "main__n_2", ["main__n_1"]
    line, other = ig_script([duty, sanction], known=[duty, sanction])
    assert line.endswith("[type=obligation] O[norm=main__n_2]{Cac(考核不合格的), I(取消)资格。}")
    assert other.startswith("Cac(考核不合格的), I(取消)资格。 [id=main__n_2]")


def test_a_statement_is_no_or_else_of_itself() -> None:
    duty = norm("每年考核,不达标的,取消资格;", aim="考核", consequence="取消资格")
    duty.breach_of = [duty.id]
    (line,) = ig_script([duty], known=[duty])
    assert "O[norm=" not in line
    assert " O(取消资格);" in line


FIELDS = ["deontic", "aim", "object", "consequence", "conditions", "constraints", "actors", "limits"]
KINDS: list[NormType] = ["obligation", "constitutive", "consequence"]


@given(st.text(alphabet="甲乙丙要报、或,。 ()[]{}\nADI", min_size=1, max_size=16), st.sampled_from(KINDS), st.data())
def test_the_sentence_comes_back(sentence: str, kind: NormType, data: st.DataObject) -> None:
    """Whatever the components, also where they cross or lie in one another."""
    made = norm(sentence, kind)
    for name in data.draw(st.lists(st.sampled_from(FIELDS), max_size=6)):
        start = data.draw(st.integers(0, len(sentence) - 1))
        end = data.draw(st.integers(start + 1, len(sentence)))
        span = (7 + start, 7 + end, sentence[start:end])
        if name == "actors":
            made.actor_spans.append(Actor(*span, name=span[2], source="explicit", eid="main"))
        elif name == "limits":
            made.time_limits.append(TimeLimit(*span, kind="within", value=None))
        elif name in ("conditions", "constraints"):
            getattr(made, f"{name}_at").append(Span(*span))
        else:
            setattr(made, f"{name}_at", Span(*span))
    (line,) = ig_script([made])
    assert "\n" not in line
    words, found = read(line)
    assert words == sentence
    assert all(item.split(" ", 1)[1] in sentence for item in found)
