from __future__ import annotations

import pytest
from gongwen.corpora.exporting.utf16 import Utf16
from hypothesis import given
from hypothesis import strategies as st


@given(st.text())
def test_units_are_those_of_the_encoding(text: str) -> None:
    units = Utf16(text)
    sizes = [len(text[:index].encode("utf-16-le", "surrogatepass")) // 2 for index in range(len(text) + 1)]
    assert [units.to_units(index) for index in range(len(text) + 1)] == sizes
    assert [units.to_points(size) for size in sizes] == list(range(len(text) + 1))
    assert {units.to_points(unit) for unit in range(sizes[-1] + 1)} <= {None, *range(len(text) + 1)}


@pytest.mark.parametrize(
    ("text", "unit", "point"),
    [("𠮷野家", 0, 0), ("𠮷野家", 1, None), ("𠮷野家", 2, 1), ("a😀b😀c", 4, 3), ("a😀b😀c", 5, None), ("中", 9, 9), ("𠮷", 9, 8)],
)
def test_an_offset_inside_a_character_is_none(text: str, unit: int, point: int | None) -> None:
    assert Utf16(text).to_points(unit) == point
