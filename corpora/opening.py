"""One notice to look at: a source, which is read, or the JSON that was written of one."""

from __future__ import annotations

import re

from ..schemas.errors import ContractError, SourceNotFoundError
from ..schemas.notice import Notice
from .batch import is_light, parse_protected
from .sources import STDIN, Given, members_of, standard_input
from .zipped import INSIDE, is_archive

__all__ = ["open_notice"]

_NOTICE = re.compile(rb'\s{0,64}\{\s{0,64}"schema"\s{0,8}:\s{0,8}"urn:gongwen:schema:notice:')


def open_notice(argument: str) -> Notice:
    """Return the notice in a source, or in the JSON that ``gongwen parse`` wrote of one; ``-`` is standard input.

    Raises :class:`~gongwen.schemas.errors.ContractError` where a ``.json`` file is no notice, and what
    :func:`gongwen.corpora.parse_protected` raises.
    """
    from ..extract import parse
    from ..extract.sources import load
    from ..schemas.contract import loads

    archive, inside, _ = argument.partition(INSIDE)
    if argument == STDIN:
        data, uri = standard_input(), "stdin"
    elif inside and is_archive(archive):
        data, uri = _member(archive, argument), argument
    else:
        loaded = load(argument, None)
        data, uri = loaded.data, loaded.uri
    if not (uri.endswith(".json") or _NOTICE.match(data)):
        return parse(data, uri=uri) if is_light(Given(uri, data)) else parse_protected(data, uri=uri)
    try:
        return loads(data)
    except ContractError as error:
        raise ContractError(f"{uri}: {error}") from error


def _member(archive: str, uri: str) -> bytes:
    for given in members_of(archive):
        if given.data is not None and given.uri == uri:
            return given.data
    raise SourceNotFoundError(f"{uri}: no such file in the archive, or none that can be read; gongwen parse {archive} says what is wrong")
