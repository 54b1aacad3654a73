"""A Dask cluster: one that runs already, by the address of its scheduler, or one of processes on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ...schemas.errors import GongwenError, MissingExtraError

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["SchedulerError", "connected"]


class SchedulerError(GongwenError):
    """The scheduler of a Dask cluster cannot be reached, or has been lost."""


@contextmanager
def connected(scheduler: str | None, workers: int | None) -> Iterator[Client]:
    """Give a client of the cluster whose scheduler has the address ``scheduler``, or of ``workers`` processes here, ended afterwards.

    Raises :class:`MissingExtraError` without Dask, :class:`SchedulerError` where no scheduler answers.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise MissingExtraError("a build by several workers needs Dask; install it with pip install 'gongwen[dask]'") from error
    if scheduler is None:
        with (
            # The dashboard needs bokeh, and a port of its own.
            LocalCluster(n_workers=workers or 1, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50) as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = Client(scheduler, timeout="20s", set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise SchedulerError(f"{scheduler}: no Dask scheduler answers there ({error}); check the address, as tcp://host:8786") from error
    with client:
        yield client
