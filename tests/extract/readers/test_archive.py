"""Packed sources: what is read of them, and what stops them from doing harm."""

from __future__ import annotations

import io
import zipfile

import pytest
from gongwen.extract.limits import Limits, within
from gongwen.extract.readers.archive import Archive, resolve
from gongwen.extract.readers.markup import attribute, child, local, parse_xml, value
from gongwen.schemas.errors import ArchiveError, SourceTooLargeError


def pack(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return buffer.getvalue()


def test_members_are_found_in_whatever_way_they_are_written() -> None:
    archive = Archive(pack(("Doc_0\\Pages/Page.xml", b"x"), ("/OFD.xml", b"y"), ("folder/", b"")), name="a.ofd")
    assert archive.names == ["Doc_0/Pages/Page.xml", "OFD.xml"]
    assert archive.read("doc_0/pages/page.XML") == b"x"
    assert "ofd.xml" in archive
    assert "other" not in archive
    with pytest.raises(ArchiveError, match=r"^a\.ofd: has no member other"):
        archive.read("other")


@pytest.mark.parametrize(
    ("base", "target", "expected"),
    [
        ("OFD.xml", "Doc_0/Document.xml", "Doc_0/Document.xml"),
        ("Doc_0/Document.xml", "Pages/P.xml", "Doc_0/Pages/P.xml"),
        ("Doc_0/Document.xml", "/Doc_1/P.xml", "Doc_1/P.xml"),
        ("Doc_0/Document.xml", "./../Doc_1\\P.xml ", "Doc_1/P.xml"),
    ],
)
def test_paths_are_resolved_in_the_archive(base: str, target: str, expected: str) -> None:
    assert resolve(base, target) == expected


@pytest.mark.parametrize("target", ["../x", "a/../../x", "..", "..\\..\\x"])
def test_paths_that_lead_out_of_the_archive_are_refused(target: str) -> None:
    with pytest.raises(ArchiveError, match="outside the archive"):
        resolve("OFD.xml", target)


@pytest.mark.parametrize(
    ("limits", "reads"),
    [
        (Limits(member_bytes=5 << 20), 1),
        (Limits(ratio=10), 1),  # 6 MB of one character packs far better, and 4 MB are free
        (Limits(unpacked_bytes=8 << 20, ratio=2000), 2),
    ],
)
def test_bombs_stop_at_the_bound(limits: Limits, reads: int) -> None:
    archive = Archive(pack(("a", b"x" * (6 << 20))), name="a.zip")
    with within(limits):
        for _ in range(reads - 1):
            archive.read("a")
        with pytest.raises(SourceTooLargeError, match=r"^a\.zip: a unpacks to more"):
            archive.read("a")


def test_too_many_members_are_refused() -> None:
    with within(Limits(members=2)), pytest.raises(SourceTooLargeError, match="3 members"):
        Archive(pack(("a", b""), ("b", b""), ("c", b"")), name="a.zip")


def test_damaged_and_encrypted_members_are_named() -> None:
    data = bytearray(pack(("a", b"text" * 100)))
    with pytest.raises(ArchiveError, match="cannot be unpacked"):
        Archive(bytes(data[:35] + b"\xff\xff\xff" + data[38:]), name="a.zip").read("a")
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ArchiveError, match="encrypted"):
        Archive(bytes(data), name="a.zip").read("a")


def test_markup_is_read_by_local_names() -> None:
    root, damaged = parse_xml(b'<a xmlns:w="u" xmlns="v"><w:b w:val="1"><!-- c --><c x="2"/></w:b></a>', name="a")
    assert not damaged
    assert local(root) == "a"
    assert value(root, "b") == "1"
    assert attribute(child(root, "b", "c"), "x") == "2"
    assert child(root, "b", "gone", "c") is None


@pytest.mark.parametrize(("limits", "said"), [(Limits(depth=3), "nested deeper"), (Limits(tags=5), "8 tags")])
def test_deep_and_long_markup_is_refused(limits: Limits, said: str) -> None:
    with within(limits), pytest.raises(SourceTooLargeError, match=said):
        parse_xml(b"<a><b><c><d></d></c></b></a>", name="a")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(encoding: str) -> None:
    ring = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
    laughs = f'<!DOCTYPE a [<!ENTITY e0 "x">{ring}]><a b="&e9;">&e9;</a>'
    outside = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
    for markup in (laughs, outside, "<!DOCTYPE a><a/>"):
        with pytest.raises(ArchiveError, match=r"^a: (?:declares a document type|not XML)"):
            parse_xml(markup.encode(encoding), name="a")


@pytest.mark.parametrize("name", ["../x", "a/../../x", "..\\..\\x", "C:\\x", "/../x", "a/.."])
def test_names_that_lead_out_of_the_folder_are_refused(name: str) -> None:
    with pytest.raises(ArchiveError, match="leads out of its folder"):
        Archive(pack(("a", b"x"), (name, b"x")), name="a.zip")


@pytest.mark.parametrize("name", ["a..b", "...", "a/..b/c", "附件..doc"])
def test_names_with_dots_are_names(name: str) -> None:
    assert Archive(pack((name, b"x")), name="a.zip").read(name) == b"x"


def test_links_are_no_members() -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(link, "/etc/passwd")
        file.writestr("a", "x")
    archive = Archive(buffer.getvalue(), name="a.zip")
    assert archive.names == ["a"]
    with pytest.raises(ArchiveError, match="has no member link"):
        archive.read("link")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_contents_under_one_name_are_refused() -> None:
    with pytest.raises(ArchiveError, match="two members a;"):
        Archive(pack(("a", b"x"), ("a", b"y")), name="a.zip")
    assert Archive(pack(("a", b"x"), ("a", b"x")), name="a.zip").read("a") == b"x"
    assert Archive(pack(("a", b"x"), ("A", b"y")), name="a.zip").names == ["a", "A"]


def test_members_over_one_another_are_refused() -> None:
    """As in the archives that hold terabytes by naming one content many times."""
    data = bytearray(pack(("a", b"x" * 5000), ("b", b"y" * 5000)))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = bytes(4)  # where the member begins
    with pytest.raises(ArchiveError, match="lies over another member"):
        Archive(bytes(data), name="a.zip")


def test_a_member_longer_than_the_archive_is_refused() -> None:
    data = bytearray(pack(("a", b"x" * 5000)))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 20 : entry + 24] = (1 << 30).to_bytes(4, "little")  # its packed size
    with pytest.raises(ArchiveError, match="longer than the archive"):
        Archive(bytes(data), name="a.zip")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_in_one_go_are_refused(method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        file.writestr("a", b"x" * 1000)
    with pytest.raises(ArchiveError, match="packed in a way"):
        Archive(buffer.getvalue(), name="a.zip").read("a")
