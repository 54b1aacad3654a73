"""Our extraction as a spaCy pipeline, and as components in anybody's.

>>> from gongwen.extract.components import make_nlp          # doctest: +SKIP
>>> doc = make_nlp()(gongwen.parse("notice.html").text)      # doctest: +SKIP
>>> [(span.text, span.label_, span._.norm.actors) for span in doc.spans["norms"]]   # doctest: +SKIP

:func:`make_nlp` gives ``spacy.blank("zh")`` whose tokens are jieba's words, with our agencies and places as its user dictionary and
each document number, date and amount as one token, and with all components. In another pipeline, with any tokenizer, each is added by
its name (``nlp.add_pipe("gongwen_norms")``; entry points make them known): gongwen_entities, gongwen_clauses, gongwen_citations,
gongwen_quantities, gongwen_norms. They share one reading of the text, whichever of them come first.

What they set:

===================  ==========================================================================================================
``doc.ents``         entities, the longest where they overlap, beside those that stand there already (gongwen_entities)
``doc.spans[KEY]``   KEY is entities (label ORG, GPE, …), clauses (label: the level), citations, quantities or norms (label: the type of
                     the norm); ``span.id_`` is ``KEY/NUMBER``, the place of the object in the notice's list
``doc._.gongwen``    the :class:`~gongwen.schemas.notice.Notice`; read on demand also without any component
``doc._.norms``      its norms; None where the search for them did not run; likewise ``doc._.entities``
``span._.gongwen``   the object behind a span of ours, None behind any other; its ``start`` and ``end`` are exact
``span._.norm``      that object where it is a norm; likewise ``_.entity``, ``_.citation``, ``_.quantity``, ``_.clause``
``span._.place``     of an entity, the GB/T 2260 code of its place, None where unresolved
===================  ==========================================================================================================

A text is read as it stands, nothing set aside: give the text of a notice, not of a whole page. Offsets in the notice are those of
``doc.text``. A span that begins or ends inside a token of your tokenizer covers the whole token; the object behind it keeps the exact
place. A notice that was read otherwise (from a scan, with its metadata) can be given: ``doc = nlp.make_doc(notice.text)``,
``doc._.gongwen = notice``, ``nlp(doc)``. The notice is kept as JSON in ``doc.user_data``, so ``doc.to_bytes()``,
``DocBin(store_user_data=True)`` and ``nlp.pipe(n_process=2)`` keep it; change nothing in it, each look reads it anew or shares it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.errors import MissingExtraError

try:
    import spacy
except ImportError as error:
    raise MissingExtraError(f"the spaCy pipeline needs spaCy ({error}); run: pip install 'gongwen[spacy]'") from error

from .annotations import COMPONENTS
from .reading import register_extensions

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["COMPONENTS", "make_nlp"]

register_extensions()


def make_nlp() -> Language:
    """Return a blank Chinese pipeline with our tokenizer and all our components; it can be saved and loaded as any other."""
    from .segmentation import TOKENIZER

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp
