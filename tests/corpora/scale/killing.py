"""What a fault in a native library does to the process that reads; found by name in processes of ours."""

from __future__ import annotations

import os
import signal

from gongwen.corpora.store import prepare_bytes
from gongwen.schemas.notice import Notice


def dies_at_poison(notice: Notice) -> bytes:
    """Return what is stored of a notice; one that is called poison ends the process."""
    if "poison" in notice.source.uri:
        os.kill(os.getpid(), signal.SIGSEGV)
    return prepare_bytes(notice)
