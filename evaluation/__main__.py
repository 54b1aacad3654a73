"""``python -m gongwen.evaluation``: the figures that the Makefile and the CI ask for."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from ..schemas.errors import GongwenError
from .gates import DEFAULT, Gates, pin
from .report import evaluate

__all__ = ["main"]

_VERDICTS = Path(__file__).with_name("verdicts") / "gov_cn.tsv"
_SAMPLES = Path(__file__).parents[1] / "tests" / "samples"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status: 0, 1 where a gate is not passed, 2 where something could not be done."""
    options = _parser().parse_args(arguments)
    try:
        return _COMMANDS[options.command](options)
    except GongwenError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2


def _report(options: argparse.Namespace) -> int:
    report = evaluate(options.path, options.misses, beside=True)
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=2) if options.json else report.table())
    return 0


def _gate(options: argparse.Namespace) -> int:
    failures = evaluate(options.path).failures(Gates.load(options.gates))
    for message in failures:
        print(message, file=sys.stderr)
    print(f"gate: {len(failures)} failures" if failures else "gate: all floors hold")
    return 1 if failures else 0


def _pin(options: argparse.Namespace) -> int:
    report = evaluate(options.path)
    gates = pin(report.corpus, report.pooled, options.gates, allow_lower=options.allow_lower)
    print(f"{options.gates}: pinned " + ", ".join(f"{name} {least:.4f}" for name, least in sorted(gates.floors.items())))
    return 0


def _errors(options: argparse.Namespace) -> int:
    from .errors import error_page

    options.output.write_text(error_page(options.path), encoding="utf-8")
    print(f"{options.output}: open it in a browser")
    return 0


def _firing(options: argparse.Namespace) -> int:
    from .firing import fire, load, sample, sheet

    report, norms = fire(options.path)
    print(report.table(options.examples))
    if options.sample:
        gold = {path.stem for path in options.gold.glob("*.json")} if options.gold else set()
        kept: Path = options.list
        seen = [verdict for path in sorted(kept.parent.glob("*.tsv")) if path != kept for verdict in load(path)]
        chosen = sample(norms, options.sample, options.seed, gold, seen)
        sheet(chosen, options.output, load(kept) if kept.exists() else ())
        print(f"{options.output}: {len(chosen)} norms to judge; then `record {options.output}`")
    return 0


def _record(options: argparse.Namespace) -> int:
    from .firing import record

    print(f"{options.list}: {len(record(options.path, options.list))} verdicts")
    return 0


def _precision(options: argparse.Namespace) -> int:
    from .firing import fire, load, precision

    result = precision(load(options.list), fire(options.path)[1])
    print("\n".join([result.table(), *(f"wrong in {item}" for item in result.wrong if options.misses)]))
    return 0


def _classifier(options: argparse.Namespace) -> int:
    from .classifier import leave_one_out

    print(leave_one_out(options.path).table())
    return 0


def _bench(options: argparse.Namespace) -> int:
    from .bench import bench, startup, worker_peak

    pages: Path = options.pages
    print(bench(pages, options.rounds).table())
    print(startup(min(pages.rglob("*.htm*"))))
    print(f"{'peak memory of a worker':28} {worker_peak(pages):8.1f} MB")
    return 0


def _bench_norms(options: argparse.Namespace) -> int:
    from .bench_norms import bench_norms, memory

    print(bench_norms(options.pages, options.rounds).table())
    print(memory(options.pages))
    return 0


def _bench_pdf(options: argparse.Namespace) -> int:
    from .bench_pdf import bench_pdf, worker_peaks

    print(bench_pdf(options.pages, options.rounds).table())
    for name, peak in worker_peaks(options.pages).items():
        print(f"{'peak memory, ' + name:28} {peak:8.1f} MB")
    return 0


def _headers(options: argparse.Namespace) -> int:
    from .gov_cn import headers

    print(headers(options.path).table())
    return 0


def _gazette(options: argparse.Namespace) -> int:
    from .gazette import gazette

    print(gazette(options.path).table())
    return 0


def _numbers(options: argparse.Namespace) -> int:
    from .gov_cn import numbers

    print(numbers(options.path).table())
    return 0


def _content(options: argparse.Namespace) -> int:
    from .content import compare_content

    for score in compare_content(options.path):
        lost = f", next to nothing of {', '.join(score.lost)}" if score.lost else ""
        print(f"{score.name:12} precision {score.precision:.4f}  recall {score.recall:.4f}{lost}")
    return 0


def _formats(options: argparse.Namespace) -> int:
    from .formats import compare_formats

    for comparison in compare_formats(options.path):
        print("\n".join(comparison.lines()))
    return 0


