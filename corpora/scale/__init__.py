"""A corpus built by many processes and machines: Dask workers read, shards of Parquet carry what they read, one process stores it.

The folder of the corpus and the sources must lie on a file system that all of them see.
"""

from __future__ import annotations

from .building import build_on_dask
from .tasks import CHUNK, WorkerMismatchError

__all__ = ["CHUNK", "WorkerMismatchError", "build_on_dask"]
