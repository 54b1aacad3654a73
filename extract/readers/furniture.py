"""Site furniture around a notice: what a web page (or text copied from one) puts above, below and into the notice's lines.

A line is judged by where it stands and by patterns kept in ``data/furniture.json``. Lines of the notice between its first and last
sentence are touched only by patterns that no notice contains (【打印本页】, 扫一扫在手机打开当前页).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..page import Fact, RawBlock
from ..text import fold, squeeze
from .labels import PAGE, add_facts, page_line

__all__ = ["is_footer", "is_prose", "merge_asides", "set_aside_furniture"]

_TOP = 40  # lines of a page head
_LONGEST = 260  # furniture lines are short; longer ones are not matched at all
_TITLE_LINES = 5
_SEPARATORS = re.compile(r"[\s>›»/|:]+")
# A line that ends like a body's name may be a signature, never a breadcrumb's word.
_BODY = re.compile(r"(?:府|厅|局|委|委员会|办公室|部|院|办|会|处|组|公司|中心)$")
_ISSUES = re.compile(r"关于|印发|转发|公布|(?:通知|公告|通告|令)$")
# A date of the page below the body says so (发布日期：…); a bare date there is the notice's own.
_DATED_LABEL = re.compile(r"[\[【(（]?\s?(?:发布|更新|发表|录入|添加)(?:日期|时间)")
_DATE = re.compile(r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_COUNTER = "0123456789０１２３４５６７８９.…"
_PLAIN = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class _Group:
    """Rules as one pattern; its groups stand for the reasons."""

    pattern: re.Pattern[str]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rules:
    anywhere: _Group
    top: _Group
    bottom: _Group
    tail: _Group
    cut: _Group
    endings: tuple[str, ...]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data = json.loads((Path(__file__).parent.parent / "data" / "furniture.json").read_text(encoding="utf-8"))
    where: dict[str, dict[str, list[str]]] = {"any": {}, "top": {}, "bottom": {}, "tail": {}, "cut": {}}
    for entry in data["patterns"]:
        where[entry["where"]].setdefault(entry["reason"], []).append(entry["pattern"])
    groups = {
        name: _Group(re.compile("|".join(f"({'|'.join(patterns)})" for patterns in reasons.values())), tuple(reasons))
        for name, reasons in where.items()
    }
    return _Rules(groups["any"], groups["top"], groups["bottom"], groups["tail"], groups["cut"], tuple(data["title_endings"]))


def _reason(text: str, group: _Group) -> str | None:
    if len(text) > _LONGEST:
        return None
    match = group.pattern.fullmatch(_folded(text))
    return group.reasons[match.lastindex - 1] if match is not None and match.lastindex else None


def _folded(text: str) -> str:
    # Not ``fold``: these five are all that the patterns need (blanks are \\s there).
    return text.replace("：", ":").replace("（", "(").replace("）", ")").replace("＞", ">").replace("｜", "|").strip()


def is_prose(text: str) -> bool:
    """Return whether a line is a sentence of a body rather than a title, label or menu entry."""
    return len(text) >= 20 and ("。" in text or text.endswith(("；", ";")) or text.count("，") + text.count(",") >= 2)


def is_footer(text: str) -> bool:
    """Return whether a line is one that closes a page: copyright, record numbers, links to other pages."""
    rules = _rules()
    if len(text) > _LONGEST:
        return False
    folded = _folded(text)
    return bool(rules.cut.pattern.fullmatch(folded) or rules.tail.pattern.fullmatch(folded))


def merge_asides(blocks: list[RawBlock]) -> list[RawBlock]:
    """Return the blocks with neighbours that are set aside for the same reason made one."""
    merged: list[RawBlock] = []
    parts: list[str] = []
    for block in blocks:
        if block.aside is not None and merged and merged[-1].aside == block.aside:
            if not parts:
                parts.append(merged[-1].text)
            parts.append(block.text)
            continue
        if parts:
            merged[-1].text = "\n".join(parts)
            parts = []
        merged.append(block)
    if parts:
        merged[-1].text = "\n".join(parts)
    return merged


def set_aside_furniture(blocks: list[RawBlock], facts: list[Fact]) -> None:
    """Mark the blocks that are furniture with their reason (``aside``) and add what they state to ``facts``.

    Blocks that are set aside already, and table rows, stay as they are.
    """
    live = [block for block in blocks if block.aside is None and block.kind != "table-row"]
    rules = _rules()
    for block in live:
        if len(block.text) <= 80:
            block.aside = _reason(block.text, rules.anywhere)
    words = _top(live, facts)
    _headline(blocks, facts, words)
    _duplicate_summary(live)
    _bottom(live, words, facts)


def _top(live: list[RawBlock], facts: list[Fact]) -> set[str]:
    """Set aside breadcrumbs and page information above the body; return the words of the breadcrumbs."""
    words: set[str] = set()
    for block in live[:_TOP]:
        if block.aside is None:
            block.aside = _top_reason(block.text, facts, words)
        if block.aside is not None:
            continue
        found = page_line(block.text)
        if found is not None:
            block.aside = PAGE
            facts += found
            if found and len(found) == 1 and found[0].label == "发布日期":
                words.update(_SEPARATORS.split(fold(block.text).replace(fold(found[0].value), " ")))
        elif block.kind != "heading" and (is_prose(block.text) or block.text.endswith(("。", "：", ":"))):
            break  # the body, or its addressees
    words.discard("")
    for block in live[:_TOP]:
        if block.aside is None and _is_word(block.text, words):
            block.aside = "navigation"
    return words


def _top_reason(text: str, facts: list[Fact], words: set[str]) -> str | None:
    """Return why a line above the body is furniture, None where it is none; words of breadcrumbs and a date are noted."""
    reason = _reason(text, _rules().top)
    if reason == "navigation":
        words.update(word for word in _SEPARATORS.split(fold(text)) if len(word) > 1)
    date = _DATE.match(text) if reason == PAGE else None
    if date is not None:  # 2019年2月11日 某某网 1665
        add_facts([Fact("发布日期", date[0], PAGE)], facts)
    return reason


def _is_word(text: str, words: set[str]) -> bool:
    return len(text) <= 16 and squeeze(fold(text)) in words and not _BODY.search(text)


def _headline(blocks: list[RawBlock], facts: list[Fact], words: set[str]) -> None:
    """Set aside the site's own headline where the notice's title follows it, and a title that is there twice."""
    head = [block for block in blocks if block.aside is None or block.aside == PAGE][:_TOP]
    first = next((index for index, block in enumerate(head) if block.aside is None), None)
    if first is None:
        return
    apart = head[first].kind == "heading" or (first + 1 < len(head) and PAGE in {block.aside for block in head[first + 1 : first + 4]})
    if not apart:
        return
    count = 1
    while head[first].kind == "heading" and first + count < len(head) and head[first + count].kind == "heading" and count < _TITLE_LINES:
        count += 1
    following = [block for block in head[first + count :] if block.aside is None]
    headline = "".join(block.text for block in head[first : first + count])
    start = _title_below(following, _plain(headline))
    if start is None:
        return
    reason = "duplicate" if start[1] else "headline"
    for block in head[first : first + count]:
        block.aside = reason
    facts.append(Fact("headline", headline, PAGE))
    # A tag word of the headline that stands alone between the page information and the title.
    for block in following[: start[0]]:
        if len(squeeze(block.text)) <= 4 and squeeze(block.text) in squeeze(headline):
            block.aside = "navigation"
            words.add(squeeze(block.text))


def _title_below(following: list[RawBlock], headline: str) -> tuple[int, bool] | None:
    """Return where in the lines below a headline the notice's own title begins, and whether it says the same; None without one."""
    endings = _rules().endings
    for start in range(min(8, len(following))):
        joined = ""
        for block in following[start : start + _TITLE_LINES]:
            if is_prose(block.text) or block.text.endswith((":", "：")):
                break
            joined += block.text
            plain = _plain(joined)
            if len(plain) >= 6 and (plain == headline or (headline.endswith(plain) and joined.endswith(endings))):
                return start, True
            if len(plain) > len(headline) >= 8 and plain.endswith(headline):
                return start, True
            own = "关于" in following[start].text or _BODY.search(following[start].text)
            if own and joined.endswith(endings) and "关于" in joined and len(plain) >= 10 and not _is_title(headline):
                return start, False
        if start < len(following) and (is_prose(following[start].text) or following[start].text.endswith((":", "："))):
            break
    return None


