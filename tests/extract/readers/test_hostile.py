"""Files that are meant to do harm: each ends in a named error or in a result, within its bounds, and the others are read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import make_hostile as make
import pytest
from gongwen.corpora import Given, parse_many
from gongwen.corpora.worker import Worker
from gongwen.extract import parse
from gongwen.extract.limits import Limits
from gongwen.schemas.contract import loads
from gongwen.schemas.errors import ArchiveError, GongwenError, MemoryLimitError, SourceDamagedError, SourceTooLargeError
from make_ofd import ofd, page_xml, text_object

TIGHT = Limits(seconds=15, page_seconds=1, memory_mb=350, ocr_memory_mb=1100, pages=50)
GENEROUS = 10**6
"""A ratio that lets bombs through to the next bound."""

Make = Callable[[], bytes]
linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell the memory of a process")


def laughs() -> bytes:
    return make.docx(make.PARAGRAPH.format("&e9;"), head=make.LAUGHS)


def laughing_ofd() -> bytes:
    first = make.LAUGHS + page_xml(text_object("县", 20, 20)).replace("县", "&e9;")
    return ofd([first, page_xml(text_object("县道养护", 20, 20))])


def bomb() -> bytes:
    return make.docx(make.PARAGRAPH.format("一") + "<!--" + " " * (40 << 20) + "-->")


def far_deltas() -> bytes:
    return ofd([page_xml(text_object("请按期报送名单", 20, 20, steps="g 1000000000 5"))])


def many_ofd_pages() -> bytes:
    return ofd([page_xml("")] * 51)


def endless_table() -> bytes:
    return b"<html><body><table>" + "<tr><td>县道<td>养护".encode() * 10_000


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with closing(Worker(TIGHT)) as made:
        yield made


@pytest.mark.parametrize(
    ("name", "make_it", "error", "said"),
    [
        ("laughs.docx", laughs, ArchiveError, "document type"),
        ("bomb.docx", bomb, SourceTooLargeError, "unpacks to more"),
        ("deep.docx", lambda: make.nested(5000), SourceTooLargeError, "nested deeper"),
        ("pages.pdf", lambda: make.pages(100_000), SourceTooLargeError, "100000 pages, more than the 50"),
        ("pages.ofd", many_ofd_pages, SourceTooLargeError, "51 pages, more than the 50"),
        ("loop.pdf", make.page_loop, SourceDamagedError, "pages can be loaded"),
        pytest.param("form.pdf", make.form_loop, MemoryLimitError, "more than 350 MB", marks=linux),
        pytest.param("stream.pdf", lambda: make.stream_bomb(400), MemoryLimitError, "more than 350 MB", marks=linux),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_harm_is_refused_by_name(worker: Worker, name: str, make_it: Make, error: type[GongwenError], said: str) -> None:
    outcome = worker.read(Given(name, make_it()))
    assert type(outcome.error) is error
    assert str(outcome.error).startswith(name)
    assert said in str(outcome.error)


@pytest.mark.parametrize(
    ("name", "make_it", "words"),
    [
        ("box.pdf", lambda: make.one_page(make.TEXT, box=b"0 0 1000000000 1000000000"), "roads"),
        ("columns.docx", lambda: make.columns(16_384), "乙"),
        ("nested.docx", lambda: make.nested(40), "内"),
        ("unit.ofd", make.turning, "县道养护"),
        ("deltas.ofd", far_deltas, "请"),
        ("table.html", endless_table, "县道"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_can_be_read_of_a_crafted_file_is_read(worker: Worker, name: str, make_it: Make, words: str) -> None:
    outcome = worker.read(Given(name, make_it()))
    assert outcome.error is None
    notice = loads(outcome.data or b"")
    assert words in notice.text + "".join(item.text for item in notice.set_aside)


@pytest.mark.parametrize(
    ("name", "make_it", "error", "said"),
    [
        ("bomb.png", lambda: make.png(60_000, 60_032), SourceTooLargeError, "pixels"),
        ("large.png", lambda: make.png(10_048, 10_048), SourceTooLargeError, "pixels, more than the 80000000"),
        ("tall.png", lambda: make.png(64, 640_000), SourceDamagedError, "no page"),
        ("pages.tif", lambda: make.tiff(51, ring=False), SourceTooLargeError, "51 pages, more than the 50"),
        ("ring.tif", lambda: make.tiff(51, ring=True), SourceTooLargeError, "51 pages, more than the 50"),
        ("cut.png", lambda: make.png(640, 640)[:-40], SourceDamagedError, "cut off"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_harm_in_images_is_refused_by_name(worker: Worker, name: str, make_it: Make, error: type[GongwenError], said: str) -> None:
    pytest.importorskip("rapidocr")
    outcome = worker.read(Given(name, make_it()))
    assert type(outcome.error) is error
    assert str(outcome.error).startswith(name)
    assert said in str(outcome.error)


def test_a_ring_of_small_pages_is_read_once(worker: Worker) -> None:
    pytest.importorskip("rapidocr")
    outcome = worker.read(Given("ring.tif", make.tiff(2, ring=True)))
    assert outcome.error is None
    assert loads(outcome.data or b"").source.pages == 2


def test_a_page_that_declares_entities_is_not_read_and_the_others_are() -> None:
    notice = parse(laughing_ofd(), uri="laughs.ofd")
    assert [item.code for item in notice.warnings if item.code == "page-unreadable"] == ["page-unreadable"]
    assert "哈" not in notice.text
    assert "县道养护" in notice.text


def test_a_million_empty_rows_are_refused_by_what_they_unpack_to() -> None:
    data = make.rows(1_000_000)
    with pytest.raises(SourceTooLargeError, match=r"^rows\.docx: word/document\.xml unpacks to more than"):
        parse(data, uri="rows.docx")
    with pytest.raises(SourceTooLargeError, match=r"^rows\.docx: word/document\.xml: \d+ tags"):
        parse(data, uri="rows.docx", limits=Limits(ratio=GENEROUS))


def test_many_empty_rows_cost_what_their_number_says() -> None:
    began = time.process_time()
    notice = parse(make.rows(20_000), uri="rows.docx", limits=Limits(ratio=GENEROUS))
    assert "请按期报送" in notice.text
    assert time.process_time() - began < 30


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_batch_of_harm_leaves_the_notices_between_unharmed(jobs: int) -> None:
    notices = [f"关于做好第{number}号县道养护工作的通知\n各乡镇要落实责任。\n" for number in range(5)]
    harm = [
        ("a.docx", laughs()),
        ("b.pdf", make.pages(100_000)),
        ("c.docx", bomb()),
        ("d.zip", b"PK\x03\x04 and nothing else"),
        ("e.pdf", make.page_loop()),
    ]
    sources: list[Given] = []
    for number, (text, (name, data)) in enumerate(zip(notices, harm, strict=True)):
        sources += [Given(name, data), Given(f"{number}.txt", text.encode())]
    outcomes = list(parse_many(sources, jobs, limits=TIGHT))
    assert [outcome.uri for outcome in outcomes] == [given.uri for given in sources]
    assert all(isinstance(outcome.error, GongwenError) and outcome.uri in str(outcome.error) for outcome in outcomes[::2])
    assert [loads(outcome.data or b"").text for outcome in outcomes[1::2]] == [text.strip() for text in notices]
