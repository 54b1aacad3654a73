"""Every error this package raises on purpose.

One root, :class:`GongwenError`; each subclass names one kind of trouble. A message says what happened, to which file and
place, and what to do about it, so that a batch can log it as it stands.
"""

from __future__ import annotations

__all__ = [
    "AnnotationError",
    "ArchiveError",
    "BudgetExceededError",
    "ContractError",
    "CorpusFormatError",
    "CorpusNotFoundError",
    "CorpusWriteError",
    "FontNotFoundError",
    "GoldError",
    "GongwenError",
    "MemoryLimitError",
    "MissingExtraError",
    "MissingToolError",
    "ModelCallError",
    "ModelFolderError",
    "ModelLabelsError",
    "ModelNameError",
    "NoTextError",
    "OutputError",
    "QueryFormatError",
    "ReferenceFormatError",
    "ReferenceNotFoundError",
    "SourceDamagedError",
    "SourceDecodeError",
    "SourceEncryptedError",
    "SourceNotFoundError",
    "SourceTooLargeError",
    "SpanError",
    "TimeLimitError",
    "UnsupportedFormatError",
]


class GongwenError(Exception):
    """Root of all errors raised by gongwen; catch it to catch them all."""


class SourceNotFoundError(GongwenError):
    """A source does not exist, is not a regular file, or may not be read."""


class UnsupportedFormatError(GongwenError):
    """No reader is registered for a source's format."""


class SourceDecodeError(GongwenError):
    """The bytes of a source are not text in any encoding known here."""


class SourceDamagedError(GongwenError):
    """A source is empty, cut off or broken, or is not in the format that it is named by."""


class NoTextError(GongwenError):
    """A source was read and holds next to no text: a picture without recognition, a page that a script fills, an empty file."""


class SourceEncryptedError(GongwenError):
    """A source is encrypted and cannot be read without a password."""


class SourceTooLargeError(GongwenError):
    """A source is larger than a limit set for one document: its bytes, pages, pixels, tags, or what it unpacks to."""


class TimeLimitError(GongwenError):
    """Reading a source took longer than one document may take; the process that read it was ended."""


class MemoryLimitError(GongwenError):
    """Reading a source took more memory than one document may take, or than there is."""


class SpanError(GongwenError):
    """A span does not lie in its text, or its ``exact`` is not what stands there."""


class ContractError(GongwenError):
    """A JSON object is not a notice by the schema, or contradicts itself."""


class GoldError(GongwenError):
    """A gold file is missing, malformed, or quotes what its text does not say."""


class AnnotationError(GongwenError):
    """What an annotation tool wrote is not in its format, or cannot be taken over as gold."""


class ReferenceFormatError(GongwenError):
    """A clause reference is in none of the forms that can be parsed."""


class ReferenceNotFoundError(GongwenError):
    """A clause reference is well formed, but the notice has no such clause."""


class OutputError(GongwenError):
    """A result could not be written."""


class MissingExtraError(GongwenError):
    """An optional dependency is needed for what was asked and is not installed."""


class MissingToolError(GongwenError):
    """A program that is no Python package is needed for what was asked and is not installed, or failed."""


class FontNotFoundError(GongwenError):
    """No installed font has the characters that a picture is to be labelled with."""


class ModelFolderError(GongwenError):
    """A folder holds no trained token classifier, or one that cannot be run."""


class ModelLabelsError(GongwenError):
    """The labels of a model are none of our entity types, and nothing says which they are."""


class ArchiveError(GongwenError):
    """A packed source (zip, DOCX, OFD, OLE) is damaged, encrypted, or lacks a part that it names."""


class ModelNameError(GongwenError):
    """No language model was named, or the name leads to none."""


class ModelCallError(GongwenError):
    """A language model refuses to be called, or does not answer."""


class BudgetExceededError(GongwenError):
    """Asking a language model on would cost more than was allowed, or its cost cannot be told."""


class CorpusNotFoundError(GongwenError):
    """There is no corpus in a folder, or it has no such notice."""


class CorpusFormatError(GongwenError):
    """A folder holds a database that is no corpus of this version."""


class CorpusWriteError(OutputError):
    """A corpus could not be written; what was stored before is safe."""


class QueryFormatError(GongwenError):
    """A search query cannot be read: a field that there is not, a quotation mark that is not closed, nothing to look for."""
