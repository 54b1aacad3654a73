"""Agency codes of document numbers (机关代字): 苏政办发 is 江苏省人民政府办公厅.

A code of a national body is looked up (国办发, 财预); a local one is put together: abbreviation of the division + organ + kind
(发, 函, 令 …). Tables: ``data/agency_codes.json``. A code that two bodies may use gives None.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ..schemas.notice import Region
from .regions import Division, division_of

__all__ = ["agency_of_code", "office_of", "province_of_code"]

_MUNICIPALITIES: Final = ("11", "12", "31", "50")
_LONGEST_TAIL: Final = 5
"""Letters of a bureau and of the kind behind the code of a department (沪发改价管)."""


@lru_cache(maxsize=1)
def _codes() -> dict[str, Any]:
    table: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "agency_codes.json").read_bytes())
    return table


@dataclass(frozen=True, slots=True)
class _Reading:
    """A division whose abbreviation a code begins with, and the rest of the code."""

    division: Division
    rest: str
    government: str | None
    """For a province, the character with which it writes 人民政府 in its codes."""


def agency_of_code(code: str, region: Region | None, year: int | None) -> str | None:
    """Return the full name of the body with an agency code, None where it is unknown or ambiguous; see :func:`.agencies.agency_of`."""
    for entry in _codes()["exact"]:
        if entry["code"] == code:
            return str(entry["agency"])
    special = _longest(_codes()["special"], code, year)
    if special is not None:
        return special
    names = {name for reading in _readings(code, region) if (name := _local(reading, year, sure=region is not None))}
    if names:
        return names.pop() if len(names) == 1 else None
    if region is not None and code[:1] in region.name:
        return None
    return _longest(_codes()["central"], code, year)


def province_of_code(code: str) -> Division | None:
    """Return the province whose abbreviation an agency code begins with (沪环保防, 粤府); None where it may be another's."""
    found = _readings(code, None)
    return found[0].division if len(found) == 1 else None


def _in_force(entry: dict[str, Any], year: int | None) -> bool:
    if year is None:
        return "from" not in entry and "until" not in entry
    return bool(entry.get("from", 0) <= year <= entry.get("until", year))


def _longest(entries: list[dict[str, Any]], code: str, year: int | None) -> str | None:
    """Return the body of the longest code that ``code`` begins with; None where none of them was in force in ``year``."""
    matching = [entry for entry in entries if code.startswith(entry["code"]) and code[len(entry["code"]) :][:1] not in {"政", "府", "委"}]
    if not matching:
        return None
    size = max(len(entry["code"]) for entry in matching)
    if len(code) - size > _LONGEST_TAIL:
        return None
    names = {entry["agency"] for entry in matching if len(entry["code"]) == size and _in_force(entry, year)}
    return str(names.pop()) if len(names) == 1 else None


def _readings(code: str, region: Region | None) -> list[_Reading]:
    """Return the divisions that the beginning of ``code`` may stand for."""
    found: list[_Reading] = []
    provinces = _codes()["provinces"]
    own = [entry for entry in provinces if region is None or entry["region"][:2] == region.code[:2]]
    for entry in own:
        division = division_of(entry["region"])
        if division and code.startswith(entry["code"]) and (region is not None or entry["code"] not in _codes()["ambiguous"]):
            found.append(_Reading(division, code[len(entry["code"]) :], entry["government"]))
    if region is None:
        return found
    # 沪崇府发 puts the character of the province first.
    rests = {code, *(code[len(entry["code"]) :] for entry in own if code.startswith(entry["code"]))}
    for division in _below_province(region):
        found += [_Reading(division, rest, None) for value in rests for rest in _after_abbreviation(value, division)]
    return found


def _below_province(region: Region) -> Iterator[Division]:
    """Yield the region and the division above it, the province left out."""
    for code in {f"{region.code[:4]}00", region.code} - {f"{region.code[:2]}0000"}:
        division = division_of(code)
        if division is not None:
            yield division


def _after_abbreviation(code: str, division: Division) -> Iterator[str]:
    """Yield what follows the abbreviation of a division in ``code``: one character or the first two of its name; then 市, 区, 县."""
    stem = division.name[:-1]
    letters = stem + "".join(city["code"] for city in _codes()["cities"] if city["region"] == division.code)
    for size in (1, 2):
        short = code[:size]
        if (short in letters) if size == 1 else stem.startswith(short):
            rest = code[size:]
            yield rest
            if rest[:1] == division.name[-1]:
                yield rest[1:]


def _local(reading: _Reading, year: int | None, *, sure: bool) -> str | None:
    """Return the body that the rest of a code names in the division; None where it names none."""
    division, rest = reading.division, reading.rest
    table = _codes()
    for organ in table["organs"]:
        tail = rest.removeprefix(organ["code"])
        if tail == rest or (tail and tail not in table["kinds"]):
            continue
        if reading.government is not None and not organ.get("party") and organ["code"][0] != reading.government and not sure:
            return None
        return _organ_name(division, organ)
    best = max(
        (entry for entry in table["departments"] if rest.startswith(entry["code"])), key=lambda entry: len(entry["code"]), default=None
    )
    tail = rest[len(best["code"]) :] if best else ""
    # 沪科技节组办, 沪审改办: the office of another body, whose code begins alike.
    if best is None or len(tail) > _LONGEST_TAIL or "办" in tail[1:] or "组" in tail:
        return None
    level = ("municipality" if division.code[:2] in _MUNICIPALITIES else "province") if division.level == 1 else "local"
    names = {entry[level] for entry in table["departments"] if entry["code"] == best["code"] and _in_force(entry, year)}
    return division.name + names.pop() if len(names) == 1 else None


def _organ_name(division: Division, organ: dict[str, Any]) -> str | None:
    """Return the name of a government or party committee, or of its office (办公厅 of provinces and sub-provincial cities)."""
    base = f"中共{division.name}委" if organ.get("party") else f"{division.name}{organ['agency']}"
    if not organ.get("office"):
        return base + ("员会" if organ.get("party") else "")
    office = office_of(division)
    return base + office if office else None


def office_of(division: Division) -> str | None:
    """Return what the office of a government or party committee is called, 办公厅 or 办公室; None where both occur."""
    if division.level == 1 or division.code in _codes()["office_halls"]:
        return "办公厅"
    return None if division.code in _codes()["unsettled"] else "办公室"
