"""The forms in which a generated notice is published: a page of a government CMS, plain text, a repost without its number, a mirror."""

from __future__ import annotations

from typing import Any, Final

from .citing import Cited
from .notice import Line, Made

__all__ = ["gold", "mirror", "page", "repost", "text_of_page"]

_CENTRE: Final = '<p style="text-align:center">'
_INDENT: Final = '<p style="text-indent:2em">'
_OPENING: Final = {
    "title": f"{_CENTRE}<strong>", "number": _CENTRE, "signature": '<p style="text-align:right">', "instrument": f"{_CENTRE}<strong>",
    "heading": f"{_INDENT}<strong>", "addressees": "<p>", "annex": "<p>",
}  # fmt: skip
_CLOSING: Final = {"title": "</strong></p>", "instrument": "</strong></p>", "heading": "</strong></p>"}
_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def page(made: Made) -> str:
    """Return the notice as a page with navigation, index table, content and footer."""
    header, site = made.header, _site(made)
    title, number = header.title, header.document_number
    index = _index_number(made)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}_{site}</title>
<meta name="SiteName" content="{site}">
<meta name="ColumnName" content="政策文件">
<meta name="ColumnType" content="政策文件">
<meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{header.published.isoformat()} 09:00">
<meta name="ContentSource" content="{header.agency.name}">
<style>.nav li {{ float: left }}</style>
</head>
<body>
<div class="top"><a href="/">{site}网</a> <a href="/en/">English</a></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw/">政务公开</a></li><li><a href="/hd/">互动交流</a></li></ul>
<div class="crumbs">当前位置:<a href="/">首页</a> &gt; <a href="/zw/">政务公开</a> &gt; <a href="/zw/wj/">政策文件</a></div>
<table class="index" width="900" cellpadding="0" cellspacing="0">
<tr><td><b>索 引 号:</b></td><td>{index}</td><td><b>分　　类:</b></td><td>{header.topic};通知</td></tr>
<tr><td><b>发文机关:</b></td><td>{header.agency.name}</td><td><b>成文日期:</b></td><td>{_long(header.written)}</td></tr>
<tr><td><b>标　　题:</b></td><td colspan="3">{title}</td></tr>
<tr><td><b>发文字号:</b></td><td>{number}</td><td><b>发布日期:</b></td><td>{_long(header.published)}</td></tr>
</table>
<div class="main">
<div id="zoom" class="TRS_Editor">
{_content(made)}
</div>
<div class="share"><a href="javascript:window.print()">【打印本页】</a> <a href="javascript:window.close()">【关闭窗口】</a></div>
</div>
<div class="footer">主办:{site}办公室 <a href="/about/">网站地图</a> <a href="/lx/">联系我们</a></div>
</body>
</html>
"""


def mirror(made: Made) -> str:
    """Return the notice as another site shows it: its number in the body only, no index table."""
    title = made.header.title
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>{title}-政策文库</title></head>
<body>
<div class="head"><a href="/">政策文库</a> <a href="/search">检索</a></div>
<h1>{title}</h1>
<div class="info">发布时间:{made.header.published.isoformat()} 来源:{_site(made)}</div>
<div class="content">
{_content(made)}
</div>
<div class="foot">本站内容转自政府网站,以原文为准</div>
</body>
</html>
"""


def repost(made: Made) -> str:
    """Return the notice as a text that was copied from a site: its headline above, the number left out."""
    header = made.header
    lines = [line for line in made.lines if line.kind != "number"]
    body = "\n\n".join(made.text[line.start : line.end] for line in lines)
    return f"{header.title}\n\n{header.published.isoformat()} 08:30:00　来源:{_site(made)}\n\n{body}\n"


def text_of_page(made: Made) -> str:
    """Return what a reader of :func:`page` sees of index table and content, as text."""
    header = made.header
    return (
        f"索引号:\t{_index_number(made)}\t分类:\t{header.topic};通知\n"
        f"发文机关:\t{header.agency.name}\t成文日期:\t{_long(header.written)}\n"
        f"标题:\t{header.title}\n"
        f"发文字号:\t{header.document_number}\t发布日期:\t{_long(header.published)}\n\n{made.text}"
    )


