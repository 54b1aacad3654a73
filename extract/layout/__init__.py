"""The layout of a notice: which lines are its title, number, addressees, signature, date, note, attachments and annexes.

GB/T 9704-2012 fixes the order of these elements (7.2 to 7.4); web pages keep the order and lose the typography. So the
lines are read from the top and from the signature outwards, and each element is taken for what stands where it must stand
and looks as it must look. What the page says of itself (index table, meta tags) is used to recognise the title, never to
replace what the notice says.
"""

from __future__ import annotations

from ..page import Fact
from ..text import View
from .annexes import attachment_titles, find_attachments_and_annexes, find_contents
from .closing import closing_start, find_closing, find_signature
from .head import find_addressees, find_number, find_order, find_title
from .instrument import find_instrument
from .letterhead import find_letterhead, without_signer
from .model import ITEM_LABEL, Annex, Layout, Signature, number_at_end
from .taiwan import find_official, find_official_closing, find_official_instrument

__all__ = ["ITEM_LABEL", "Annex", "Layout", "Signature", "attachment_titles", "closing_start", "lay_out", "number_at_end", "without_signer"]


def lay_out(view: View, facts: list[Fact]) -> Layout:
    """Return the layout of the notice that ``view`` shows; ``facts`` is what its page states outside the text."""
    layout = Layout(view.lines)
    if not layout.lines:
        return layout
    if find_official(layout, facts):
        find_attachments_and_annexes(layout)
        find_closing(layout)
        find_official_closing(layout)
        find_contents(layout)
        find_official_instrument(layout, view)
        return layout
    layout.letterhead = find_letterhead(layout.lines)
    find_order(layout)
    find_title(layout, facts)
    find_number(layout)
    find_addressees(layout)
    find_attachments_and_annexes(layout)
    find_signature(layout)
    find_closing(layout)
    find_contents(layout)
    find_instrument(layout, view)
    return layout
