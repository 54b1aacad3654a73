"""Small corpora for tests: notices in our own words, and a corpus as one value that can be compared."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

from gongwen.corpora import Corpus, open_corpus

PLACES = ("吉林省", "浙江省", "江苏省", "江西省", "山东省")
SUBJECTS = ("特色产业", "数字乡村", "养老服务", "河道整治", "职业技能")


def notice_text(number: int, *, year: int = 2019, cites: int | None = None) -> str:
    """A short notice; each ``number`` below 25 has a place and a subject of its own, and a document number that runs."""
    place, subject = PLACES[number % 5], SUBJECTS[number // 5 % 5]
    code = {"吉林省": "吉政办发", "浙江省": "浙政办发", "江苏省": "苏政办发", "江西省": "赣府厅发", "山东省": "鲁政办发"}[place]
    basis = f"根据{code}〔{year}〕{cites}号文件要求," if cites is not None else ""
    return (
        f"{place}人民政府办公厅关于推进{subject}工作的通知\n{code}〔{year}〕{number + 1}号\n各市、县人民政府:\n"
        f"{basis}现就推进{subject}工作通知如下:\n一、目标任务\n到{year + 2}年,全省{subject}项目投资不低于{number + 3}亿元。\n"
        f"二、工作要求\n(一)落实责任。各市要建立{subject}台账,每季度报送一次进展。\n(二)强化考核。对未完成任务的,予以通报。\n"
        f"{place}人民政府办公厅\n{year}年{number % 12 + 1}月{number % 27 + 1}日\n"
    )


def write_notices(folder: Path, count: int, **more: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(notice_text(number, **more), encoding="utf-8")
    return folder


def dump(corpus: Corpus | Path) -> dict[str, list[Any]]:
    """All that a corpus says, without what differs from build to build: integer keys, times."""
    if isinstance(corpus, Path):
        with open_corpus(corpus) as opened:
            return dump(opened)
    db = corpus.db
    digests = dict(db.execute("SELECT n.notice, sha256 FROM notices n JOIN documents d USING (document)"))
    found: dict[str, list[Any]] = {}
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in tables:
        if table.startswith(("sqlite_", "search")) or table in {"meta", "builds", "documents", "sources"}:
            continue
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        kept = [name for name in columns if name not in {"document", "passage"}]
        quoted = ", ".join(f'"{name}"' for name in kept)
        rows = [dict(zip(kept, row, strict=True)) for row in db.execute(f"SELECT {quoted} FROM {table}")]
        for row in rows:
            for key in ("notice", "target"):
                if row.get(key) is not None:
                    row[key] = digests[row[key]]
        found[table] = sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))
    found["documents"] = [
        (digest, status, error, message, digests.get(notice), zlib.decompress(packed) if packed else None)
        for digest, status, error, message, notice, packed in db.execute(
            "SELECT sha256, status, error, message, notice, json FROM documents ORDER BY sha256"
        )
    ]
    found["sources"] = list(db.execute("SELECT s.uri, sha256 FROM sources s JOIN documents USING (document) ORDER BY s.uri"))
    return found