def _is_title(headline: str) -> bool:
    """Return whether a headline is itself worded as the title of a notice, not as news about one."""
    return headline.endswith(_rules().endings) and _ISSUES.search(headline) is not None


def _plain(text: str) -> str:
    return _PLAIN.sub("", fold(text))


def _duplicate_summary(live: list[RawBlock]) -> None:
    """Set aside a paragraph near the top that only repeats how the body begins, as list pages and copied pages have it."""
    notice = [block for block in live if block.aside is None]
    for index, block in enumerate(notice[:8]):
        if len(block.text) < 30:
            continue
        summary = squeeze(block.text).rstrip(_COUNTER)
        if len(summary) < 30:
            continue
        body = ""
        for other in notice[index + 1 : index + 41]:
            body += squeeze(other.text)
            if len(body) >= len(summary) or not summary.startswith(body):
                break
        if body.startswith(summary):
            block.aside = "duplicate"
            return


def _bottom(live: list[RawBlock], words: set[str], facts: list[Fact]) -> None:
    """Set aside what stands below the body: from the first line that closes a page, and above it what is furniture by itself."""
    rules = _rules()
    live = _cut(live, rules)
    last = next((index for index in range(len(live) - 1, -1, -1) if is_prose(live[index].text) and not is_footer(live[index].text)), -1)
    end = len(live)
    for index in range(last + 1, len(live)):
        reason = _reason(live[index].text, rules.tail)
        # The first line is never the foot of a page: a page that is nothing but a footer is kept and warned about.
        if reason is not None and index > 0:
            for block in live[index:]:
                block.aside = block.aside or reason
            end = index
            break
    for block in reversed(live[last + 1 : end]):
        if block.aside is not None:
            continue
        if _is_word(block.text, words):
            block.aside = "navigation"
        elif _DATED_LABEL.match(block.text) and (found := page_line(block.text)) is not None:
            block.aside = PAGE
            add_facts(found, facts)
        else:
            block.aside = _reason(block.text, rules.bottom)
        if block.aside is None:
            break


def _cut(live: list[RawBlock], rules: _Rules) -> list[RawBlock]:
    """Set aside all from a line on that no notice holds and every site puts below the text (相关阅读, 责任编辑); return what is above.

    Such a line counts only under a sentence, because some pages name the editor at the top, and what follows is kept from the
    first annex on.
    """
    body = False
    for index, block in enumerate(live):
        body = body or is_prose(block.text)
        reason = _reason(block.text, rules.cut) if body and len(block.text) <= 60 else None
        if reason is not None:
            for other in live[index:]:
                if other.text.startswith("附件"):
                    break
                other.aside = other.aside or reason
            return live[:index] + [other for other in live[index:] if other.aside is None]
    return live
