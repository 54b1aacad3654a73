"""What the commands share: their options, and how they print (results to stdout at once and whole, everything else to stderr)."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TextIO, TypeVar

import typer

from .schemas.errors import GongwenError, OutputError

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import Progress, Task

    from .extract.limits import Limits

__all__ = [
    "Jobs",
    "Memory",
    "NerModel",
    "Pages",
    "Sources",
    "Timeout",
    "draw",
    "is_terminal",
    "limits_of",
    "new_app",
    "print_bytes",
    "print_error",
    "print_json",
    "print_text",
    "progress_bar",
    "track",
    "years_of",
]

T = TypeVar("T")
_WIDTH: Final = 120
"""Columns of what is piped, where COLUMNS does not say: it is read in files, not in a terminal of 80."""


Sources = Annotated[list[str], typer.Argument(metavar="SOURCE", help="Files, folders, zipped folders, patterns, or - for standard input.")]
Jobs = Annotated[int | None, typer.Option("--jobs", metavar="N", min=1, help="Processes; all cores for many sources.")]
Timeout = Annotated[float | None, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="Time for one document.")]
Memory = Annotated[int | None, typer.Option("--memory", metavar="MB", min=50, help="Memory for one document.")]
Pages = Annotated[int | None, typer.Option("--pages", metavar="N", min=1, help="Pages that one document may have.")]
NerModel = Annotated[Path | None, typer.Option("--ner-model", metavar="DIR", help="A token classifier that votes on entities.")]


def years_of(text: str | None) -> tuple[int, int] | None:
    """Return the first and last year that an option names (2018, 2016-2019)."""
    if text is None:
        return None
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{4}))?", text)
    if not found:
        raise typer.BadParameter(f"{text}: give a year, or the first and the last: 2018, 2016-2019")
    return int(found[1]), int(found[2] or found[1])


def new_app() -> typer.Typer:
    """Return a group of commands; help and tracebacks by rich take as long to start as all the rest, completion adds two options to all."""
    return typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, no_args_is_help=True)


def limits_of(timeout: float | None, memory: int | None, pages: int | None) -> Limits:
    """Return the limits for one document, with what was asked for in place of the defaults; a time that is asked for is all there is."""
    from .extract.limits import Limits

    default = Limits()
    return Limits(
        seconds=timeout or default.seconds,
        page_seconds=0 if timeout else default.page_seconds,
        memory_mb=memory or default.memory_mb,
        ocr_memory_mb=memory or default.ocr_memory_mb,
        pages=pages or default.pages,
    )


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a person reads what is written there."""
    return stream is not None and stream.isatty()  # a stream that was closed before we were started is None


def print_error(error: GongwenError) -> None:
    """Say on stderr what went wrong."""
    # Names of files and words of a source stand in it: a terminal is not given their control characters.
    message = re.sub(r"[\x00-\x1f\x7f-\x9f]", lambda found: repr(found[0])[1:-1], str(error))
    print(f"error: {message} [{type(error).__name__}]", file=sys.stderr)


def print_bytes(data: bytes) -> None:
    """Write bytes to stdout at once, so that a full disk or a reader who has gone away is noticed here and not at exit."""
    if sys.stdout is None:
        raise OutputError("standard output is closed; open it, or write to files with -o")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the rest in the buffer fails again at exit
        raise OutputError(f"standard output cannot be written ({error.strerror}); check the disk") from error


def print_text(text: str) -> None:
    """Write text to stdout, see :func:`print_bytes`."""
    print_bytes(text.encode(sys.stdout.encoding, sys.stdout.errors or "strict") if sys.stdout else b"")


def print_json(value: object) -> None:
    """Write a value as JSON to stdout, see :func:`print_bytes`."""
    import json

    print_bytes((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())


def draw(view: RenderableType, *, wrap: bool = True) -> None:
    """Print a view; ``wrap`` off leaves long lines to the terminal, so that words of a notice can be copied whole."""
    from rich.console import Console

    terminal = is_terminal(sys.stdout)
    drawn = StringIO()
    width = None if terminal or "COLUMNS" in os.environ else _WIDTH
    console = Console(file=drawn, force_terminal=terminal or None, width=width, highlight=False, markup=False, emoji=False)
    console.print(view, soft_wrap=not wrap)
    print_text(re.sub(r" +$", "", drawn.getvalue(), flags=re.MULTILINE))


def track(done: Iterable[T], total: int) -> Iterator[T]:
    """Pass on what is done, with a progress bar on stderr where that is a terminal and there is something to wait for."""
    if total == 1:
        yield from done
        return
    with progress_bar() as bar:
        yield from bar.track(done, total, description="reading") if bar else done


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """Show a progress bar with count, rate and time left on stderr, where that is a terminal."""
    if not is_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, ProgressColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Things done in a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.1f}/s" if speed else "")

    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        yield bar
