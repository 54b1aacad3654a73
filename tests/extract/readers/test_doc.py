"""Documents of Word 97-2003 and WPS, made here by hand: streams, piece table, properties and lists as [MS-DOC] lays them out."""

from __future__ import annotations

import os
import stat
import struct
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from gongwen.extract import parse
from gongwen.extract.limits import Limits, within
from gongwen.extract.page import Page, count_characters
from gongwen.extract.readers.registry import read
from gongwen.schemas.errors import ArchiveError, MissingToolError, TimeLimitError
from hypothesis import given, settings
from hypothesis import strategies as st

TESTS = Path(__file__).parents[2]
SAMPLES = TESTS / "samples"
SHARED = TESTS.parents[1] / "shared" / "corpus" / "same_notice_many_formats"

IN_TABLE = struct.pack("<HB", 0x2416, 1)
ROW_END = IN_TABLE + struct.pack("<HB", 0x2417, 1)
DELETED = struct.pack("<HB", 0x0800, 1)
HIDDEN = struct.pack("<HB", 0x083C, 1)
TICK = struct.pack("<HHH", 0x6A09, 1, 0xF0FC)


def ole(streams: dict[str, bytes]) -> bytes:
    """An OLE file ([MS-CFB]) with these streams, each of 4096 bytes at least so that there is no small one."""
    padded = {name: data.ljust(-(-max(len(data), 4096) // 512) * 512, b"\0") for name, data in streams.items()}
    entries = [("Root Entry", 5, 1 if padded else 0xFFFFFFFF, 0xFFFFFFFE, 0)]
    directories = -(-(len(padded) + 1) // 4)
    sectors = 1 + directories + sum(len(data) // 512 for data in padded.values())
    chain = [0xFFFFFFFD, *range(2, directories + 1), 0xFFFFFFFE]
    for name, data in padded.items():
        entries.append((name, 2, 0xFFFFFFFF, len(chain), len(data)))
        chain += [*range(len(chain) + 1, len(chain) + len(data) // 512), 0xFFFFFFFE]
    assert len(chain) == sectors <= 128
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - sectors))
    directory = b""
    for index, (name, kind, child, start, size) in enumerate(entries):
        wide = name.encode("utf-16-le") + b"\0\0"
        right = index + 1 if 0 < index < len(entries) - 1 else 0xFFFFFFFF
        directory += wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide), kind, 1, 0xFFFFFFFF, right, child) + bytes(36)
        directory += struct.pack("<IQ", start, size)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return header + table + directory.ljust(512 * directories, b"\0") + b"".join(padded.values())


@dataclass
class Word:
    """A document being made: runs of text with the modifiers of their characters, marks with those of their paragraphs."""

    runs: list[tuple[str, bytes]] = field(default_factory=list)
    paragraphs: list[tuple[int, int, bytes]] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0] * 8)
    structures: dict[int, bytes] = field(default_factory=dict)
    behind: bytes = b""
    """What stands behind structure 73, the lists."""

    @property
    def length(self) -> int:
        return sum(len(text) for text, _ in self.runs)

    def add(self, *runs: str | tuple[str, bytes], mark: str = "\r", modifiers: bytes = b"", style: int = 0, story: int = 0) -> Word:
        start = self.length
        for run in (*runs, mark):
            self.runs.append((run, b"") if isinstance(run, str) else run)
        self.paragraphs.append((start, self.length, struct.pack("<H", style) + modifiers))
        self.counts[story] += self.length - start
        return self

    def build(self) -> bytes:
        text = "".join(run for run, _ in self.runs)
        document = bytearray(0x800) + text.encode("utf-16-le", "surrogatepass")
        document += bytes(-len(document) % 512)
        structures = dict(self.structures)
        runs, at = [], 0
        for run, modifiers in self.runs:
            runs.append((at, at + len(run), bytes([len(modifiers)]) + modifiers))
            at += len(run)
        for number, items, width in ((12, runs, 1), (13, [(a, b, _paragraph(data)) for a, b, data in self.paragraphs], 13)):
            pages = [items[first : first + 16] for first in range(0, len(items), 16)]
            bounds = [0x800 + 2 * page[0][0] for page in pages] + [0x800 + 2 * len(text)]
            numbers = []
            for page in pages:
                numbers.append(len(document) // 512)
                document += _page(page, width)
            structures[number] = struct.pack(f"<{len(bounds)}I{len(numbers)}I", *bounds, *numbers)
        plc = struct.pack("<IIHIH", 0, len(text), 0, 0x800, 0)
        structures[33] = b"\1" + struct.pack("<H", 3) + b"abc" + b"\2" + struct.pack("<I", len(plc)) + plc
        table = b"\0" * 8
        document[0:2] = b"\xec\xa5"
        struct.pack_into("<HH", document, 2, 0xC1, 0)
        struct.pack_into("<H", document, 0x0A, 0x0200)
        struct.pack_into("<8i", document, 0x4C, *self.counts)
        for number, data in structures.items():
            struct.pack_into("<II", document, 0x9A + 8 * number, len(table), len(data))
            table += data + (self.behind if number == 73 else b"")
        return ole({"WordDocument": bytes(document), "1Table": table})


def _paragraph(data: bytes) -> bytes:
    return bytes([(len(data) + 1) // 2]) + data if len(data) % 2 else bytes([0, len(data) // 2]) + data


def _page(items: list[tuple[int, int, bytes]], width: int) -> bytes:
    page = bytearray(512)
    page[511] = len(items)
    offsets = [0x800 + 2 * items[0][0], *(0x800 + 2 * end for _, end, _ in items)]
    struct.pack_into(f"<{len(offsets)}I", page, 0, *offsets)
    at = 510
    for index, (_, _, data) in enumerate(items):
        at = (at - len(data)) // 2 * 2
        page[at : at + len(data)] = data
        page[4 * len(offsets) + width * index] = at // 2
    return bytes(page)


def page_of(data: bytes) -> Page:
    page = read(data, name="a.doc")
    assert page.reader == "doc"
    assert count_characters(page.text) + sum(count_characters(item.text) for item in page.set_aside) == page.characters
    return page


def aside(page: Page) -> list[tuple[str, str]]:
    return [(item.reason, item.text) for item in page.set_aside]


def lines(text: str) -> list[str]:
    return [kept for line in text.split("\n") if (kept := line.strip())]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_notice_typed_into_word_gives_what_its_text_gives(sample: Path) -> None:
    text = parse(sample)
    document = Word()
    for line in text.text.split("\n"):
        document.add(line)
    notice = parse(document.build(), uri="a.doc")
    assert lines(notice.text) == lines(text.text)
    for name in ("title", "document_number", "written_date", "addressees", "issuing_agencies", "instrument_title"):
        # What the text file states around the notice (an index table) is not typed into the document.
        if getattr(text.metadata.evidence, name, None) is not None:
            assert getattr(notice.metadata, name) == getattr(text.metadata, name)
    assert [(item.eid, item.label, item.heading) for item in notice.clauses] == [
        (item.eid, item.label, item.heading) for item in text.clauses
    ]


@pytest.mark.parametrize(
    ("runs", "text", "expected_aside"),
    [
        (["甲乙"], "甲乙", []),
        (["甲", ("乙", DELETED), "丙"], "甲丙", [("deleted", "乙")]),
        (["甲", ("乙", HIDDEN)], "甲", [("hidden", "乙")]),
        (["甲\x0b乙\t丙\x1e丁\x1f戊"], "甲\n乙\t丙-丁戊", []),
        ([("(", TICK), "同意"], "✓同意", []),
        (["第\x13 PAGE \x147\x15页"], "第7页", []),
        (["\x13 eq \\o\\ac(○,5)\x15款"], "⑤款", []),
        (["\x13 TOC \\o \x14一、总则1\x15正文"], "正文", [("contents", "一、总则1")]),
        (["\x01图\x08形\x02"], "图形", []),
        (["\ud842\udfb7里镇"], "\U00020bb7里镇", []),
    ],
)
def test_a_paragraph_reads_as_the_finished_document_shows_it(
    runs: list[str | tuple[str, bytes]], text: str, expected_aside: list[tuple[str, str]]
) -> None:
    page = page_of(Word().add(*runs).build())
    assert page.text == text
    assert aside(page) == expected_aside


def test_margins_and_notes_are_set_aside_and_head_elements_kept() -> None:
    # Stories come in their order: body, footnotes, macros, headers …
    document = Word().add("关于汛期值守的通知").add("脚注", story=1)
    bounds = [0] * 7
    for text in ("秘密★1年", "某县公报"):
        document.add(text, story=2)
    bounds += [document.counts[2]]
    document.add("— 2 —", story=2)
    document.structures[11] = struct.pack("<10I", *bounds, bounds[-1], document.counts[2])
    page = page_of(document.build())
    assert page.text == "秘密★1年\n关于汛期值守的通知"
    assert aside(page) == [("running-head", "某县公报"), ("footnote", "脚注"), ("page-number", "— 2 —")]


def row_definition(edges: list[int], flags: list[int]) -> bytes:
    body = (
        struct.pack("<B", len(flags))
        + struct.pack(f"<{len(edges)}h", *edges)
        + b"".join(struct.pack("<H", flag) + bytes(18) for flag in flags)
    )
    return struct.pack("<HH", 0xD608, len(body) + 1) + body


def test_tables_with_their_merges() -> None:
    document = Word().add("分工表")
    for cells, edges, flags in (
        (["序号", "单位"], [0, 1000, 5000], [0, 0]),
        (["1", "水利局", "12"], [0, 1000, 3000, 5000], [0x60, 0, 0]),
        (["", "林业局", "7"], [0, 1000, 3010, 5000], [0x20, 0, 0]),
    ):
        for cell in cells:
            document.add(cell, mark="\x07", modifiers=IN_TABLE)
        document.add(mark="\x07", modifiers=ROW_END + row_definition(edges, flags))
    page = page_of(document.add("完").build())
    assert page.text == "分工表\n序号\t单位\n1\t水利局\t12\n林业局\t7\n完"
    (placed,) = page.grids
    assert placed.grid.rows == [["序号", "单位", "单位"], ["1", "水利局", "12"], ["1", "林业局", "7"]]


def level(form: int, text: str, start: int = 1) -> bytes:
    return struct.pack("<iBB", start, form, 0) + bytes(9) + b"\0" + bytes(12) + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def with_list(document: Word) -> Word:
    """A list of nine levels, 一、 and （一） and 1. at the top."""
    document.structures[73] = struct.pack("<H", 1) + struct.pack("<ii9HBB", 77, 0, *[0xFFF] * 9, 0, 0)
    document.behind = level(37, "\0、") + level(37, "（\1）") + level(0, "\2.") + b"".join(level(0, chr(index)) for index in range(3, 9))
    lfo = struct.pack("<iiiBBH", 77, 0, 0, 0, 0, 0)
    again = struct.pack("<iiiBBH", 77, 0, 0, 1, 0, 0)
    document.structures[74] = struct.pack("<I", 2) + lfo + again + struct.pack("<I", 0) + struct.pack("<IiI", 0, 1, 0x10)
    return document


def item(level_index: int, number: int = 1) -> bytes:
    return struct.pack("<HBHh", 0x260A, level_index, 0x460B, number)


def test_automatic_numbering_comes_back_as_labels() -> None:
    document = with_list(Word())
    for text, modifiers in (
        ("总则", item(0)),
        ("范围", item(1)),
        ("原则", item(1)),
        ("要点", item(2)),
        ("附则", item(0)),
        ("又", item(0, 2)),
    ):
        document.add(text, modifiers=modifiers)
    document.add("文")
    assert page_of(document.build()).text.split("\n") == ["一、总则", "（一）范围", "（二）原则", "1.要点", "二、附则", "一、又", "文"]


def test_numbering_comes_through_styles() -> None:
    modifiers = item(0)
    name = "标题 1"
    style = struct.pack("<HHHHH", 0, 0xFFF1, 1, 0, 0) + struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
    style += struct.pack("<HH", 2 + len(modifiers), 1) + modifiers
    document = with_list(Word()).add("总则", style=1).add("附则", style=1)
    document.structures[1] = struct.pack("<HHH", 18, 2, 10) + bytes(14) + struct.pack("<H", 0) + struct.pack("<H", len(style)) + style
    assert page_of(document.build()).text == "一、总则\n二、附则"


def test_numbering_that_cannot_be_read_is_said() -> None:
    document = with_list(Word()).add("总则", modifiers=item(0))
    document.behind = document.behind[:5]
    document.structures[74] = document.structures[74][:9]
    assert "numbering-lost" in [warning.code for warning in page_of(document.build()).warnings]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ole({"Workbook": b""}), "without a Word document"),
        (Word().add("文").build()[:700], "not a whole OLE file"),
        (ole({"WordDocument": b"\xec\xa5" + bytes(8) + struct.pack("<H", 0x0300) + bytes(5000), "1Table": b""}), "encrypted"),
    ],
)
def test_files_that_cannot_be_read_are_named(data: bytes, said: str) -> None:
    with pytest.raises(ArchiveError, match=rf"^a\.doc: .*{said}"):
        read(data, name="a.doc")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.text(st.sampled_from("甲 a\t\x0b\x13\x14\x15\x1e("), max_size=6), st.sampled_from([b"", DELETED, HIDDEN, IN_TABLE, TICK])
        ),
        max_size=6,
    )
)
def test_no_character_is_lost(parts: list[tuple[str, bytes]]) -> None:
    document = with_list(Word())
    for text, modifiers in parts:
        mark = "\x07" if modifiers == IN_TABLE else "\r"
        document.add(
            (text, b"" if modifiers == IN_TABLE else modifiers), mark=mark, modifiers=modifiers if modifiers == IN_TABLE else item(0)
        )
    page_of(document.add("末").build())