def _ocr(options: argparse.Namespace) -> int:
    from .ocr import evaluate_ocr

    print(evaluate_ocr(options.texts, options.pages, peers=not options.alone).table())
    return 0


def _tables(_: argparse.Namespace) -> int:
    from .tables import table_costs, table_of_costs

    print(table_of_costs(table_costs()))
    return 0


def _bench_ocr(options: argparse.Namespace) -> int:
    from .bench_ocr import bench_ocr

    print(bench_ocr(options.rounds).table())
    return 0


def _bench_corpus(options: argparse.Namespace) -> int:
    from tempfile import TemporaryDirectory

    from ..corpora import open_corpus
    from .bench_corpus import answers, build_cost, build_memory, corpus_for, described, sizes

    if options.notices:
        print(build_cost(options.notices).table(), flush=True)
        for count, peak in build_memory((options.notices // 3, options.notices)).items():
            print(f"{f'peak memory, {count} notices':30} {peak:8.1f} MB", flush=True)
    with TemporaryDirectory() as folder, open_corpus(options.corpus or corpus_for(options.clauses, Path(folder))) as corpus:
        print(described(corpus), flush=True)
        for name, size in sizes(corpus).items():
            print(f"{name:28} {size:8.0f} bytes a notice")
        print(f"{'':44} {'p50':>9} {'p95':>9} {'max':>9}")
        for latency in answers(corpus):
            print(latency, flush=True)
    return 0


def _bench_search(options: argparse.Namespace) -> int:
    from tempfile import TemporaryDirectory

    from .bench_search import bench_search

    with TemporaryDirectory() as folder:
        for line in bench_search(options.samples, options.folder or Path(folder), options.passages):
            print(line, flush=True)
    return 0


def _generate(options: argparse.Namespace) -> int:
    from time import perf_counter

    from .generator import Job, generate

    began, done = perf_counter(), 0
    job = Job(options.path, options.first, options.first + options.count, options.seed, options.characters, options.gold)
    for count in generate(job, options.jobs):
        done += count
        print(f"\r{done} of {options.count} notices", end="", file=sys.stderr)
    print(f"\r{options.path}: {done} notices, {done / (perf_counter() - began):.0f} a second", file=sys.stderr)
    return 0


_COMMANDS = {
    "generate": _generate,
    "ocr": _ocr,
    "bench-ocr": _bench_ocr,
    "report": _report,
    "errors": _errors,
    "firing": _firing,
    "record": _record,
    "precision": _precision,
    "classifier": _classifier,
    "gate": _gate,
    "pin": _pin,
    "bench": _bench,
    "bench-norms": _bench_norms,
    "bench-corpus": _bench_corpus,
    "bench-pdf": _bench_pdf,
    "bench-search": _bench_search,
    "headers": _headers,
    "gazette": _gazette,
    "numbers": _numbers,
    "tables": _tables,
    "content": _content,
    "formats": _formats,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gongwen.evaluation", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, path, text in (
        ("report", "GOLD_DIR", "score the pipeline and the baseline against the gold files of a folder"),
        ("errors", "GOLD_DIR", "write a page of HTML with the norms of the gold and of the pipeline side by side"),
        ("gate", "GOLD_DIR", "fail where a figure is below its pinned floor or the gold corpus is another"),
        ("pin", "GOLD_DIR", "pin the present figures as floors"),
        ("headers", "FOLDER", "compare header fields with the index tables that FOLDER/gold.jsonl states"),
        ("gazette", "FOLDER", "compare date, number, title and issuer with the catalogue of Taiwan's gazette that FOLDER/gold.jsonl holds"),
        ("content", "FOLDER", "main text of pages without the marks of their CMS: our rule beside trafilatura and resiliparse"),
        ("formats", "FOLDER", "compare files of one stem: the same notice whatever it came in, or every difference"),
        ("firing", "FOLDER", "what each rule for norms fires on in the pages of a folder; a sample of it to be judged by a person"),
        ("record", "SHEET", "keep the verdicts of a sheet that was judged, without its sentences"),
        ("precision", "FOLDER", "what the kept verdicts say, and how many of them the pages of the folder still bear out"),
        ("classifier", "GOLD_DIR", "train a light classifier of sentences on all gold documents but one, test it on that one, for each"),
        ("numbers", "FILE", "parse and re-format the document numbers of a file of JSON lines"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("path", metavar=path, type=Path)
        if name == "report":
            command.add_argument("--misses", action="store_true", help="list what was missed and what was found too much")
            command.add_argument("--json", action="store_true", help="write JSON instead of tables")
        if name == "errors":
            command.add_argument("-o", "--output", type=Path, default=Path("errors.html"), help="file to write (default: errors.html)")
        if name in ("firing", "record", "precision"):
            command.add_argument(
                "--list", type=Path, default=_VERDICTS, help=f"the list of verdicts (default: {_VERDICTS.name} of the package)"
            )
        if name == "precision":
            command.add_argument("--misses", action="store_true", help="list the norms that were judged wrong and are still put out so")
        if name == "firing":
            command.add_argument("--examples", type=int, default=2, help="examples shown of each rule and type (default: 2)")
            command.add_argument("--sample", type=int, default=0, metavar="N", help="write a sheet of N norms to be judged")
            command.add_argument("--seed", type=int, default=1, help="which N (default: 1)")
            command.add_argument("--gold", type=Path, metavar="GOLD_DIR", help="leave out the pages that have a gold file there")
            command.add_argument("-o", "--output", type=Path, default=Path("sample.tsv"), help="the sheet (default: sample.tsv)")
        if name in ("gate", "pin"):
            command.add_argument("--gates", type=Path, default=DEFAULT, help="gate file (default: the one of the package)")
        if name == "pin":
            command.add_argument("--allow-lower", action="store_true", help="allow a floor to fall or to vanish")
    command = commands.add_parser("ocr", help="print and scan texts, read them back, and count errors beside RapidOCR and tesseract")
    command.add_argument("--texts", type=Path, default=_SAMPLES, help="folder of notices as .txt (default: the repository's samples)")
    command.add_argument("--pages", type=int, help="read only the first pages of each text")
    command.add_argument("--alone", action="store_true", help="without the peers, which take most of the time")
    commands.add_parser("tables", help="disk, load time and memory of the tables of divisions, towns and bodies, each in a fresh process")
    command = commands.add_parser("bench-ocr", help="seconds a page beside RapidOCR alone, pages side by side, memory, where time goes")
    command.add_argument("--rounds", type=int, default=3, help="interleaved rounds (default: 3)")
    command = commands.add_parser("bench", help="pages per second beside peers, start-up and memory")
    command.add_argument("--pages", type=Path, default=_SAMPLES, help="folder of HTML pages (default: the repository's samples)")
    command.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default: 5)")
    command = commands.add_parser("bench-norms", help="entities and norms beside jieba's segmentation of the same texts, and memory")
    command.add_argument("--pages", type=Path, default=_SAMPLES, help="folder of HTML pages (default: the repository's samples)")
    command.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default: 5)")
    command = commands.add_parser("bench-pdf", help="milliseconds a page of PDF beside pypdfium2 and pdfplumber, and memory")
    command.add_argument("--pages", type=Path, required=True, help="folder of PDF")
    command.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default: 5)")
    _add_corpus_commands(commands)
    return parser


def _add_corpus_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("generate", help="make notices with known gold, for tests of scale; the same seed makes the same notices")
    command.add_argument("path", metavar="FOLDER", type=Path, help="where they go, in folders of a thousand")
    command.add_argument("--count", type=int, required=True, help="how many")
    command.add_argument("--seed", type=int, default=1, help="which ones (default: 1)")
    command.add_argument("--first", type=int, default=0, help="number of the first, to make a part of a corpus elsewhere (default: 0)")
    command.add_argument("--characters", type=int, default=4000, help="about how long each is (default: 4000)")
    command.add_argument("--gold", action="store_true", help="write a gold file for each, for `gongwen eval FOLDER/0000`")
    command.add_argument("--jobs", type=int, default=1, help="processes side by side (default: 1)")
    command = commands.add_parser("bench-corpus", help="what storing costs beside reading, bytes and memory, and how fast a corpus answers")
    command.add_argument("--notices", type=int, default=300, help="notices to build for the cost of it, 0 for none (default: 300)")
    command.add_argument("--clauses", type=int, default=50_000, help="clauses of the corpus that is asked (default: 50000)")
    command.add_argument("--corpus", type=Path, metavar="DIR", help="ask this corpus instead of making one")
    command = commands.add_parser("bench-search", help="the search index beside those it was chosen from, and how fast it is asked")
    command.add_argument("--passages", type=int, default=20_000, help="passages to make (default: 20000)")
    command.add_argument("--samples", type=Path, default=_SAMPLES, metavar="DIR", help="notices (.txt) that they are varied from")
    command.add_argument("--folder", type=Path, metavar="DIR", help="make the corpus here, and keep it")


if __name__ == "__main__":
    sys.exit(main())
