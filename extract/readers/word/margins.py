"""Headers and footers of Word documents: page numbers, running heads and feet, and what of a first page's head belongs to the notice."""

from __future__ import annotations

import re
from typing import Final

from ...page import RawBlock

__all__ = ["margin_block"]

# What GB/T 9704-2012 puts at the top of the first page (7.2.1-7.2.3: 份号, 密级和保密期限, 紧急程度) and many templates in a header.
_HEAD_ELEMENT: Final = re.compile(r"(?:№|No\.?)?\s?[0-9]{6}|(?:绝密|机密|秘密)(?:\s?[★☆].{0,12})?|特\s?急|加\s?急|平\s?急|特\s?提")
_PAGE_NUMBER: Final = re.compile(r"[\s—–\-－·第共页/0-9]{0,40}")


def margin_block(block: RawBlock, *, is_head: bool) -> RawBlock:
    """Return a block of a header or footer with the reason for which it is set aside; the head elements of a notice are text."""
    if block.aside is None and not (is_head and _HEAD_ELEMENT.fullmatch(block.text)):
        block.aside = "page-number" if _PAGE_NUMBER.fullmatch(block.text) else "running-head" if is_head else "running-foot"
    block.grid = None
    return block
