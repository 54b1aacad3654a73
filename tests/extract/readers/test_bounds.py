"""Bounds on markup: the depth that is counted is never less than the parser's, tags beyond reason go, and text stays."""

from __future__ import annotations

import re

import pytest
from gongwen.extract.readers.bounds import DEEPEST, bounded, deepest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

WORDS = (
    "div p span b font a i li ul dl dd dt table tr td th tbody caption select option form button object template svg math g "
    "script style title textarea h1 h2 section details center label marquee pre custom-tag"
)
NAMES = WORDS.split()
OPENING = st.sampled_from([f"<{name}>" for name in NAMES])
CLOSING = st.sampled_from([f"</{name}>" for name in NAMES])
OTHER = st.sampled_from(["甲", "<!--", "-->", "<div title='</div>'>", '<p x="<b>">', "<br>", "<", '"', "'", "</", "<?x>", "<![CDATA["])


def parsed_depth(markup: str) -> int:
    """Return how deep the parser nests the elements."""
    deepest = depth = 0
    node = LexborHTMLParser(markup).root
    while node is not None:
        child = node.child
        if child is not None:
            depth += 1
            deepest = max(deepest, depth)
            node = child
            continue
        while node is not None and node.next is None:
            node = node.parent
            depth -= 1
        node = node.next if node is not None else None
    return deepest


@given(st.lists(OPENING | CLOSING | OTHER, min_size=1, max_size=6).map("".join))
def test_depth_is_not_understated(unit: str) -> None:
    """However often the unit is repeated: elements that the parser adds (tbody, p) and the formatting it repeats make a factor."""
    few, many = unit * 20, unit * 60
    grown = parsed_depth(many) - parsed_depth(few)
    assert grown <= 6 * (deepest(many) - deepest(few)) + 20


@pytest.mark.parametrize(
    "unit",
    [
        "<p>甲",
        "<li>甲",
        "<dt>甲<dd>乙",
        "<table><tr><td>甲<td>乙<tr><td>丙</table>",
        "<table><tr><td><span>甲<td><div>乙</table>",
        "<div><span>甲</div>",
        "<ul><li><a href=x>甲<li><b>乙</b></ul>",
        "<a name=x>甲",
        "<select><option>甲<option>乙</select>",
        "<script>document.write('<div><div>')</script>",
        "<!-- <div><div> --><br>",
        "<center><font size=2>甲</font></center>",
    ],
)
def test_pages_with_end_tags_left_out_are_not_deep(unit: str) -> None:
    markup = unit * (2 * DEEPEST)
    assert bounded(markup, name="a.html") == (markup, False)


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<div></h1>",
        "<div></span>",
        "<span><div></span>",
        "<form><div></form>",
        "<b><div></b>",
        "<div><table></div>",
        "<dd><li>",
        "<div title='</div>'>",
        "<div><!--</div>-->",
        "<div><title></div></title>",
        "<svg><td>",
    ],
)
def test_depth_is_cut_whatever_seems_to_end_it(unit: str) -> None:
    markup, cut = bounded(unit * (4 * DEEPEST) + ">甲", name="a.html")
    assert cut
    assert parsed_depth(markup) <= 5 * DEEPEST
    assert "甲" in (LexborHTMLParser(markup).text() or "")


def test_formatting_left_open_goes() -> None:
    markup, cut = bounded("".join(f"<p><font size={number}>甲" for number in range(3_000)), name="a.html")
    assert (set(re.findall("<[^>]*>", markup)), cut) == ({"<p>"}, False)


def test_a_tag_with_attributes_beyond_reason_loses_them() -> None:
    crowded = "<div " + " ".join(f"a{number}=1" for number in range(60_000)) + ">"
    picture = f'<img src="data:image/png;base64,{"A" * 200_000}">'
    assert bounded(f"{crowded}甲</div>{picture}", name="a.html") == (f"<div>甲</div>{picture}", False)