def gold(made: Made, name: str, *, indexed: bool) -> dict[str, Any]:
    """Return the gold of a notice whose text is the file ``name``, in the form of :mod:`gongwen.evaluation.gold`.

    ``indexed`` says whether an index table stands before it.
    """
    header = made.header
    region = header.agency.region
    text = text_of_page(made) if indexed else made.text
    before = len(text) - len(made.text)
    marks = [(mark.start, mark.end, mark.label) for mark in made.marks]
    return {
        "source": name,
        "metadata": {
            "title": header.title,
            "document_number": header.document_number,
            "issuing_agencies": [header.agency.name],
            "addressees": made.addressees,
            "written_date": header.written.isoformat(),
            "published_date": header.published.isoformat() if indexed else None,
            "index_number": _index_number(made) if indexed else None,
            "instrument_title": header.instrument_title,
            "region": "".join(region.path) if region else None,
        },
        "body": {"start_quote": made.text[:40], "end_quote": made.text.rstrip()[-20:]},
        "clauses": [{"eid": clause.eid, "label": clause.label, "heading": clause.heading} for clause in made.clauses],
        "citations": [
            {"quote": quote, "nth": nth, "title": label.title or None, "document_number": label.number}
            for start, end, label in marks
            if isinstance(label, Cited)
            for quote, nth in [_quoted(text, before + start, before + end)]
        ],
        "quantities": [
            {"quote": quote, "nth": nth, "value": label[0], "value_to": label[1], "unit": label[2], "comparator": label[3]}
            for start, end, label in marks
            if not isinstance(label, Cited)
            for quote, nth in [_quoted(text, before + start, before + end)]
        ],
        "rosters": [_roster(made)] if made.roster else [],
        "damage": [],
    }


def _quoted(text: str, start: int, end: int) -> tuple[str, int]:
    quote, nth = text[start:end], 0
    at = text.find(quote)
    while at < start:
        at = text.find(quote, at + 1)
        nth += 1
    return quote, nth


def _roster(made: Made) -> dict[str, Any]:
    roster = made.roster
    if roster is None:
        raise AssertionError(made.header)
    return {
        "title": roster.title,
        "declared_total": len(roster.entries),
        "declared": [{"by": by, "name": name, "count": count} for by, name, count in roster.declared],
        "groups": [{"name": name, "declared": count} for name, count in roster.groups],
        "entries": [{"number": number, "name": name, "group": group, "attributes": cells} for number, name, group, cells in roster.entries],
    }


def _content(made: Made) -> str:
    out: list[str] = []
    rows: list[str] = []
    titles = [line for line in made.lines if line.kind == "title"]
    text = made.text
    for line in made.lines:
        if line.kind == "row":
            rows.append(text[line.start : line.end])
            continue
        if rows:
            out.append(f"<p>{'<br>'.join(rows)}</p>")
            rows = []
        if line.kind == "title":
            if line is titles[-1]:
                out.append(f"{_OPENING['title']}{'<br>'.join(text[item.start : item.end] for item in titles)}</strong></p>")
        else:
            out.append(_paragraph(line, text))
    if rows:
        out.append(f"<p>{'<br>'.join(rows)}</p>")
    return "\n".join(out)


def _paragraph(line: Line, text: str) -> str:
    opening = _OPENING.get(line.kind, _INDENT)
    if line.bold:
        return f'{opening}<span style="font-family:楷体_GB2312">{text[line.start : line.bold]}</span>{text[line.bold : line.end]}</p>'
    return f"{opening}{text[line.start : line.end]}{_CLOSING.get(line.kind, '</p>')}"


def _site(made: Made) -> str:
    region = made.header.agency.region
    if region is None:
        return "中国政府网"
    return made.header.agency.name.partition("人民政府")[0].partition(region.name)[0] + f"{region.name}人民政府"


def _long(day: Any) -> str:
    return f"{day.year}年{day.month:02}月{day.day:02}日"


def _index_number(made: Made) -> str:
    header = made.header
    code = header.agency.region.code if header.agency.region else "100000"
    # A unified social credit code (统一社会信用代码) has 18 places; ours are no real ones.
    body = f"{header.agency.organ:03}{int(code) * 7919 % 10**6:06}"
    return f"11{code}{body}{_LETTERS[int(code) % 31]}/{header.written.year}-{header.sequence:05}"
