from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from gongwen.extract import parse
from gongwen.extract.limits import Limits, current, within
from gongwen.schemas.errors import SourceTooLargeError

SMALL = Limits(source_bytes=10, pages=3, pixels=100, tags=4, lines=2)


@pytest.mark.parametrize(
    ("check", "message"),
    [
        (lambda: SMALL.check_bytes(11, name="x"), "x: 11 bytes, more than the 10 allowed"),
        (lambda: SMALL.check_pages(4, name="x"), "x: 4 pages, more than the 3 allowed for one document; .*--pages"),
        (lambda: SMALL.check_pixels(10, 11, name="x"), "x: 110 pixels, more than the 100 allowed"),
        (lambda: SMALL.check_pixels(1e9, 1e9, name="x"), "pixels"),
        (lambda: SMALL.check_tags(5, name="x"), "x: 5 tags, more than the 4 allowed"),
        (lambda: SMALL.check_lines(3, name="x"), "x: 3 lines, more than the 2 allowed"),
    ],
)
def test_beyond_a_limit_the_error_names_source_count_and_limit(check: Callable[[], None], message: str) -> None:
    with pytest.raises(SourceTooLargeError, match=message):
        check()


def test_at_a_limit_nothing_is_raised() -> None:
    SMALL.check_bytes(10, name="x")
    SMALL.check_pages(3, name="x")
    SMALL.check_pixels(10, 10, name="x")
    SMALL.check_tags(4, name="x")
    SMALL.check_lines(2, name="x")


def test_limits_hold_within_a_reading_and_not_after_it() -> None:
    told: list[str] = []
    with within(SMALL, told.append):
        assert current() is SMALL
        with within(Limits(pages=1)):
            current().begin_page()
            assert current().pages == 1
        current().begin_ocr()
        assert current() is SMALL
    current().begin_page()
    assert current() == Limits()
    assert told == ["page", "ocr"]


def test_parse_takes_limits(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("关于做好乡镇道路养护的通知", encoding="utf-8")
    for source in (path, path.read_bytes()):
        with pytest.raises(SourceTooLargeError, match="39 bytes, more than the 38"):
            parse(source, limits=Limits(source_bytes=38))
        assert parse(source, limits=Limits(source_bytes=39)).text


def test_tags_are_limited() -> None:
    page = b"<p>" * 5
    with pytest.raises(SourceTooLargeError, match="5 tags"):
        parse(page, uri="x.html", limits=Limits(tags=4))
