"""Makes files that are meant to do harm, as small as they can be: bombs, loops, traps, tables without end."""

from __future__ import annotations

import struct
import zlib

from make_ofd import NAMESPACE, ofd, pack, page_xml, text_object

TEXT = b"BT /F 12 Tf 72 700 Td (On the upkeep of the roads of the county.) Tj ET"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LAUGHS = '<!DOCTYPE a [<!ENTITY e0 "哈哈">' + "".join(f'<!ENTITY e{level + 1} "{f"&e{level};" * 10}">' for level in range(9)) + "]>"
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
_EMPTY_CELL = "<w:tc><w:p/></w:tc>"


def docx(body: str, *, head: str = "") -> bytes:
    """Return a DOCX with this body; ``head`` stands before the root element."""
    return pack({"word/document.xml": f'{head}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'})


def rows(count: int) -> bytes:
    """Return a DOCX with a table of empty rows and a paragraph."""
    return docx("<w:tbl>" + f"<w:tr>{_EMPTY_CELL}</w:tr>" * count + "</w:tbl>" + PARAGRAPH.format("请按期报送"))


def columns(count: int) -> bytes:
    """Return a DOCX with a table of two rows, one with ``count`` cells and one whose first cell claims a hundred million columns."""
    wide = "<w:tr>" + f"<w:tc>{PARAGRAPH.format('一')}</w:tc>" * count + "</w:tr>"
    claim = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr>' + PARAGRAPH.format("甲") + "</w:tc>"
    return docx("<w:tbl>" + wide + claim + f"<w:tc>{PARAGRAPH.format('乙')}</w:tc></w:tr></w:tbl>")


def nested(depth: int) -> bytes:
    """Return a DOCX with tables inside one another."""
    return docx("<w:tbl><w:tr><w:tc>" * depth + PARAGRAPH.format("内") + "</w:tc></w:tr></w:tbl>" * depth)


def turning() -> bytes:
    """Return an OFD with a composite unit that draws itself, twice."""
    draw = '<ofd:CompositeObject ID="9" Boundary="0 0 210 297" ResourceID="7"/>'
    content = f"<ofd:Content>{text_object('请按期报送名单', 20, 30)}{draw}{draw}</ofd:Content>"
    unit = f'<ofd:CompositeGraphicUnit ID="7" Width="210" Height="297">{content}</ofd:CompositeGraphicUnit>'
    resources = f'<ofd:Res xmlns:ofd="{NAMESPACE}"><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>'
    common = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
    return ofd([page_xml(text_object("县道养护", 20, 20) + draw)], common=common, members={"Doc_0/PublicRes.xml": resources})


def pdf(*objects: bytes) -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is the catalog."""
    data = bytearray(b"%PDF-1.7\n")
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return bytes(data) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, end)


def pages(count: int) -> bytes:
    """Return a PDF that says the same page ``count`` times."""
    tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b"3 0 R " * count)
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", tree, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")


def page_loop() -> bytes:
    """Return a PDF whose page tree holds itself."""
    first = b"<</Type/Pages/Count 5/Kids[2 0 R 3 0 R]>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", first, b"<</Type/Pages/Parent 2 0 R/Count 5/Kids[2 0 R 2 0 R]>>")


def form_loop() -> bytes:
    """Return a PDF with a form that draws itself, twice."""
    kind = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>/Font<</F 5 0 R>>>>"
    return one_page(b"/X Do", resources=b"/XObject<</X 6 0 R>>", form=stream(b"/X Do /X Do " + TEXT, kind))


def one_page(content: bytes, *, box: bytes = b"0 0 595 842", kind: bytes = b"", resources: bytes = b"", form: bytes = b"null") -> bytes:
    """Return a PDF of one page; ``kind`` is what its content stream says of itself, ``form`` object 6."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>" % (box, resources)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", tree, page, stream(content, kind), font, form)


def stream(content: bytes, kind: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), kind, content)


def packed_zeros(megabytes: int) -> bytes:
    """Return zeros, packed twice: some 100,000 to 1."""
    packer = zlib.compressobj(1)
    block = bytes(1 << 20)
    return zlib.compress(b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()]))


def stream_bomb(megabytes: int) -> bytes:
    """Return a PDF whose page unpacks to that many megabytes."""
    return one_page(packed_zeros(megabytes), kind=b"/Filter[/FlateDecode/FlateDecode]")


def png(width: int, height: int) -> bytes:
    """Return a PNG of zeros, one bit a pixel; the height a multiple of 64."""
    packer = zlib.compressobj(1)
    rows_of_64 = (b"\0" + bytes((width + 7) // 8)) * 64
    content = b"".join([*(packer.compress(rows_of_64) for _ in range(height // 64)), packer.flush()])
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)), (b"IDAT", content), (b"IEND", b""))
    chunks = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def tiff(count: int, *, ring: bool) -> bytes:
    """Return a TIFF of ``count`` small pages; with ``ring`` the last says that the first comes next."""
    values = {256: 64, 257: 64, 258: 1, 259: 1, 262: 1, 273: 8, 277: 1, 278: 64, 279: 512}
    entries = b"".join(struct.pack("<HHII", tag, 3, 1, value) for tag, value in values.items())
    size = 2 + len(entries) + 4
    first = 8 + 512
    data = b"II*\0" + struct.pack("<I", first) + bytes(512)
    for number in range(1, count + 1):
        after = first + size * number if number < count else (first if ring else 0)
        data += struct.pack("<H", len(values)) + entries + struct.pack("<I", after)
    return data