@settings(deadline=None, max_examples=80)
@given(st.integers(512, 9000), st.binary(min_size=1, max_size=8))
def test_damage_is_an_error_of_ours_or_a_page(at: int, noise: bytes) -> None:
    data = bytearray(with_list(Word()).add("总则", modifiers=item(0)).add("甲", mark="\x07", modifiers=IN_TABLE).add("完").build())
    data[at : at + len(noise)] = noise
    with suppress(ArchiveError, MissingToolError):
        read(bytes(data), name="a.doc")


# What LibreOffice reads for us


def program(folder: Path, script: str) -> None:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_without_libreoffice_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingToolError, match=r"^a\.rtf: .*apt-get install libreoffice-writer, or save it as DOCX"):
        read(b"{\\rtf1 x}", name="a.rtf")


def test_what_libreoffice_makes_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("关于秋收的通知")
    document.save(str(tmp_path / "made.docx"))
    program(
        tmp_path, f'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2" && cp "{tmp_path}/made.docx" "$2/$(basename "$3" .rtf).docx"'
    )
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    page = read(b"{\\rtf1 x}", name="a.rtf")
    assert page.text == "关于秋收的通知"
    assert [warning.code for warning in page.warnings] == ["converted"]


def test_libreoffice_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with within(Limits(seconds=1)), pytest.raises(TimeLimitError, match="longer than 1 s"):
        read(b"{\\rtf1 x}", name="a.rtf")
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    for _ in range(50):
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text(encoding="utf-8").split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("a process that LibreOffice started goes on")


def test_libreoffice_that_makes_nothing_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(ArchiveError, match="LibreOffice cannot read it"):
        read(b"{\\rtf1 x}", name="a.rtf")


@pytest.mark.parametrize("stem", ["test", "master_template"])
def test_wps_and_docx_of_one_notice_say_the_same(stem: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("the reference documents are not beside the repository")
    assert parse(SHARED / f"{stem}.wps").text == parse(SHARED / f"{stem}.docx").text
