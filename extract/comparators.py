"""Comparators (不低于, 以上, 左右 …): what the words around a figure make of it, and how far they reach.

以上, 以下 and 以内 include the figure, 超过, 不满 and 以外 do not (民法典 art. 1259). Words behind a figure weigh more than words before
it: 达到15个左右 is about 15.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from ..schemas.notice import Comparator
from .units import TIME_DIMENSIONS, Unit

__all__ = ["compare", "is_compared_behind"]

_KINDS: Final[dict[str | None, Comparator]] = {"ge": "ge", "gt": "gt", "le": "le", "lt": "lt", "approx": "approx"}
# Comparators before a figure, the longest forms first (a 不低于 is no 低于).
_BEFORE: Final = re.compile(
    r"(?=[未不没达低少小短大高多长快优至最年满超突逾约将接近<>≥≤≈])(?:"  # their first characters: the scan passes over all others at once
    r"(?P<lt>[未不](?:达到?|满|足|到)|达不到|[低少小短]于(?!(?:或者?)?等于)|<(?!=))"
    r"|(?P<ge>[不未](?:得|能|应|应当|可|宜|会|准)?(?:少|低|小|短|下)于|至少|最[少低短小](?:为|不少于|不低于)?|(?:大|高|多)于(?:或者?)?等于|达到|≥|>="
    r"|年满|满|(?<![高多长共])达)"
    r"|(?P<le>(?:不|未|没有)(?:得|能|应|应当|可|宜|准|要|许|予)?(?:超过?|[高多大长快]于|突破|逾)|最[高多长大晚迟](?:可|能|可以)?(?:达到?)?"
    r"|至多|(?:小|低|少)于(?:或者?)?等于|≤|<=)"
    r"|(?P<gt>超过?|[高多大快优长]于|突破|逾|>)"
    r"|(?P<approx>大?约|将近|接近|近|≈))"
)
# These say something of the figure only when they stand at it (满意, 近年, 超市, 约束).
_TIGHT: Final = frozenset(
    ["满", "达", "近", "约", "超", "逾", "≥", "≤", "<", ">", "≈", ">=", "<=", "不满", "不到", "未到", "未达", "未满", "不足"]
)
_AFTER: Final = re.compile(
    r" ?(?:\(含[^()]{0,8}\))?(?:"
    r"(?P<ge>(?:及|或|和)?以上(?!述))"
    r"|(?P<le>(?:及|或|和)?以下(?!简称|统称|几|内容|措施|标准|方面|规定|条件|事项|问题|意见|情[形况])|[以之]内"
    r"|的?(?:限额|额度|范围|幅度|限度|期限)[以之]?内|(?P<within>内(?![设部容外]))|封顶|为限)"
    r"|(?P<approx>左右|上下)"
    r"|(?P<gt>[以之]外|多(?![个种样元边方层功年月])|余(?![额下款]))"
    r")(?: ?\(含[^()]{0,8}\))?"
)
# What may stand between a comparator and a figure of any kind: 每人每月, 人民币, 提前; and after 最高 the verbs of granting.
_EACH: Final = re.compile(r"(?:为|是|占|有|到|其|可)?(?:每[^\W\d_]{1,4}){0,2}(?:人民币|总计|累计|连续|提前|全年|合计|共)?")
_GRANT: Final = re.compile(
    r"(?:每[^\W\d_]{1,4})?(?:可|不|得|给予|奖励?|补助?|补贴|资助|支持|享受|获得?|为|按|额度?|限额|金额|一次性|资金|每[^\W\d_]{1,3}){0,5}"
)
# What may stand between a comparator and a share: the whole it is a share of (总投资的, 企业现有在职职工人数), never a command.
_WHOLE: Final = re.compile(r"[^\W\d_]{1,20}(?:\([^()\d]{1,8}\)[^\W\d_]{0,8})?")
_COMMAND: Final = re.compile(r"给予|奖|补[助贴]|按|予以|减|扣|支持|享受|可|应|要求|标准的|条件的|的,")
# A reference value makes a share a difference: 高于全市平均水平2个百分点 is eq 2.
_REFERENCE: Final = re.compile(r"平均|水平|增[速幅长]|同期|上年|去年|前年|全[国省市县区]|所在|同比|指标|目标|预期|基准|基数")
_WINDOW: Final = 36

_WITHIN: Final = TIME_DIMENSIONS | {"money", "length", "area", "ratio"}
_SHARES: Final = frozenset(["ratio", "points"])


def compare(text: str, start: int, end: int, unit: Unit, *, floor: int) -> tuple[Comparator | None, int, int]:
    """Return the comparator of the figure ``text[start:end]``, null where no word says one, and the stretch with those words.

    ``floor`` is where the figure before it ends, with its own words.
    """
    kind, low = _before(text, start, unit, floor)
    after = _AFTER.match(text, end)
    # A bare 内 is a limit behind a time or a measure; behind a count it opens a word (3个内设机构).
    if after is None or (after["within"] and unit.dimension not in _WITHIN):
        return kind, low, end
    return _KINDS[after.lastgroup], low, after.end()


def is_compared_behind(text: str, end: int) -> bool:
    """Tell whether words that compare (内, 以上, 左右) stand right behind a figure that ends at ``end``."""
    return _AFTER.match(text, end) is not None


def _before(text: str, start: int, unit: Unit, floor: int) -> tuple[Comparator | None, int]:
    """Return the comparator that the words before a figure say, and where they begin."""
    last = previous = None
    for match in _BEFORE.finditer(text, max(floor, start - _WINDOW), start):
        previous, last = last, match
    if last is None:
        return None, start
    gap = text[last.end() : start].strip(" ")
    kind = _KINDS[last.lastgroup]
    link = _link(last[0], gap, unit)
    if link is None or (last[0] == "近" and unit.dimension in TIME_DIMENSIONS):
        return None, start  # 近3年 are the last three years
    if link == "whole" and kind in ("gt", "lt") and (unit.dimension == "points" or (gap[-1] != "的" and _REFERENCE.search(gap))):
        return "eq", last.start()
    # 最高不超过, 至少达到: two that say one thing.
    return kind, previous.start() if previous is not None and previous.end() == last.start() else last.start()


def _link(word: str, gap: str, unit: Unit) -> Literal["direct", "whole"] | None:
    """Tell how a comparator and a figure with ``gap`` between them belong together, null where they do not."""
    if not gap:
        return "direct"
    if word in _TIGHT:
        return "direct" if word == "约" and gap in "占为有在" else None
    if _EACH.fullmatch(gap) or (word[0] == "最" and _GRANT.fullmatch(gap)):
        return "direct"
    if unit.dimension in _SHARES and _WHOLE.fullmatch(gap) and not _COMMAND.search(gap):
        return "whole"
    return None
