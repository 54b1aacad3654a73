"""When and how often (期限, 频率): time limits and frequencies of a sentence, in order of place.

Both read a stretch of a folded view and give its offsets; the caller takes them to the sacred text. Words are in
``data/timing_words.json``.
"""

from __future__ import annotations

from .frequencies import FoundFrequency, find_frequencies
from .limits import FoundLimit, find_time_limits

__all__ = ["FoundFrequency", "FoundLimit", "find_frequencies", "find_time_limits"]
